import type { Deployment, ModuleFacts, ProgramShape, Target } from "@sandpiper/targets";
import { type PackedFunctions, WASMEDGE_FOLDER } from "../wasmedge/pack-functions.ts";
import { STATIC_FOLDER } from "./collect-deployment.ts";

/** LiteRT's module, beside a program that uses inference. */
export const LITERT_MODULE = "litert.wasm";
/** What the entry imports LiteRT's glue as; `bundleProgram` is given its source. */
export const LITERT_GLUE = "sandpiper:litert-glue";

/** What each function of a program needs, by its kind. */
interface Needs {
  /** Import modules of inference that functions in V8 use. */
  readonly hostModules: readonly string[];
  /** Whether any function uses inference. */
  readonly inference: boolean;
  /** Whether any function runs in V8. */
  readonly inline: boolean;
}

/**
 * The source that a target's program is bundled from.
 * @param modules by the function's name
 * @param native functions that run in WasmEdge
 */
export function writeEntry(
  target: Target,
  { functions, staticFiles }: Deployment,
  modules: ReadonlyMap<string, ModuleFacts>,
  native: PackedFunctions | null,
): string {
  const { program } = target;
  const needs = toNeeds(functions, modules, native);
  const { inference, hostModules, inline } = needs;
  const hostExports = hostModules.map((name) => HOST_MODULE_EXPORTS[name]!).join(", ");
  const fromProgram = target.staticFiles === "program" && staticFiles.size > 0;
  const imports = [
    ...(inline ? [`import { createInlineEngine } from "@sandpiper/engine-v8/inline";`] : []),
    ...(native ? [`import { createPackedEngine } from "@sandpiper/engine-wasmedge/packed";`] : []),
    `import { createDeployedApp, createLoader, toLoadOptions } from "@sandpiper/targets/app";`,
    `import { createHandler } from ${JSON.stringify(program.adapter)};`,
    ...(fromProgram ? [`import { createStaticFiles } from "@sandpiper/targets/files";`] : []),
    ...(inference ? INFERENCE_IMPORTS : []),
    ...(hostExports === "" ? [] : [`import { ${hostExports} } from "@sandpiper/nn";`]),
  ];
  const options = [
    `functions: ${JSON.stringify(functions, null, 2)}`,
    "load",
    ...(fromProgram ? [`otherwise: createStaticFiles(FILES, (file) => read(\`${STATIC_FOLDER}/\${file}\`))`] : []),
  ];
  return [
    ...imports,
    ...(program.modules === "file" ? writeFileAccess(inference) : writeModuleImports(functions, inference)),
    ...(fromProgram ? [`const FILES = ${JSON.stringify([...staticFiles.keys()])};`] : []),
    ...(inference ? [START_INFERENCE] : []),
    ...(inline ? writeInlineLoader(hostExports) : []),
    ...(native ? writeNativeLoader(program, native, inference) : []),
    writeLoad(native !== null, inline),
    `const app = createDeployedApp({ ${options.join(", ")} });`,
    "const handler = createHandler(app);",
    program.exports,
    "",
  ].join("\n");
}

function toNeeds(
  functions: Deployment["functions"],
  modules: ReadonlyMap<string, ModuleFacts>,
  native: PackedFunctions | null,
): Needs {
  const inline = functions.filter(({ settings }) => !native?.modules.has(settings.name));
  const used = inline.flatMap(({ settings }) => modules.get(settings.name)?.hostModules ?? []);
  return {
    hostModules: [...new Set(used)].sort(),
    inference: functions.some(({ models }) => models !== null),
    inline: inline.length > 0 || native === null,
  };
}

/** `loadInline`, for functions in V8. */
function writeInlineLoader(hostExports: string): string[] {
  const engine = hostExports === "" ? "plainEngine" : "inference ? createInferenceEngine() : plainEngine";
  return [
    "const plainEngine = createInlineEngine();",
    ...(hostExports === "" ? [] : [`const HOST_MODULES = [${hostExports}];`, INFERENCE_ENGINE]),
    `const loadInline = createLoader({ module: compiled, engine: async (inference) => ${engine} });`,
  ];
}

