import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

const CODE = /\.(?:ts|mts|js|mjs)$/;

/** Paths of all the repository's files that are not ignored, relative to it: those git knows and those it would add. */
export function listFiles(): string[] {
  const git = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  if (git.status !== 0) throw new Error(`git ls-files: ${git.stderr}`);
  const files = [...new Set(git.stdout.split("\0").filter((path) => path !== ""))];
  // A checkout in which something was deleted but not yet committed still lists it.
  return files.filter((path) => readText(path) !== null).sort();
}

export function listCode(): string[] {
  return listFiles().filter((path) => CODE.test(path));
}

export function readText(path: string): string | null {
  try {
    return readFileSync(join(ROOT, path), "utf8");
  } catch {
    return null;
  }
}

/** What a source imports or exports from, statically or on demand; types too. */
export function importsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const found = [
    ...code.matchAll(/^\s*(?:import|export)\b[^;"'`]*?\bfrom\s*["']([^"']+)["']/gm),
    ...code.matchAll(/^\s*import\s*["']([^"']+)["']/gm),
    ...code.matchAll(/\bimport\s*\(\s*["']([^"']+)["']\s*\)/g),
    ...code.matchAll(/\bimport\.meta\.resolve\(["'`]([^"'`$]+)/g),
  ];
  return found.map((match) => match[1]!);
}
