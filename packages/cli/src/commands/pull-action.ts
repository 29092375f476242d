import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import { createRegistryClient, formatReference, parseReference, pullImage } from "@sandpiper/oci";
import { createTransferProgress } from "../image/transfer-progress.ts";
import { displayPath } from "../output/display-path.ts";
import { ExitCode } from "../output/exit-code.ts";
import { createProgress } from "../output/progress.ts";
import { writeFolder } from "../output/write-folder.ts";
import { inPhase } from "../toolchain/progress.ts";
import { untilInterrupted } from "../toolchain/until-interrupted.ts";
import type { PullCommandOptions } from "./pull.ts";

export async function pullAction(ref: string, options: PullCommandOptions): Promise<number> {
  const reference = parseReference(ref);
  const name = reference.repository.split("/").at(-1)!;
  const out = resolve(options.out ?? name);
  if (existsSync(out)) {
    throw new SandpiperError("E_USAGE", `--out: there is a ${displayPath(out)} already`, {
      hint: "Name another folder, or take that one away.",
    });
  }
  const onProgress = options.json ? undefined : createProgress();
  // In the layout it is called as it was asked for, or by its name where that was a digest.
  const called = reference.tag.startsWith("sha256:") ? name : reference.tag;
  const image = await inPhase(onProgress, `Fetching ${formatReference(reference)}`, (update) =>
    untilInterrupted(undefined, (signal) => {
      const client = createRegistryClient(reference, { plainHttp: options.plainHttp ?? false, signal });
      const onTransfer = createTransferProgress(update);
      return writeFolder(out, (folder) => pullImage(client, { folder, tag: reference.tag, name: called, onTransfer }));
    }),
  );
  const { digest, mediaType } = image;
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ reference: formatReference(reference), digest, mediaType, out }, null, 2)}\n`,
    );
  } else {
    process.stdout.write(`${displayPath(out)}: ${reference.registry}/${reference.repository}@${digest}\n`);
  }
  return ExitCode.success;
}