/** `loadNative`, for functions in WasmEdge, whose first process starts with the program. */
function writeNativeLoader(
  { oneRequest = false }: ProgramShape,
  { wasmedge, modules }: PackedFunctions,
  inference: boolean,
): string[] {
  const options = [
    `folder: new URL("${WASMEDGE_FOLDER}/", import.meta.url)`,
    `wasmedge: ${JSON.stringify(wasmedge)}`,
    ...(inference ? ["inference: startInference"] : []),
    ...(oneRequest ? ["workers: 1", "spares: 0"] : []),
  ];
  return [
    `const NATIVE = ${JSON.stringify(Object.fromEntries(modules), null, 2)};`,
    `const packedEngine = createPackedEngine({ ${options.join(", ")} });`,
    "const loadNative = async (deployed) =>",
    "  packedEngine.load(new URL(deployed.module, import.meta.url), NATIVE[deployed.settings.name], toLoadOptions(deployed));",
  ];
}

function writeLoad(native: boolean, inline: boolean): string {
  if (!native) return "const load = loadInline;";
  if (!inline) return "const load = loadNative;";
  return "const load = (deployed) => (Object.hasOwn(NATIVE, deployed.settings.name) ? loadNative : loadInline)(deployed);";
}

/** `compiled(file)` and, for inference, `readModel({ path })`, of files beside the program. */
function writeFileAccess(inference: boolean): string[] {
  return [
    `import { readFile } from "node:fs/promises";`,
    "const read = (file) => readFile(new URL(file, import.meta.url));",
    "const compiled = async (file) => WebAssembly.compile(await read(file));",
    ...(inference ? [MODEL_FILES] : []),
  ];
}

const MODEL_FILES = `import { readFileSync } from "node:fs";
const models = new Map();
const readModel = ({ path }) => {
  if (!models.has(path)) models.set(path, readFileSync(new URL(path, import.meta.url)));
  return models.get(path);
};`;

/** The same, of what is imported: the place compiles modules as the program is deployed, and gives models as bytes. */
function writeModuleImports(functions: Deployment["functions"], inference: boolean): string[] {
  const modules = [...functions.map(({ module }) => module), ...(inference ? [LITERT_MODULE] : [])];
  const models = functions.flatMap((deployed) => Object.values(deployed.models ?? {}).map(({ path }) => path));
  return [
    ...writeImportTable("modules", modules),
    "const compiled = async (file) => modules[file];",
    ...(inference ? writeImportTable("models", [...new Set(models)]) : []),
    ...(inference ? ["const readModel = ({ path }) => new Uint8Array(models[path]);"] : []),
  ];
}

function writeImportTable(name: string, files: readonly string[]): string[] {
  return [
    ...files.map((file, index) => `import ${name}${index} from ${JSON.stringify(`./${file}`)};`),
    `const ${name} = { ${files.map((file, index) => `${JSON.stringify(file)}: ${name}${index}`).join(", ")} };`,
  ];
}

const INFERENCE_IMPORTS = [
  `import { createLocalInference } from "@sandpiper/nn";`,
  `import { startLitertBackend } from "@sandpiper/nn/litert";`,
  `import loader from ${JSON.stringify(LITERT_GLUE)};`,
];

/** What `@sandpiper/nn` exports each import module of inference as. */
const HOST_MODULE_EXPORTS: Readonly<Record<string, string>> = {
  wasi_ephemeral_nn: "wasiNn",
  sandpiper_nn: "sandpiperNn",
  wasmedge_tensorflow: "wasmedgeTensorflow",
  wasmedge_tensorflowlite: "wasmedgeTensorflowLite",
  wasmedge_image: "wasmedgeImage",
};
/** `startInference()`, once for all. */
const START_INFERENCE = `let inferenceStart;
const startInference = () => (inferenceStart ??= (async () => {
  const module = await compiled(${JSON.stringify(LITERT_MODULE)});
  const backend = await startLitertBackend({ build: "compat", module, loader });
  return createLocalInference({ backends: [backend], read: readModel });
})());`;
const INFERENCE_ENGINE = `let inferenceEngine;
const createInferenceEngine = () => (inferenceEngine ??= startInference().then((inference) =>
  createInlineEngine({ inference: { modules: HOST_MODULES, ...inference } })));`;
