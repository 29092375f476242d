import { libc } from "../library/native.ts";

/** Of Linux's `prctl`: the signal that this process gets when its parent ends. */
const PR_SET_PDEATHSIG = 1;
const SIGKILL = 9;

/** A guest that never ends has nobody to stop it once its parent is gone; elsewhere the channel's end stops it between runs. */
export function dieWithParent(): void {
  if (process.platform !== "linux") return;
  const prctl = libc.func("int prctl(int, unsigned long, unsigned long, unsigned long, unsigned long)");
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}
