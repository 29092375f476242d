import { SandpiperError } from "@sandpiper/core";
import {
  createRegistryClient,
  formatReference,
  type LayoutImage,
  parseReference,
  pushImage,
  type Reference,
  readLayout,
} from "@sandpiper/oci";
import { addName } from "../image/add-name.ts";
import { createTransferProgress } from "../image/transfer-progress.ts";
import { displayPath } from "../output/display-path.ts";
import { ExitCode } from "../output/exit-code.ts";
import { createProgress } from "../output/progress.ts";
import { suggest } from "../output/suggest.ts";
import { inPhase } from "../toolchain/progress.ts";
import { untilInterrupted } from "../toolchain/until-interrupted.ts";
import type { PushCommandOptions } from "./push.ts";

export async function pushAction(ref: string, options: PushCommandOptions): Promise<number> {
  const reference = parseReference(ref);
  if (reference.tag.startsWith("sha256:")) {
    throw new SandpiperError("E_USAGE", "an image is sent to a tag, and this is a digest", {
      hint: "Write REGISTRY/NAME:TAG; the digest comes by itself.",
    });
  }
  const images = select(await readLayout(options.from), options);
  const onProgress = options.json ? undefined : createProgress();
  const pushed: { image: string; reference: string; digest: string }[] = [];
  for (const image of images) {
    const to = options.all ? parseReference(addName(formatReference(reference), image.name)) : reference;
    await inPhase(onProgress, `Sending ${image.name} to ${formatReference(to)}`, (update) =>
      push(to, image, options, update),
    );
    pushed.push({ image: image.name, reference: formatReference(to), digest: image.descriptor.digest });
    if (!options.json) process.stdout.write(`${to.registry}/${to.repository}@${image.descriptor.digest}\n`);
  }
  if (options.json) process.stdout.write(`${JSON.stringify({ images: pushed }, null, 2)}\n`);
  return ExitCode.success;
}

async function push(
  to: Reference,
  image: LayoutImage,
  { from, plainHttp = false }: PushCommandOptions,
  update: (detail: string) => void,
) {
  await untilInterrupted(undefined, async (signal) => {
    const client = createRegistryClient(to, { plainHttp, write: true, signal });
    await pushImage(client, { folder: from, image, tag: to.tag, onTransfer: createTransferProgress(update) });
  });
}

function select(
  images: readonly LayoutImage[],
  { from, image: names, all }: PushCommandOptions,
): readonly LayoutImage[] {
  if (all && names !== undefined) throw new SandpiperError("E_USAGE", "--all and --image do not go together");
  if (all) return images;
  const known = images.map(({ name }) => name);
  const wanted = names ?? known;
  const missing = wanted.find((name) => !known.includes(name));
  if (missing !== undefined) {
    const near = suggest(missing, known);
    throw new SandpiperError(
      "E_NOT_FOUND",
      `${displayPath(from)} has no image "${missing}"${near ? `; did you mean "${near}"?` : ""}`,
      {
        hint: `It has ${known.join(", ")}.`,
      },
    );
  }
  if (wanted.length === 1) return images.filter(({ name }) => name === wanted[0]);
  throw new SandpiperError("E_USAGE", `${displayPath(from)} has ${known.length} images, and one reference names one`, {
    hint: `Choose one with --image (${known.join(", ")}), or send each under its name with --all.`,
  });
}
