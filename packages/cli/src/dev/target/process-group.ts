import { type ChildProcess, spawn } from "node:child_process";

/** How a child is started as the first of a group of its own. Windows has no such groups. */
export const IN_OWN_GROUP = { detached: process.platform !== "win32" };

/** Waits for the end of its input, which is the end of who holds the other end, and ends a group. */
const WATCH = 'read -r _; kill -s KILL -- "-$1"';

/** Sends a signal to a child that was started with `IN_OWN_GROUP`, and to all that it started: `deno task` and `npx` start others. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (!IN_OWN_GROUP.detached || child.pid === undefined) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // All of the group have ended.
  }
}

/**
 * Has a child's group end with this process, however that ends: nobody can do so after a SIGKILL, and a program held by a guest does not
 * see that it is alone. A shell beside it looks. What is left of the group when the child ends goes with it.
 */
export function endWithUs(child: ChildProcess): void {
  if (!IN_OWN_GROUP.detached || child.pid === undefined) return;
  const watch = spawn("sh", ["-c", WATCH, "sh", String(child.pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    ...IN_OWN_GROUP,
  });
  // Where there is no shell nothing looks, which costs no more than it did before.
  watch.on("error", () => undefined);
  watch.stdin.on("error", () => undefined);
  watch.unref();
  child.once("exit", () => {
    watch.kill("SIGKILL");
    signalGroup(child, "SIGKILL");
  });
}
