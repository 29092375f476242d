import { fstatSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Of a log never more is read at a time: what native code writes may be without end. */
const MOST_BYTES = 64 * 1024;

/** A file without a name, gone with the last of the processes that have it open. */
export function openLog(): number {
  const folder = mkdtempSync(join(tmpdir(), "sandpiper-backend-"));
  try {
    return openSync(join(folder, "log"), "a+");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The beginning of a log, or its end where it is long. By place: processes that have it open read and write at one and the same. */
export function readLog(log: number, from: "start" | "end"): string {
  const { size } = fstatSync(log);
  const bytes = Buffer.alloc(Math.min(size, MOST_BYTES));
  const length = readSync(log, bytes, 0, bytes.length, from === "start" ? 0 : size - bytes.length);
  return bytes.toString("utf8", 0, length);
}
