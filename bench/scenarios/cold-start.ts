import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPoolEngine } from "@sandpiper/engine-v8";
import { PICTURE, WASM } from "../examples.ts";
import type { Row, Setting } from "../report.ts";
import { startSandpiper } from "../servers.ts";
import { median, rounds } from "../statistics.ts";

const GROUP = "cold start";

/** From nothing to the first byte: of a whole server, and of a new module in a server that runs. */
export async function measureColdStart({ rounds: count, helloBody }: Setting): Promise<Row[]> {
  const rows: Row[] = [];
  const add = (name: string, times: readonly number[]) =>
    rows.push({ group: GROUP, name, what: "median", value: median(times), unit: "ms" });

  const project = await mkdtemp(join(tmpdir(), "sandpiper-bench-"));
  try {
    await copyFile(WASM.hello, join(project, "hello.wasm"));
    add("process start to first byte, hello", await rounds(count, () => startToFirstByte(project)));
  } finally {
    await rm(project, { recursive: true });
  }
  add("new module to first byte, hello", await rounds(count, () => newModule(WASM.hello, helloBody)));
  if (PICTURE) add("new module to first byte, image", await rounds(count, () => newModule(WASM.image, PICTURE!)));
  return rows;
}

async function startToFirstByte(project: string): Promise<number> {
  const started = performance.now();
  const server = await startSandpiper(project);
  try {
    const response = await fetch(`${server.url}/hello`, { method: "POST", body: "bench" });
    if (!response.ok) throw new Error(`hello answered ${response.status}`);
    await response.arrayBuffer();
    return performance.now() - started;
  } finally {
    await server.stop();
  }
}

/** Bytes that were never seen before: prepared, compiled, and run once in a worker that is warm. */
async function newModule(wasm: string, bodyFile: string): Promise<number> {
  const engine = createPoolEngine({ workers: 1 });
  try {
    const other = await engine.load(await readFile(wasm === WASM.hello ? WASM.image : WASM.hello));
    await other.run({ args: ["warm-up"], env: {}, stdin: new Uint8Array(0) });
    const [bytes, body] = await Promise.all([readFile(wasm), readFile(bodyFile)]);
    const started = performance.now();
    const module = await engine.load(bytes);
    const { exitCode } = await module.run({ args: ["bench"], env: {}, stdin: new Uint8Array(body) });
    if (exitCode !== 0) throw new Error(`the new module ended with ${exitCode}`);
    return performance.now() - started;
  } finally {
    await engine.close();
  }
}
