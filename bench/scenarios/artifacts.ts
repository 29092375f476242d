import { copyFile, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Files, TARGETS, type Target, type TargetName } from "@sandpiper/targets";
import { buildArtifact, writeArtifact } from "../../packages/cli/src/deploy/build-artifact.ts";
import { packFiles } from "../../packages/cli/src/deploy/pack-files.ts";
import { ENGINE_NAMES } from "../../packages/cli/src/engine/engine-name.ts";
import { loadProject } from "../../packages/cli/src/project/load-project.ts";
import { listArtifact } from "../../tests/clouds/support/list-artifact.ts";
import { OLDER_WAY, writeOlderWay } from "../artifacts/older-way.ts";
import { MEASURED, PLACES, type Place } from "../artifacts/places.ts";
import { EXAMPLES, PICTURE, WASM } from "../examples.ts";
import type { Row, Setting } from "../report.ts";
import { median, rounds } from "../statistics.ts";
import { isMissing, say } from "../tools.ts";

export const ARTIFACTS = "artifacts";
export const OLDER_NAME = "wasmedge for each request";
/** Rows that come from the examples, with inference. */
export const WITH_INFERENCE = "artifacts with inference";

/** Targets that are measured with WasmEdge in their artifact too. */
const IN_WASMEDGE: readonly TargetName[] = ["node", "aws-lambda", "tencent-scf"];
/** Stands behind a target's name in rows of these. */
export const WITH_WASMEDGE = " with WasmEdge";

/** What each target deploys of `hello` and `image-grayscale`, and how soon it answers in the target's runtime; beside the older way. */
export async function measureArtifacts(setting: Setting): Promise<Row[]> {
  const scratch = await mkdtemp(join(tmpdir(), "sandpiper-bench-"));
  const rows: Row[] = [];
  const whole: Row[] = [];
  try {
    const project = join(scratch, "project");
    await mkdir(project);
    await copyFile(WASM.hello, join(project, "hello.wasm"));
    await copyFile(WASM.image, join(project, "image-grayscale.wasm"));
    for (const target of Object.values(TARGETS)) {
      const place = PLACES[target.name]?.((missing) => say(`Left out, ${missing}`));
      if (!place) continue;
      const also = IN_WASMEDGE.includes(target.name) && !isMissing(setting.wasmedge);
      for (const engine of also ? ENGINE_NAMES : (["v8"] as const)) {
        const name = engine === "v8" ? target.name : `${target.name}${WITH_WASMEDGE}`;
        const folder = join(scratch, name);
        await writeArtifact(await buildArtifact(target, await loadProject(project), undefined, engine), folder);
        rows.push(...(await measure(name, ARTIFACTS, await readArtifact(folder, target), folder, place, setting)));
        const { files } = await buildArtifact(target, await loadProject(EXAMPLES), undefined, engine);
        whole.push(...toSizes(name, WITH_INFERENCE, withoutZip(files, target)));
      }
    }
    if (!isMissing(setting.wasmedge)) {
      const folder = join(scratch, "older-way");
      await writeOlderWay(setting.wasmedge, folder);
      rows.push(...(await measure(OLDER_NAME, ARTIFACTS, await readArtifact(folder), folder, OLDER_WAY, setting)));
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return [...rows, ...whole];
}

async function measure(
  name: string,
  group: string,
  files: Files,
  folder: string,
  place: Place,
  { rounds: count }: Setting,
): Promise<Row[]> {
  say(`  ${name} in ${place.runtime}`);
  const rows = toSizes(name, group, files);
  const bodies = { hello: Buffer.from("bench"), "image-grayscale": PICTURE ? await readFile(PICTURE) : null };
  for (const what of MEASURED) {
    const body = bodies[what];
    if (body === null) continue;
    // Once before, so that the files were read by all that are compared.
    await place.answer(folder, `/${what}`, body);
    const times = await rounds(count, () => place.answer(folder, `/${what}`, body));
    for (const when of ["first", "next"] as const) {
      const value = median(times.map((one) => one[when]));
      rows.push({ group, name, what: `${when} answer of ${what}`, value, unit: "ms", note: place.runtime });
    }
  }
  return rows;
}

function toSizes(name: string, group: string, files: Files): Row[] {
  let bytes = 0;
  for (const content of files.values()) bytes += Buffer.byteLength(content);
  const row = (what: string, value: number, unit: string): Row => ({ group, name, what, value, unit });
  return [
    row("files", files.size, ""),
    row("unpacked", bytes / 2 ** 20, "MiB"),
    row("packed", packFiles(files).length / 2 ** 20, "MiB"),
  ];
}

async function readArtifact(folder: string, target?: Target): Promise<Files> {
  const files = new Map<string, Uint8Array>();
  for (const file of await listArtifact(folder)) files.set(file, await readFile(join(folder, file)));
  return target ? withoutZip(files, target) : files;
}

/** The zip of the program has in it what lies beside it. */
function withoutZip(files: Files, { program }: Target): Files {
  return new Map([...files].filter(([path]) => path !== program.zip));
}
