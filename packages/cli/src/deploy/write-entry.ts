import type { Deployment, Target } from "@sandpiper/targets";
import { STATIC_FOLDER } from "./collect-deployment.ts";

/** LiteRT beside a program that uses inference: its module and its glue. */
export const LITERT_FILES = { module: "litert.wasm", glue: "litert.js" } as const;

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
    ...(program.modules === "file" ? FILE_IMPORTS : functions.map(toModuleImport)),
    ...(inference ? [...INFERENCE_IMPORTS, `import { ${hostExports} } from "@sandpiper/nn";`] : []),
  ];
  const options = [
    `functions: ${JSON.stringify(functions, null, 2)}`,
    `module: async (file) => ${program.modules === "file" ? "WebAssembly.compile(await read(file))" : "MODULES[file]"}`,
    `engine: async (inference) => ${inference ? "inference ? createInferenceEngine() : plainEngine" : "plainEngine"}`,
    ...(fromProgram ? [`otherwise: createStaticFiles(FILES, (file) => read(\`${STATIC_FOLDER}/\${file}\`))`] : []),
  ];
  return [
    ...imports,
    ...(program.modules === "file" ? [FILE_READER] : [toModuleTable(functions)]),
    ...(fromProgram ? [`const FILES = ${JSON.stringify([...staticFiles.keys()])};`] : []),
    "const plainEngine = createInlineEngine();",
    ...(inference ? [`const HOST_MODULES = [${hostExports}];`, INFERENCE_ENGINE] : []),
    `const app = createDeployedApp({ ${options.join(", ")} });`,
    "const handler = createHandler(app);",
    program.exports,
    "",
  ].join("\n");
}

const FILE_IMPORTS = [`import { readFile } from "node:fs/promises";`];
const FILE_READER = "const read = (file) => readFile(new URL(file, import.meta.url));";

function toModuleImport({ module }: Deployment["functions"][number], index: number): string {
  return `import module${index} from ${JSON.stringify(`./${module}`)};`;
}

function toModuleTable(functions: Deployment["functions"]): string {
  return `const MODULES = { ${functions.map(({ module }, index) => `${JSON.stringify(module)}: module${index}`).join(", ")} };`;
}

const INFERENCE_IMPORTS = [
  `import { readFileSync } from "node:fs";`,
  `import { createLocalInference } from "@sandpiper/nn";`,
  `import { createLitertBackend, evaluateLitertGlue } from "@sandpiper/nn/litert";`,
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
  const [module, glue] = await Promise.all([
    read(${JSON.stringify(LITERT_FILES.module)}).then((bytes) => WebAssembly.compile(bytes)),
    read(${JSON.stringify(LITERT_FILES.glue)}),
  ]);
  const backend = await createLitertBackend({ build: "compat", module, loader: evaluateLitertGlue(glue.toString(), ${JSON.stringify(LITERT_FILES.glue)}) });
  const models = new Map();
  const readModel = ({ path }) => {
    if (!models.has(path)) models.set(path, readFileSync(new URL(path, import.meta.url)));
    return models.get(path);
  };
  const inference = createLocalInference({ backends: [backend], read: readModel });
  return createInlineEngine({ inference: { modules: HOST_MODULES, ...inference } });
})());`;
