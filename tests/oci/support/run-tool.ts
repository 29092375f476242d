import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

/** Runs a program to its end; what it prints on standard output. That it fails is a failure. */
export function runTool(command: string, args: readonly string[], input?: Uint8Array | string): Buffer {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    ...(input === undefined ? {} : { input }),
    maxBuffer: 64 * 1024 ** 2,
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
  });
  assert.equal(error, undefined);
  assert.equal(status, 0, `${command} ${args.join(" ")}: ${stderr}${stdout}`);
  return stdout;
}
