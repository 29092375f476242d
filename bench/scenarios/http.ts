import { EXAMPLES, PICTURE, WASM } from "../examples.ts";
import { type LoadResult, runLoad } from "../load.ts";
import type { Row, Setting } from "../report.ts";
import { type Server, startPlain, startSandpiper, startSpawning } from "../servers.ts";
import { median } from "../statistics.ts";
import { isMissing } from "../tools.ts";

interface Contender {
  readonly name: string;
  start(): Promise<Server>;
  readonly path: string;
}

/** Requests a second and latencies of one function over HTTP, every contender once in each round. */
export async function measureHttp(setting: Setting): Promise<Row[]> {
  const rows = await compare("hello over HTTP", await helloContenders(setting), setting, setting.helloBody);
  if (!PICTURE) return rows;
  return [...rows, ...(await compare("image over HTTP", await imageContenders(setting), setting, PICTURE))];
}

async function helloContenders({ wasmedge, wasmtime }: Setting): Promise<Contender[]> {
  return [
    { name: "sandpiper", start: () => startSandpiper(EXAMPLES), path: "/hello" },
    { name: "node:http, no wasm", start: startPlain, path: "/" },
    ...(await spawned(wasmedge, wasmtime, WASM.hello)),
  ];
}

async function imageContenders({ wasmedge, wasmtime }: Setting): Promise<Contender[]> {
  return [
    { name: "sandpiper", start: () => startSandpiper(EXAMPLES), path: "/image-grayscale" },
    ...(await spawned(wasmedge, wasmtime, WASM.image)),
  ];
}

async function spawned(
  wasmedge: Setting["wasmedge"],
  wasmtime: Setting["wasmtime"],
  wasm: string,
): Promise<Contender[]> {
  const contenders: Contender[] = [];
  if (!isMissing(wasmedge)) {
    const command = [...wasmedge.command, await wasmedge.compile(wasm)];
    contenders.push({ name: "wasmedge a request, AOT", start: () => startSpawning(command), path: "/" });
  }
  if (!isMissing(wasmtime)) {
    const command = [wasmtime.command, "run", "--allow-precompiled", await wasmtime.compile(wasm)];
    contenders.push({ name: "wasmtime run a request, AOT", start: () => startSpawning(command), path: "/" });
  }
  return contenders;
}

async function compare(
  title: string,
  contenders: readonly Contender[],
  { rounds, seconds, connections }: Setting,
  bodyFile: string,
): Promise<Row[]> {
  const results = new Map<string, LoadResult[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, start, path } of contenders) {
      const server = await start();
      try {
        const load = { url: `${server.url}${path}`, bodyFile, connections };
        await runLoad({ ...load, seconds: 1 });
        results.get(name)!.push(await runLoad({ ...load, seconds }));
      } finally {
        await server.stop();
      }
    }
  }
  const of = (name: string, key: keyof LoadResult): number => median(results.get(name)!.map((result) => result[key]));
  const base = of(contenders[0]!.name, "requestsPerSecond");
  return contenders.flatMap(({ name }) => {
    const rate = of(name, "requestsPerSecond");
    return [
      { group: title, name, what: "requests a second", value: rate, unit: "1/s", ratio: base / rate },
      { group: title, name, what: "p50", value: of(name, "p50"), unit: "ms" },
      { group: title, name, what: "p99", value: of(name, "p99"), unit: "ms" },
      ...(of(name, "errors") > 0
        ? [{ group: title, name, what: "errors", value: of(name, "errors"), unit: "" } as const]
        : []),
    ];
  });
}
