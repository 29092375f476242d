import type { Deployment, Target } from "@sandpiper/targets";
import { STATIC_FOLDER } from "./collect-deployment.ts";

/** LiteRT's module, beside a program that uses inference. */
export const LITERT_MODULE = "litert.wasm";
/** What the entry imports LiteRT's glue as; `bundleProgram` is given its source. */
export const LITERT_GLUE = "sandpiper:litert-glue";

/** The source that a target's program is bundled from. */
export function writeEntry(
  target: Target,
  { functions, staticFiles }: Deployment,
  hostModules: readonly string[],
): string {
  const { program } = target;
  const inference = hostModules.length > 0;
  const hostExports = hostModules.map((name) => HOST_MODULE_EXPORTS[name]!).join(", ");
  const fromProgram = target.staticFiles === "program" && staticFiles.size > 0;
  const imports = [
    `import { createInlineEngine } from "@sandpiper/engine-v8/inline";`,
    `import { createDeployedApp } from "@sandpiper/targets/app";`,
    `import { createHandler } from ${JSON.stringify(program.adapter)};`,
    ...(fromProgram ? [`import { createStaticFiles } from "@sandpiper/targets/files";`] : []),
    ...(inference ? [...INFERENCE_IMPORTS, `import { ${hostExports} } from "@sandpiper/nn";`] : []),
  ];
  const options = [
    `functions: ${JSON.stringify(functions, null, 2)}`,
    "module: compiled",
    `engine: async (inference) => ${inference ? "inference ? createInferenceEngine() : plainEngine" : "plainEngine"}`,
    ...(fromProgram ? [`otherwise: createStaticFiles(FILES, (file) => read(\`${STATIC_FOLDER}/\${file}\`))`] : []),
  ];
  return [
    ...imports,
    ...(program.modules === "file" ? writeFileAccess(inference) : writeModuleImports(functions, inference)),
    ...(fromProgram ? [`const FILES = ${JSON.stringify([...staticFiles.keys()])};`] : []),
    "const plainEngine = createInlineEngine();",
    ...(inference ? [`const HOST_MODULES = [${hostExports}];`, INFERENCE_ENGINE] : []),
    `const app = createDeployedApp({ ${options.join(", ")} });`,
    "const handler = createHandler(app);",
    program.exports,
    "",
  ].join("\n");
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
const INFERENCE_ENGINE = `let inferenceEngine;
const createInferenceEngine = () => (inferenceEngine ??= (async () => {
  const module = await compiled(${JSON.stringify(LITERT_MODULE)});
  const backend = await startLitertBackend({ build: "compat", module, loader });
  const inference = createLocalInference({ backends: [backend], read: readModel });
  return createInlineEngine({ inference: { modules: HOST_MODULES, ...inference } });
})());`;
