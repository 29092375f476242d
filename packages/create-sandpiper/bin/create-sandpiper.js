#!/usr/bin/env node
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `error[E_ENGINE_UNAVAILABLE]: this is Node ${process.versions.node}, and Sandpiper needs 22.12 or newer\n` +
      "  next: install a newer one, from https://nodejs.org or with npx: npx --package=node@24 --package=create-sandpiper create-sandpiper\n",
  );
  process.exit(1);
}
const { main } = await import("../dist/main.js");
process.exitCode = await main(process.argv.slice(2));
