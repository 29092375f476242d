import type { Deployment, Files, Target } from "../target.ts";

const LIMITS = "https://developers.cloudflare.com/workers/platform/limits/";
const MIB = 2 ** 20;

/**
 * Workers of before this day behave as they did then. New enough for all that is used here, old enough for a `wrangler` of some months.
 * https://developers.cloudflare.com/workers/configuration/compatibility-dates/
 */
const COMPATIBILITY_DATE = "2026-06-01";

/** The most patterns that `run_worker_first` takes; with more, the Worker comes first everywhere. */
const MOST_PATTERNS = 100;

export const cloudflare: Target = {
  name: "cloudflare",
  title: "Cloudflare Workers",
  limits: {
    // Of the Worker; files of the site are counted apart. Free and paid plans alike.
    artifactBytes: { value: 64 * MIB, source: LIMITS, date: "2026-11" },
    memoryBytes: { value: 128 * MIB, source: LIMITS, date: "2026-11" },
    // Processor time, on paid plans (30 s unless the settings say more); 10 ms on the free plan.
    timeoutMs: { value: 300_000, source: LIMITS, date: "2026-11" },
    requestBytes: { value: 100e6, source: LIMITS, date: "2026-11" },
  },
  compilesAtRunTime: false,
  nativeCode: false,
  outFolder: "dist/cloudflare",
  streams: true,
  staticFiles: "place",
  program: {
    folder: "worker",
    file: "index.js",
    platform: "neutral",
    level: "es2022",
    modules: "import",
    adapter: "@sandpiper/targets/cloudflare",
    exports: "export default handler;",
  },
  artifact: (deployment) =>
    new Map<string, string | Uint8Array>([
      ["wrangler.jsonc", `${JSON.stringify(toSettings(deployment), null, 2)}\n`],
      ...toAssets(deployment),
    ]),
  deploy: {
    npm: "wrangler",
    command: ["wrangler", "deploy"],
    help: "https://developers.cloudflare.com/workers/wrangler/install-and-update/",
  },
};

/** https://developers.cloudflare.com/workers/wrangler/configuration/ */
function toSettings({ name, functions, staticFiles }: Deployment): object {
  const cpu = Math.max(0, ...functions.map(({ settings }) => settings.limits.cpuTimeoutMs));
  return {
    name,
    main: "worker/index.js",
    compatibility_date: COMPATIBILITY_DATE,
    // It is bundled, and the modules beside it are to stay as they are.
    no_bundle: true,
    rules: [
      { type: "CompiledWasm", globs: ["**/*.wasm"], fallthrough: false },
      { type: "Data", globs: ["models/**"], fallthrough: false },
    ],
    // The free plan takes no setting of it: unless a function wants another, it is left to the place.
    ...(cpu > DEFAULT_CPU_MS ? { limits: { cpu_ms: Math.min(cpu, 300_000) } } : {}),
    ...(staticFiles.size > 0
      ? { assets: { directory: "./public", run_worker_first: toWorkerFirst(functions.map(({ route }) => route.path)) } }
      : {}),
    observability: { enabled: true },
  };
}

/** What a request may use of the processor unless the settings say more. https://developers.cloudflare.com/workers/platform/limits/#cpu-time */
const DEFAULT_CPU_MS = 30_000;

/** Functions go before files, but for one at the root. */
function toWorkerFirst(paths: readonly string[]): readonly string[] | boolean {
  const patterns = [...new Set(paths)].filter((path) => path !== "/").flatMap((path) => [path, `${path}/*`]);
  if (patterns.length === 0) return false;
  return patterns.length <= MOST_PATTERNS ? patterns : true;
}

function toAssets({ staticFiles }: Deployment): Files {
  return new Map([...staticFiles].map(([path, content]) => [`public/${path}`, content]));
}
