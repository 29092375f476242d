#!/usr/bin/env node
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `error[E_ENGINE_UNAVAILABLE]: this is Node ${process.versions.node}, and Sandpiper needs 22.12 or newer\n` +
      "  next: npm install --save-dev node@24 brings one for this project alone.\n",
  );
  process.exit(1);
}
// Compiled code is kept from run to run: starting is much of what a short command does.
(await import("node:module")).enableCompileCache?.();
const { main } = await import("../dist/main.js");
process.exitCode = await main(process.argv.slice(2));
