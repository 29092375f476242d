import { readFileSync } from "node:fs";

/** The version of LiteRT that this package depends on. */
export function litertVersion(): string | null {
  // The same folder depth in src and dist.
  const { dependencies } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return dependencies?.["@litertjs/core"] ?? null;
}
