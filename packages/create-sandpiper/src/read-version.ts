import { readFileSync } from "node:fs";

/** The version of this package, which all packages of Sandpiper have. */
export function readVersion(): string {
  // The same folder depth in src and dist.
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return String(version);
}
