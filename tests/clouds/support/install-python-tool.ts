import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface InstalledPythonTool {
  /** Folder of its programs. */
  readonly bin: string;
  /** Why it is not there, as `node:test` takes it; false when it is. */
  readonly skip: string | false;
}

/**
 * Installs a cloud's own tool that is written in Python, once: what `tests/clouds/NAME/requirements.txt` says, into an environment of its
 * own in the `node_modules` beside it, which nobody commits. Without a Python or a network that is a reason to skip.
 */
export function installPythonTool(name: string): InstalledPythonTool {
  const folder = fileURLToPath(new URL(`../${name}`, import.meta.url));
  const requirements = join(folder, "requirements.txt");
  const wanted = readFileSync(requirements, "utf8");
  const place = join(folder, "node_modules", ".python");
  const bin = join(place, "bin");
  const mark = join(place, ".installed");
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return { bin, skip: false };
  const commands: [string, ...string[]][] = [
    ["python3", "-m", "venv", "--clear", place],
    [join(bin, "pip"), "install", "--quiet", "--disable-pip-version-check", "--requirement", requirements],
  ];
  for (const [command, ...args] of commands) {
    const { status, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
    if (status !== 0) return { bin, skip: `${command} did not install it: ${(error?.message ?? stderr).trim()}` };
  }
  writeFileSync(mark, wanted);
  return { bin, skip: false };
}
