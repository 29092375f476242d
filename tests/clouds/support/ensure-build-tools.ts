import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Debian's package of a program, where it is called otherwise. */
const PACKAGES: Readonly<Record<string, string>> = { xz: "xz-utils" };

const isHere = (program: string) => spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;

/**
 * Sees to it that programs which compile native code are here, installed from Debian's packages when this is Debian and we may.
 * @returns null when they are, otherwise a reason to skip
 */
export function ensureBuildTools(programs: readonly string[]): string | null {
  const lacking = () => programs.filter((program) => !isHere(program));
  const first = lacking();
  if (first.length > 0 && existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    process.stderr.write(`Installing Debian's ${first.join(", ")} (once) ...\n`);
    const apt = (...args: string[]) => spawnSync("apt-get", ["-qq", ...args], { stdio: "ignore" });
    apt("update");
    apt("install", "-y", "--no-install-recommends", ...first.map((program) => PACKAGES[program] ?? program));
  }
  const still = lacking();
  return still.length === 0 ? null : `no ${still.join(", ")} here, and apt-get did not install it`;
}
