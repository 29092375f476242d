import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import type { Wheel } from "@sandpiper/nn/install";
import { inPhase } from "../toolchain/progress.ts";
import { lastLines, runProcess } from "../toolchain/run-process.ts";
import type { InstallContext } from "./install-context.ts";
import { withGrowth } from "./with-growth.ts";

/**
 * Fetches a wheel with pip, and so from the index and by the way that pip is set to on this machine. pip checks the digest.
 * @param folder an empty folder to fetch it into
 * @param orElse what to do where pip cannot fetch it, as a sentence
 * @returns the wheel's path
 */
export async function fetchWheel(
  wheel: Wheel,
  folder: string,
  { onProgress, signal }: Omit<InstallContext, "cache">,
  orElse = "",
): Promise<string> {
  const spec = `${wheel.package}==${wheel.version}`;
  const temporary = join(folder, "tmp");
  const requirements = join(folder, "requirements.txt");
  await mkdir(temporary, { recursive: true });
  await writeFile(requirements, `${spec} --hash=sha256:${wheel.sha256}\n`);
  const into = join(folder, "wheel");
  const result = await inPhase(onProgress, `Fetching ${spec} with pip, about ${wheel.megabytes} MB`, (update) =>
    withGrowth(folder, update, () =>
      runProcess(
        "python3",
        [
          ...["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input", "--no-cache-dir"],
          ...["--no-deps", "--only-binary=:all:", "--require-hashes", "--dest", into],
          ...["--platform", wheel.platform, "--implementation", "cp"],
          ...["--python-version", wheel.python, "--abi", `cp${wheel.python}`],
          ...["--requirement", requirements],
        ],
        { signal, env: { ...process.env, TMPDIR: temporary } },
      ),
    ),
  );
  const name = (await readdir(into).catch(() => [])).find((file) => file.endsWith(".whl"));
  if (result.code === 0 && name !== undefined) return join(into, name);
  const said = lastLines(result, 3);
  const missing = result.code === 127 || /No module named pip/.test(said);
  throw new SandpiperError(
    "E_ENGINE_UNAVAILABLE",
    missing ? `there is no pip here to fetch ${spec} with` : `pip did not fetch ${spec}: ${said}`,
    {
      hint: missing
        ? `Install Python 3 with pip (Debian: apt install python3-pip). ${orElse}`.trim()
        : `Is the network there, and the index that pip is set to? ${orElse}`.trim(),
    },
  );
}
