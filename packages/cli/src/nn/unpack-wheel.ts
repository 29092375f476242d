import { formatSize, SandpiperError } from "@sandpiper/core";
import { byLine, lastLines, type ProcessResult, runProcess } from "../toolchain/run-process.ts";

/** Writes the files of a wheel's directory that have one of the names into a folder, and prints how many bytes it has written. */
const UNPACK_WHEEL = `
import os, sys, zipfile
archive, wanted, folder, names = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
done = 0
with zipfile.ZipFile(archive) as wheel:
    for entry in wheel.infolist():
        directory, name = os.path.split(entry.filename)
        if directory != wanted or name not in names:
            continue
        with wheel.open(entry) as source, open(os.path.join(folder, name), "wb") as target:
            while part := source.read(1 << 22):
                target.write(part)
                done += len(part)
                print(done, flush=True)
`;

export interface WheelFiles {
  /** The wheel's path. */
  readonly archive: string;
  /** Where in it they lie. */
  readonly directory: string;
  readonly names: readonly string[];
}

/**
 * Takes files out of a wheel of Python, with Python: it is there, since pip fetched it.
 * @param folder where they are put; those that the wheel lacks are not
 */
export async function unpackWheel(
  { archive, directory, names }: WheelFiles,
  folder: string,
  update: (detail: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const onStdout = byLine((line) => update(formatSize(Number(line))));
  const args = ["-c", UNPACK_WHEEL, archive, directory, folder, ...names];
  checkUnpacked(archive, await runProcess("python3", args, { signal, onStdout }));
}

/** @throws SandpiperError `E_USAGE` when what unpacked an archive failed */
export function checkUnpacked(archive: string, result: ProcessResult): void {
  if (result.code === 0) return;
  throw new SandpiperError("E_USAGE", `${archive} cannot be unpacked: ${lastLines(result, 1)}`, {
    hint: "Is it a wheel (.whl) or an archive (.tar.gz), and whole? Wheels are unpacked with python3, archives with tar.",
  });
}
