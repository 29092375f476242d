import type { Figure, ProgramShape, Target } from "../target.ts";
import { toSamSettings, toSamTemplate, toTimeoutS } from "./sam-template.ts";

const MIB = 1024 ** 2;

/** "The Lambda documentation uses the abbreviation MB (rather than MiB) to refer to 1,024 KB." */
const quota = (value: number): Figure => ({
  value,
  source: "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
  date: "2026-11",
});

const program: ProgramShape = {
  folder: "function",
  zip: "function.zip",
  oneRequest: true,
  file: "index.mjs",
  platform: "node",
  level: "node22",
  modules: "file",
  adapter: "@sandpiper/targets/aws-lambda",
  exports: "export { handler };",
};

/** AWS Lambda's managed Node runtime. The folder `function` is what is uploaded, also as `function.zip`; beside it is what SAM deploys it with. */
export const awsLambda: Target = {
  name: "aws-lambda",
  title: "AWS Lambda",
  limits: {
    artifactBytes: quota(250 * MIB),
    // Through Lambda's API; from S3, only the size unpacked counts.
    directUploadBytes: quota(50 * MIB),
    memoryBytes: quota(10_240 * MIB),
    timeoutMs: quota(900_000),
    // As JSON, in which bytes are base64 and a third longer; a streamed answer may have 200 MB.
    requestBytes: quota(6 * MIB),
    responseBytes: quota(6 * MIB),
  },
  compilesAtRunTime: true,
  nativeCode: true,
  outFolder: "dist/aws-lambda",
  streams: true,
  staticFiles: "program",
  program,
  artifact: (deployment) =>
    new Map([
      ["template.yaml", toSamTemplate(deployment)],
      ["samconfig.toml", toSamSettings(deployment)],
    ]),
  image: {
    folder: "image",
    program: { ...program, adapter: "@sandpiper/targets/aws-lambda-runtime", exports: "await handler;" },
    artifact: ([image]) =>
      new Map([
        ["template.yaml", toSamTemplate(image!.deployment, image)],
        ["samconfig.toml", toSamSettings(image!.deployment)],
      ]),
  },
  deploy: {
    npm: null,
    command: ["sam", "deploy"],
    address: /(https:\/\/\S+\.lambda-url\.\S+)/,
    help: "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/install-sam-cli.html",
  },
  local: {
    gateway: "@sandpiper/targets/aws-lambda/local",
    timeoutMs: (deployment) => toTimeoutS(deployment) * 1000,
  },
};
