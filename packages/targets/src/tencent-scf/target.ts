import type { Figure, ProgramShape, Target } from "../target.ts";
import { MOST_MB, MOST_S, toServerlessYml, toTimeoutS } from "./serverless-yml.ts";
import { EVENT_ENTRY, PROGRAM, SCF_BOOTSTRAP, WEB_ENTRY } from "./start-files.ts";

const MIB = 1024 ** 2;

const quota = (value: number): Figure => ({
  value,
  source: "https://cloud.tencent.com/document/product/583/11637",
  date: "2026-11",
});

const program: ProgramShape = {
  folder: "function",
  zip: "function.zip",
  executables: ["scf_bootstrap"],
  oneRequest: true,
  file: PROGRAM,
  platform: "node",
  level: "node18",
  modules: "file",
  adapter: "@sandpiper/targets/tencent-scf",
  exports: "export { handler };",
};

/**
 * Tencent Cloud's Serverless Cloud Function, with the managed Node runtime. The folder `function` is what is uploaded, also as `function.zip`: a
 * web function, which `serverless.yml` deploys, and an event function, which `event/serverless.yml` does.
 */
export const tencentScf: Target = {
  name: "tencent-scf",
  title: "Tencent SCF",
  limits: {
    // A MB of 1,024 KB, as the steps of memory on the same page tell.
    artifactBytes: quota(500 * MIB),
    memoryBytes: quota(MOST_MB * MIB),
    timeoutMs: quota(MOST_S * 1000),
    requestBytes: quota(6 * MIB),
    responseBytes: quota(6 * MIB),
  },
  compilesAtRunTime: true,
  nativeCode: true,
  // As of images: cloud.tencent.com/document/product/583/56051, 2026-11.
  processors: ["x64"],
  outFolder: "dist/tencent-scf",
  streams: true,
  staticFiles: "program",
  program,
  artifact: (deployment) =>
    new Map([
      ["serverless.yml", toServerlessYml(deployment, "web", "./function")],
      ["event/serverless.yml", toServerlessYml(deployment, "event", "../function")],
      ["function/scf_bootstrap", SCF_BOOTSTRAP],
      ["function/server.mjs", WEB_ENTRY],
      ["function/index.js", EVENT_ENTRY],
    ]),
  // A web function that listens where SCF looks: cloud.tencent.com/document/product/583/56051, 2026-11.
  image: {
    folder: "image",
    program: { ...program, exports: "handler.serve();" },
    artifact: () => new Map(),
    port: 9000,
  },
  deploy: {
    npm: "serverless-cloud-framework",
    // Not its shorter name, which an older tool of Tencent's has too.
    command: ["serverless-cloud-framework", "deploy"],
    address: /(https:\/\/\S+\.tencentscf\.com\S*)/,
    help: "https://cloud.tencent.com/document/product/1154/42990",
  },
  local: {
    gateway: "@sandpiper/targets/tencent-scf/local",
    timeoutMs: (deployment) => toTimeoutS(deployment) * 1000,
  },
};
