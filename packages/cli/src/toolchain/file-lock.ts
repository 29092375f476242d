import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { SandpiperError } from "@sandpiper/core";

/** When a lock is not had by then, somebody else has it and the user is told. */
const PATIENCE_MS = 300;

/**
 * Runs `work` while no other process holds `file`. A `flock` of util-linux holds the lock for us (Node has none), so that
 * the kernel gives it back however this process ends.
 */
export async function withFileLock<T>(
  file: string,
  { onWait, signal }: { onWait?: (() => void) | undefined; signal?: AbortSignal | undefined },
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  // `cat` ends, and with it the lock, when its standard input is closed: by us below, or by our end.
  const holder = spawn("flock", [file, "sh", "-c", "echo held; exec cat"], {
    stdio: ["pipe", "pipe", "ignore"],
    // Not in the terminal's process group: on Ctrl-C we clean up first, with the lock still held.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => holder.once("close", () => resolve()));
  const timer = setTimeout(() => onWait?.(), PATIENCE_MS);
  const stop = () => holder.kill("SIGKILL");
  signal?.addEventListener("abort", stop, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (cause?: unknown) =>
        reject(
          signal?.aborted
            ? new SandpiperError("E_CANCELLED", "stopped before it was done")
            : new SandpiperError("E_ENGINE_UNAVAILABLE", `the lock ${file} cannot be had`, {
                hint: "Is flock (package util-linux) installed, and may this user write there?",
                cause,
              }),
        );
      holder.stdout.once("data", () => resolve());
      holder.once("error", fail);
      holder.once("close", () => fail());
    });
    clearTimeout(timer);
    // From here on an abort is for `work` to notice; the lock stays until it has cleaned up.
    signal?.removeEventListener("abort", stop);
    return await work();
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
    if (holder.exitCode === null && holder.pid !== undefined) {
      holder.stdin.end();
      await ended;
    }
  }
}
