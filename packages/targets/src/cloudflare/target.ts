import type { Deployment, Files, Target } from "../target.ts";

const LIMITS = "https://developers.cloudflare.com/workers/platform/limits/";
const MIB = 2 ** 20;

/**
 * Workers of before this day behave as they did then. New enough for all that is used here, old enough for a `wrangler` of some months.
 * https://developers.cloudflare.com/workers/configuration/compatibility-dates/
 */
const COMPATIBILITY_DATE = "2026-06-01";

/** The most of the processor's time that a request may be given. */
const MOST_CPU_MS = 300_000;

/** The most patterns of `run_worker_first`, and characters of each, that `wrangler` takes. */
const MOST_PATTERNS = 100;
const LONGEST_PATTERN = 100;

export const cloudflare: Target = {
  name: "cloudflare",
  title: "Cloudflare Workers",
  limits: {
    // Of the Worker; files of the site are counted apart. Free and paid plans alike.
    artifactBytes: { value: 64 * MIB, source: LIMITS, date: "2026-11" },
    memoryBytes: { value: 128 * MIB, source: LIMITS, date: "2026-11" },
    // On paid plans (30 s unless the settings say more); 10 ms on the free plan. Time as such has no limit while the caller waits.
    cpuTimeMs: { value: MOST_CPU_MS, source: LIMITS, date: "2026-11" },
    requestBytes: { value: 100e6, source: LIMITS, date: "2026-11" },
    fileBytes: { value: 25 * MIB, source: LIMITS, date: "2026-11" },
    // On paid plans; 20,000 on the free plan.
    files: { value: 100_000, source: LIMITS, date: "2026-11" },
  },
  compilesAtRunTime: false,
  nativeCode: false,
  outFolder: "dist/cloudflare",
  streams: true,
  staticFiles: "place",
  reserved: {
    paths: ["/cdn-cgi"],
    source: "https://developers.cloudflare.com/fundamentals/reference/cdn-cgi-endpoint/",
    date: "2026-11",
  },
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
  local: { gateway: "@sandpiper/targets/cloudflare/local", timeoutMs: toCpuMs },
};

/** https://developers.cloudflare.com/workers/wrangler/configuration/ */
function toSettings(deployment: Deployment): object {
  const { name, functions, staticFiles } = deployment;
  const paths = functions.map(({ route }) => route.path);
  const cpu = toCpuMs(deployment);
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
    ...(cpu > DEFAULT_CPU_MS ? { limits: { cpu_ms: cpu } } : {}),
    ...(staticFiles.size > 0
      ? { assets: { directory: "./public", run_worker_first: toWorkerFirst(paths, [...staticFiles.keys()]) } }
      : {}),
    observability: { enabled: true },
  };
}

/** What a request may use of the processor unless the settings say more. https://developers.cloudflare.com/workers/platform/limits/#cpu-time */
const DEFAULT_CPU_MS = 30_000;

function toCpuMs({ functions }: Deployment): number {
  const longest = Math.max(0, ...functions.map(({ settings }) => settings.limits.cpuTimeoutMs));
  return Math.min(MOST_CPU_MS, Math.max(DEFAULT_CPU_MS, longest));
}

/**
 * Functions go before files, but for one at the root. Where there are more of them than there may be patterns, those that have a file at
 * their path or below it: the others are asked anyway, once no file is found.
 */
function toWorkerFirst(paths: readonly string[], files: readonly string[]): readonly string[] | false {
  const own = [...new Set(paths)].filter((path) => path !== "/");
  const patterns = toPatterns(own);
  if (patterns.length > MOST_PATTERNS || patterns.some(({ length }) => length > LONGEST_PATTERN)) {
    return toPatterns(own.filter((path) => files.some((file) => isAtOrBelow(file, path))));
  }
  return patterns.length > 0 && patterns;
}

function toPatterns(paths: readonly string[]): string[] {
  return paths.flatMap((path) => [path, `${path}/*`]);
}

/** A page is found with and without its ending. https://developers.cloudflare.com/workers/static-assets/routing/advanced/html-handling/ */
function isAtOrBelow(file: string, path: string): boolean {
  return `/${file}`.startsWith(`${path}/`) || `/${file}` === path || `/${file}` === `${path}.html`;
}

function toAssets({ staticFiles }: Deployment): Files {
  return new Map([...staticFiles].map(([path, content]) => [`public/${path}`, content]));
}
