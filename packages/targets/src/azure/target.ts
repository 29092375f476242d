import { toTimeNeedS } from "../instance-needs.ts";
import type { Deployment, Figure, Target } from "../target.ts";

const MIB = 1024 ** 2;
const figure = (value: number, page: string): Figure => ({
  value,
  source: `https://learn.microsoft.com/azure/azure-functions/${page}`,
  date: "2026-11",
});

/** The longest that a request may take on every plan: the load balancer before it ends the connection then. */
const MOST_S = 230;

/** Azure Functions, runtime 4, with the model 4 for Node.js: the folder is what is uploaded, with all that it needs. */
export const azure: Target = {
  name: "azure",
  title: "Azure Functions",
  limits: {
    // Of the Flex Consumption plan, the one for new apps.
    memoryBytes: figure(4096 * MIB, "flex-consumption-plan"),
    timeoutMs: figure(MOST_S * 1000, "functions-scale"),
    requestBytes: figure(100 * MIB, "node-http-stream"),
  },
  compilesAtRunTime: true,
  nativeCode: true,
  outFolder: "dist/azure",
  streams: true,
  staticFiles: "program",
  reserved: {
    paths: ["/admin", "/runtime"],
    source: "https://github.com/Azure/azure-functions-host/blob/dev/src/WebJobs.Script/Host/ScriptHost.cs",
    date: "2026-11",
  },
  program: {
    folder: "",
    file: "index.mjs",
    platform: "node",
    level: "node22",
    modules: "file",
    // Azure's library is made for `require`, and the host provides the other half of it through that alone.
    external: ["@azure/functions-core"],
    banner: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    adapter: "@sandpiper/targets/azure",
    exports: "export { handler };",
  },
  artifact: (deployment) =>
    new Map([
      ["package.json", toJson({ name: deployment.name, private: true, type: "module", main: "index.mjs" })],
      ["host.json", toJson(toHostSettings(deployment))],
      ["local.settings.json", toJson(LOCAL_SETTINGS)],
      [".funcignore", ".funcignore\nlocal.settings.json\nnode_modules/\n"],
    ]),
  deploy: {
    npm: "azure-functions-core-tools",
    command: ["func", "azure", "functionapp", "publish"],
    operand: "the function app",
    help: "https://learn.microsoft.com/azure/azure-functions/functions-run-local",
  },
  local: {
    gateway: "@sandpiper/targets/azure/local",
    timeoutMs: (deployment) => toTimeoutS(deployment) * 1000,
  },
};

/** https://learn.microsoft.com/azure/azure-functions/functions-host-json */
function toHostSettings(deployment: Deployment): object {
  const seconds = toTimeoutS(deployment);
  return {
    version: "2.0",
    functionTimeout: `00:${twoDigits(Math.floor(seconds / 60))}:${twoDigits(seconds % 60)}`,
    extensions: { http: { routePrefix: "" } },
  };
}

/** A guest in the program's own thread cannot be stopped from within: the host starts the program again once one takes longer. */
function toTimeoutS(deployment: Deployment): number {
  return Math.min(MOST_S, toTimeNeedS(deployment));
}

/** For `func start`, which runs it on this machine, and for `func` to know what the folder holds; it stays here. */
const LOCAL_SETTINGS = {
  IsEncrypted: false,
  Values: { FUNCTIONS_WORKER_RUNTIME: "node", AzureWebJobsDisableHomepage: "true" },
};

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
