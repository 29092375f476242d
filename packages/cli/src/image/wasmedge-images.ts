import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import { createImage, createLayer, type Layer, type LayerEntry } from "@sandpiper/oci";
import type { Project } from "../project/project.ts";
import { cacheFolder } from "../toolchain/cache-folder.ts";
import type { DebianRoot } from "../toolchain/debian-root.ts";
import { debianArchitecture } from "../toolchain/debian-support.ts";
import { inPhase, type Progress } from "../toolchain/progress.ts";
import { lastLines } from "../toolchain/run-process.ts";
import { untilInterrupted } from "../toolchain/until-interrupted.ts";
import { collectWithoutCompiler } from "../wasmedge/collect-wasmedge.ts";
import { STAND_IN_PACKAGES } from "../wasmedge/compiler-stand-in.ts";
import { createBaseLayer, SKELETON, USER } from "./base-layer.ts";
import type { Libraries } from "./collect-libraries.ts";
import { type FunctionModule, findFunctions, toModuleComponent } from "./find-functions.ts";
import { toLabels } from "./image-labels.ts";
import type { ImagePlan } from "./image-plan.ts";
import { ensureImageRoot } from "./image-root.ts";
import type { MadeImage, MadeImages } from "./made-image.ts";

const WASMEDGE = "/usr/bin/wasmedge";
/** Where modules and what they are compiled to are seen in the Debian root. */
const INSIDE = "/sandpiper/aot";
/** WebAssembly's. */
const PAGE_BYTES = 65_536;

/** An image for each function: WasmEdge, the libraries it needs, and the function compiled ahead of time. */
export async function makeWasmedgeImages(
  project: Project,
  plan: ImagePlan,
  onProgress?: Progress,
): Promise<MadeImages> {
  const { functions, problems } = await findFunctions(project, plan.functions);
  if (problems.length > 0) return { images: [], problems };
  const cache = cacheFolder();
  const root = await ensureImageRoot(["wasmedge", ...STAND_IN_PACKAGES], onProgress);
  const libraries = await collectWithoutCompiler(root, [WASMEDGE], [WASMEDGE]);
  const entries = new Map<string, LayerEntry>([...SKELETON, ...libraries.entries]);
  const base = await inPhase(onProgress, "Packing WasmEdge", () => createBaseLayer("WasmEdge", entries, cache));
  const images: MadeImage[] = [];
  for (const found of functions) {
    const { name } = found.definition;
    const compiled = await inPhase(onProgress, `Compiling ${name} ahead of time`, () =>
      compile(root, found, libraries, cache),
    );
    images.push(await makeImage(found, compiled, base, libraries, plan));
  }
  return { images, problems };
}

async function makeImage(
  { definition, module, deployment, port }: FunctionModule,
  compiled: Uint8Array,
  base: Layer,
  libraries: Libraries,
  plan: ImagePlan,
): Promise<MadeImage> {
  const { name, description, env, limits } = definition;
  const path = `/${name}.so`;
  const architecture = debianArchitecture();
  const layer = await createLayer(`the function ${name}`, new Map([[path, { content: compiled, mode: 0o755 }]]));
  const image = createImage({
    platform: { os: "linux", architecture },
    layers: [base, layer],
    process: {
      entrypoint: [
        WASMEDGE,
        "run",
        "--memory-page-limit",
        String(Math.floor(limits.memoryBytes / PAGE_BYTES)),
        // WasmEdge's own counting of time would need code that was compiled for it.
        ...Object.entries(env).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
        path,
      ],
      workingDir: "/",
      user: USER,
      ports: port === null ? [] : [port],
    },
    labels: toLabels(plan, { title: name, description }),
    created: plan.created,
  });
  const components = [toModuleComponent(name, module), ...libraries.components];
  return { name, image, components, architecture, port, deployment };
}

/** Compiled for every processor of the kind, not for this machine's own; kept by its module and WasmEdge's version. */
async function compile(
  root: DebianRoot,
  { definition, module }: FunctionModule,
  { components }: Libraries,
  cacheDir: string,
): Promise<Uint8Array> {
  const version = components.find(({ name }) => name === "wasmedge")?.version ?? "";
  const key = createHash("sha256")
    .update(`${version}\0${debianArchitecture()}\0generic\0`)
    .update(module)
    .digest("hex")
    .slice(0, 32);
  const folder = join(cacheDir, "aot-images");
  const file = join(folder, `${key}.so`);
  const known = await readFile(file).catch(() => null);
  if (known !== null) return known;
  await mkdir(folder, { recursive: true });
  const mounts = [
    { from: folder, to: INSIDE },
    { from: definition.wasm!, to: `${INSIDE}.wasm`, file: true },
  ];
  const partial = `${key}.${process.pid}.so`;
  const command = [WASMEDGE, "compile", "--generic-binary", `${INSIDE}.wasm`, `${INSIDE}/${partial}`];
  return untilInterrupted(undefined, async (signal) => {
    try {
      const result = await root.run(command, { mounts, signal });
      if (result.code !== 0) {
        throw new SandpiperError("E_BUILD", `WasmEdge does not compile ${definition.name}: ${lastLines(result, 2)}`, {
          hint: "Take another shape: --shape wasm or --shape node.",
        });
      }
      await rename(join(folder, partial), file);
      return await readFile(file);
    } finally {
      await rm(join(folder, partial), { force: true });
    }
  });
}
