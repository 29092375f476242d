import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { type BuiltImages, buildImages } from "../../tests/oci/support/build-images.ts";
import { makeBundle } from "../../tests/oci/support/bundle.ts";
import { whyNoContainers } from "../../tests/oci/support/container-tools.ts";
import { runWithCrun } from "../../tests/oci/support/crun.ts";
import { prepareToServe } from "../../tests/oci/support/runc.ts";
import { timeAnswers } from "../artifacts/first-answer.ts";
import { PICTURE } from "../examples.ts";
import type { Row, Setting } from "../report.ts";
import { median, rounds } from "../statistics.ts";
import { say } from "../tools.ts";

const START = "a container for each request";
const SIZE = "images";
const FUNCTIONS = ["hello", "image-grayscale"] as const;
const CALLS = 5;

/**
 * What a container costs: from its start to the whole answer of the function in it, with nothing but what `runc` or `crun` do, and what its
 * image weighs, packed as a registry keeps it. The `node` image answers over HTTP, and goes on; the others end with the answer.
 */
export async function measureContainers({ rounds: count, helloBody }: Setting): Promise<Row[]> {
  const missing = whyNoContainers();
  if (missing) {
    say(`Left out, containers: ${missing}`);
    return [];
  }
  const only = FUNCTIONS.flatMap((name) => ["--function", name]);
  const images = {
    wasm: await buildImages(["--target", "oci", "--shape", "wasm", ...only]),
    wasmedge: await buildImages(["--target", "oci", "--shape", "wasmedge", ...only]),
    node: await buildImages(["--target", "oci", "--shape", "node"]),
  };
  const rows: Row[] = [];
  const add = (name: string, what: string, times: readonly number[]) =>
    rows.push({ group: START, name, what, value: median(times), unit: "ms" });
  for (const name of FUNCTIONS) {
    const input = name === "hello" ? await readFile(helloBody) : PICTURE ? await readFile(PICTURE) : null;
    if (input === null) continue;
    const wasmedge = makeBundle(images.wasmedge.out, name);
    add(`runc, image wasmedge`, name, await rounds(count * CALLS, () => startRunc(wasmedge.folder, input)));
    // Interpreted, the picture takes a second: that is no start.
    if (name !== "hello") continue;
    const wasm = makeBundle(images.wasm.out, name);
    add(`crun, image wasm`, name, await rounds(count * CALLS, () => timed(() => runWithCrun(wasm.folder, input))));
  }
  add("runc, image node, first answer", "hello", await rounds(count, () => startServer(images.node, helloBody)));
  for (const [shape, { images: built }] of Object.entries(images)) {
    for (const { name, bytes } of built) {
      rows.push({ group: SIZE, name: `${shape}, ${name}`, what: "packed", value: bytes / 1e6, unit: "MB" });
    }
  }
  return rows;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

let started = 0;

async function startRunc(folder: string, input: Uint8Array): Promise<number> {
  return timed(() => {
    const run = promisify(execFile)(
      "runc",
      ["run", "--bundle", folder, `sandpiper-bench-${process.pid}-${started++}`],
      {
        encoding: "buffer",
        maxBuffer: 1 << 26,
        env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
      },
    );
    run.child.stdin!.end(input);
    return run;
  });
}

async function startServer({ out }: BuiltImages, bodyFile: string): Promise<number> {
  const prepare = (port: number) => {
    const { args, folder } = prepareToServe(out, "examples", { port });
    return { command: ["runc", ...args], cwd: folder };
  };
  return (await timeAnswers(prepare, "/hello", await readFile(bodyFile))).first;
}
