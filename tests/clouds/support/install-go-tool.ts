import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface InstalledGoTool {
  readonly program: string;
  /** Why it is not there, as `node:test` takes it; false when it is. */
  readonly skip: string | false;
}

/**
 * Builds a cloud's own tool that is written in Go, once: the package, in the versions that `tests/clouds/NAME/go.mod` and `go.sum` have, into
 * the `node_modules` beside them, which nobody commits. Without Go or a network that is a reason to skip.
 */
export function installGoTool(name: string, goPackage: string): InstalledGoTool {
  const folder = fileURLToPath(new URL(`../${name}`, import.meta.url));
  const wanted = readFileSync(join(folder, "go.sum"), "utf8");
  const program = join(folder, "node_modules", "tool");
  const mark = `${program}.installed`;
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return { program, skip: false };
  const args = ["build", "-mod=readonly", "-o", program, goPackage];
  const { status, stderr, error } = spawnSync("go", args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) return { program, skip: `go did not build it: ${(error?.message ?? stderr).trim()}` };
  writeFileSync(mark, wanted);
  return { program, skip: false };
}
