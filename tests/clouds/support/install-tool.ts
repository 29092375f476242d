import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface InstalledTool {
  /** Its folder under `tests/clouds`; what it needs is in `node_modules`. */
  readonly folder: string;
  /** Why it is not there, as `node:test` takes it; false when it is. */
  readonly skip: string | false;
}

export interface InstallToolOptions {
  /** Runs the install scripts of its packages, for those that are of no use without. */
  readonly scripts?: boolean;
}

/**
 * Installs a cloud's own tool, once: what `tests/clouds/NAME/package-lock.json` says, into the `node_modules` beside it. Without a
 * network that is a reason to skip; a lock file that does not fit is a failure.
 */
export function installTool(name: string, { scripts = false }: InstallToolOptions = {}): InstalledTool {
  const folder = fileURLToPath(new URL(`../${name}`, import.meta.url));
  const digest = createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");
  const mark = join(folder, "node_modules", ".installed");
  if (existsSync(mark) && readFileSync(mark, "utf8") === digest) return { folder, skip: false };
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error", ...(scripts ? [] : ["--ignore-scripts"])];
  const { status, stderr, error } = spawnSync("npm", args, { cwd: folder, encoding: "utf8" });
  if (status === 0) {
    writeFileSync(mark, digest);
    return { folder, skip: false };
  }
  if (error) return { folder, skip: `there is no npm here: ${error.message}` };
  if (!/\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|E40[34])\b/.test(stderr)) {
    throw new Error(`the tools of ${name} cannot be installed:\n${stderr}`);
  }
  return { folder, skip: `npm did not fetch the tools of ${name}: ${stderr.trim().split("\n")[0]}` };
}
