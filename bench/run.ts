// `npm run bench [-- --quick] [--only NAME]... [--json FILE]`: measures Sandpiper and its peers in one run, prints a table
// with ratios, and writes it as JSON to bench/results/ as well.
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { renderSizes } from "./artifacts/render-sizes.ts";
import { PICTURE } from "./examples.ts";
import { MODEL } from "./inference-guests.ts";
import { describeMachine, type Row, type Setting, toGoals, toTable } from "./report.ts";
import { measureArtifacts } from "./scenarios/artifacts.ts";
import { measureColdStart } from "./scenarios/cold-start.ts";
import { measureContainers } from "./scenarios/containers.ts";
import { measureHttp } from "./scenarios/http.ts";
import { measureImageTime } from "./scenarios/image-time.ts";
import { measureInference } from "./scenarios/inference.ts";
import { measureInvocation } from "./scenarios/invocation.ts";
import { measureMemory } from "./scenarios/memory.ts";
import { measureWasmEdge } from "./scenarios/wasmedge.ts";
import {
  buildNative,
  findLiteRt,
  findNativeLitert,
  findWasmEdge,
  findWasmtime,
  isMissing,
  type Missing,
  say,
} from "./tools.ts";

const SCENARIOS: Readonly<Record<string, (setting: Setting) => Promise<Row[]>>> = {
  invocation: measureInvocation,
  image: measureImageTime,
  http: measureHttp,
  inference: measureInference,
  cold: measureColdStart,
  memory: measureMemory,
  wasmedge: measureWasmEdge,
  containers: measureContainers,
  artifacts: measureArtifacts,
};

const PEERS = {
  wasmedge: findWasmEdge,
  wasmtime: findWasmtime,
  native: buildNative,
  litert: findLiteRt,
  "litert-native": findNativeLitert,
} as const;

const HELP = `npm run bench -- [--quick] [--only ${Object.keys(SCENARIOS).join("|")}]... [--without ${Object.keys(PEERS).join("|")}]... [--json FILE] [--write]

Measures Sandpiper and its peers in the same run. Peers are installed on the first run, into the cache folder:
WasmEdge from Debian's packages, wasmtime from the crate registry (some minutes), wrk with apt-get.

  npm run bench -- --only artifacts --write   # and write docs/targets/sizes.md
`;

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: Object.keys(SCENARIOS) },
    without: { type: "string", multiple: true, default: [] },
    json: { type: "string" },
    write: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});
const unknown =
  values.only.find((name) => !Object.hasOwn(SCENARIOS, name)) ??
  values.without.find((name) => !Object.hasOwn(PEERS, name));
if (values.help || unknown !== undefined) {
  process.stderr.write(unknown === undefined ? HELP : `There is no "${unknown}" here.\n\n${HELP}`);
  process.exit(unknown === undefined ? 0 : 2);
}

function ensureWrk(): void {
  if (spawnSync("wrk", ["--version"]).error === undefined) return;
  say("Installing wrk with apt-get ...");
  spawnSync("apt-get", ["-qq", "update"]);
  spawnSync("apt-get", ["-qq", "install", "-y", "wrk"]);
  if (spawnSync("wrk", ["--version"]).error) throw new Error("wrk is not here and apt-get could not install it");
}

if (values.only.includes("http")) ensureWrk();
const scratch = await mkdtemp(join(tmpdir(), "sandpiper-bench-"));
const helloBody = join(scratch, "name.txt");
await writeFile(helloBody, "bench\n");

const peer = <T extends object>(name: keyof typeof PEERS, find: () => Promise<T>): Promise<T | Missing> =>
  values.without.includes(name) ? Promise.resolve({ missing: `${name}: not wanted` }) : find();
const wasmedge = await peer("wasmedge", findWasmEdge);
const wasmtime = await peer("wasmtime", findWasmtime);
const native = await peer("native", buildNative);
const litert = await peer("litert", findLiteRt);
const nativeLitert = await peer("litert-native", findNativeLitert);
const depth = values.quick ? { rounds: 1, seconds: 3, calls: 1000 } : { rounds: 5, seconds: 6, calls: 5000 };
const setting: Setting = { ...depth, connections: 32, helloBody, wasmedge, wasmtime, native, litert, nativeLitert };

const rows: Row[] = [];
for (const name of values.only) {
  say(`Measuring: ${name} ...`);
  rows.push(...(await SCENARIOS[name]!(setting)));
}
await rm(scratch, { recursive: true });

const goals = toGoals(rows);
const notes = [wasmedge, wasmtime, native, litert, nativeLitert]
  .filter(isMissing)
  .map(({ missing }) => `Left out, ${missing}`);
if (!MODEL) notes.push("Left out, inference: no model; name a TensorFlow Lite file in BENCH_MODEL");
if (!PICTURE) notes.push("Left out, image: no picture; name a PNG in BENCH_IMAGE");
process.stdout.write(toTable(rows, goals, notes));

if (values.write) {
  const page = fileURLToPath(new URL("../docs/targets/sizes.md", import.meta.url));
  await writeFile(page, renderSizes(rows));
  say(`Written to ${page}`);
}

const file =
  values.json ??
  fileURLToPath(
    new URL(`./results/${new Date().toISOString().slice(0, 19).replaceAll(":", "")}.json`, import.meta.url),
  );
await mkdir(dirname(file), { recursive: true });
await writeFile(
  file,
  `${JSON.stringify({ machine: describeMachine(), setting: depth, rows, goals, notes }, null, 2)}\n`,
);
say(`Written to ${file}`);
