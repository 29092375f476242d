// Makes a checkout ready to run: the locked dependencies, then the TypeScript build. Runs on Node 20 and up, before
// anything is installed, so it uses nothing but Node itself. A second run does nothing but check.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, "node_modules", ".bin");
const stamp = join(root, "node_modules", ".sandpiper-lock");

/** Runs a step and shows its output only if it fails. */
function step(what, command, args) {
  const started = Date.now();
  process.stderr.write(`${what} ... `);
  const run = spawnSync(command, args, { cwd: root, encoding: "utf8", shell: process.platform === "win32" });
  if (run.status !== 0) {
    process.stderr.write(`failed\n${run.stdout ?? ""}${run.stderr ?? ""}${run.error?.message ?? ""}\n`);
    process.exit(1);
  }
  process.stderr.write(`${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

const lock = readFileSync(join(root, "package-lock.json"), "utf8");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
  step("Installing the dependencies", "npm", ["ci", "--no-audit", "--no-fund"]);
  writeFileSync(stamp, lock);
}
step("Building", join(bin, "tsc"), ["-b"]);
