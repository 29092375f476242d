import { toTimeNeedS } from "../instance-needs.ts";
import type { Deployment, Figure, Target } from "../target.ts";
import { toVercelRoutes } from "./routes.ts";

const MIB = 1024 ** 2;
const LIMITS = "https://vercel.com/docs/functions/limitations";
const figure = (value: number): Figure => ({ value, source: LIMITS, date: "2026-11" });

/** Under `functions/`, so also a path of its own; one that no function of a project can have. */
const PROGRAM = "_sandpiper";
/** The longest that every plan allows. */
const MAX_DURATION_S = 300;

/**
 * Vercel, as a folder of its Build Output API, version 3: https://vercel.com/docs/build-output-api. It belongs at
 * `.vercel/output` of the project, where `vercel deploy --prebuilt` and Vercel's own builds look for it.
 */
export const vercel: Target = {
  name: "vercel",
  title: "Vercel",
  // Of figures that depend on the plan, the one that every plan has. AWS, which enforces them, counts a MB as 1024 * 1024 bytes.
  limits: {
    artifactBytes: figure(250 * MIB),
    memoryBytes: figure(2048 * MIB),
    timeoutMs: figure(MAX_DURATION_S * 1000),
    requestBytes: figure(4.5 * MIB),
  },
  compilesAtRunTime: true,
  nativeCode: false,
  outFolder: ".vercel/output",
  streams: true,
  staticFiles: "place",
  program: {
    folder: `functions/${PROGRAM}.func`,
    file: "index.mjs",
    platform: "node",
    level: "node22",
    modules: "file",
    adapter: "@sandpiper/targets/vercel",
    exports: "export default handler;",
  },
  artifact: (deployment) => {
    const files = new Map<string, string | Uint8Array>();
    for (const [path, content] of deployment.staticFiles) files.set(`static/${path}`, content);
    const routes = toVercelRoutes(
      deployment.functions.map(({ route }) => route),
      `/${PROGRAM}`,
    );
    files.set("config.json", toJson({ version: 3, routes }));
    files.set(`functions/${PROGRAM}.func/.vc-config.json`, toJson(toFunctionConfig(deployment)));
    return files;
  },
  deploy: {
    npm: "vercel",
    command: ["vercel", "deploy", "--prebuilt"],
    folder: "../..",
    help: "https://vercel.com/docs/cli/deploy",
  },
  local: {
    gateway: "@sandpiper/targets/vercel/local",
    timeoutMs: (deployment) => toMaxDuration(deployment) * 1000,
  },
};

/** `.vc-config.json`: https://vercel.com/docs/build-output-api/primitives */
function toFunctionConfig(deployment: Deployment): object {
  return {
    runtime: "nodejs24.x",
    handler: "index.mjs",
    launcherType: "Nodejs",
    shouldAddHelpers: false,
    shouldAddSourcemapSupport: false,
    supportsResponseStreaming: true,
    maxDuration: toMaxDuration(deployment),
  };
}

/** A guest in the program's own thread cannot be stopped from within: the place has to end it. Seconds. */
function toMaxDuration(deployment: Deployment): number {
  return Math.min(MAX_DURATION_S, toTimeNeedS(deployment));
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
