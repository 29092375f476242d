import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";

/** Of Linux: nanoseconds that a process's first thread, where guests run, was on a processor. */
const file = (pid: number | string): string => `/proc/${pid}/schedstat`;

/** Whether the processor time of a run can be watched from outside. */
export const canWatchCpu: boolean = existsSync(file("self"));

/** Milliseconds; null when the process is gone. */
export async function processCpu(pid: number): Promise<number | null> {
  const text = await readFile(file(pid), "utf8").catch(() => null);
  return text === null ? null : Number(text.split(" ")[0]) / 1e6;
}
