import { relative } from "node:path";

/** A path as people want to read it: relative to the current folder if it lies below, otherwise absolute. */
export function displayPath(path: string): string {
  const short = relative(process.cwd(), path);
  if (short === "") return ".";
  return short.startsWith("..") ? path : short;
}
