import type { Deployment, Figure, Target } from "../target.ts";
import { toFlags, toServiceName } from "./flags.ts";

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
const quota = (value: number): Figure => ({
  value,
  source: "https://docs.cloud.google.com/run/quotas",
  date: "2026-11",
});

/** The framework that Google's build would otherwise choose by itself; this one is what the tests run. */
const FRAMEWORK = { "@google-cloud/functions-framework": "5.0.5" };

/** Cloud Run functions, from source: Google's build makes a container of it, with Node and the Functions Framework. */
export const google: Target = {
  name: "google",
  title: "Google Cloud Run functions",
  limits: {
    memoryBytes: quota(32 * GIB),
    timeoutMs: {
      value: 3_600_000,
      source: "https://docs.cloud.google.com/run/docs/configuring/request-timeout",
      date: "2026-11",
    },
    // Over HTTP/1, which the framework speaks. An answer goes out as it is written, which has no limit.
    requestBytes: quota(32 * MIB),
  },
  compilesAtRunTime: true,
  nativeCode: true,
  outFolder: "dist/google",
  streams: true,
  staticFiles: "program",
  reserved: {
    paths: ["/_ah", "/eventlog"],
    source: "https://docs.cloud.google.com/run/docs/known-issues",
    date: "2026-11",
  },
  program: {
    folder: "",
    file: "index.mjs",
    platform: "node",
    level: "node22",
    modules: "file",
    adapter: "@sandpiper/targets/google",
    exports: "export { handler as sandpiper };",
  },
  artifact: (deployment) =>
    new Map([
      ["package.json", toPackage(deployment)],
      ["flags.yaml", toFlags(deployment)],
      [".gcloudignore", ".gcloudignore\nflags.yaml\nnode_modules/\n"],
    ]),
  deploy: {
    npm: null,
    command: ["gcloud", "run", "deploy"],
    args: (deployment) => [toServiceName(deployment), "--flags-file=flags.yaml"],
    help: "https://docs.cloud.google.com/sdk/docs/install",
  },
  local: { gateway: "@sandpiper/targets/google/local" },
};

/** https://docs.cloud.google.com/run/docs/runtimes/nodejs-dependencies */
function toPackage({ name }: Deployment): string {
  const content = { name, private: true, type: "module", main: "index.mjs", dependencies: FRAMEWORK };
  return `${JSON.stringify(content, null, 2)}\n`;
}
