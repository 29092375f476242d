import assert from "node:assert/strict";
import { test } from "node:test";
import { TARGETS } from "@sandpiper/targets";
import { bundleProgram } from "./bundle-program.ts";

const cloudflare = TARGETS.cloudflare!.program;
const node = TARGETS.node!.program;

async function bundle(...[entry, shape, written]: Parameters<typeof bundleProgram>): Promise<string> {
  return new TextDecoder().decode((await bundleProgram(entry, shape, written)).content);
}

const importsOf = (program: string) => [...program.matchAll(/\bfrom ?"([^"]+)"/g)].map(([, from]) => from!);
const imported = (names: string, from: string) => `import ${names} from ${JSON.stringify(from)};`;

test("modules and models stay imports where the place gives them", async () => {
  const entry = [imported("a", "./a.wasm"), imported("m", "./models/m.tflite"), "export default [a, m];"].join("\n");
  assert.deepEqual(importsOf(await bundle(entry, cloudflare)), ["./a.wasm", "./models/m.tflite"]);
  await assert.rejects(bundle(entry, node), { code: "E_INTERNAL", message: /does not bundle/ });
});

test("the image codec is imported where it may not be compiled, and part of the program elsewhere", async () => {
  const entry = `${imported("{ wasmedgeImage }", "@sandpiper/nn")}\nexport default wasmedgeImage;`;
  const worker = await bundle(entry, cloudflare);
  assert.deepEqual(importsOf(worker), ["./image-codec.wasm"]);
  assert.ok(!worker.includes("new WebAssembly.Module("), "it compiles");
  assert.ok((await bundle(entry, node)).length > worker.length + 400_000);
});

test("a module that is in no file comes from what was written", async () => {
  const entry = `${imported("glue", "sandpiper:glue")}\nexport default glue + 1;`;
  assert.match(await bundle(entry, node, new Map([["sandpiper:glue", "export default 41;"]])), /41/);
  await assert.rejects(bundle(entry, node), { code: "E_INTERNAL" });
});

test("packages of others are told of, with their versions, where they are part of the program", async () => {
  const entry = `${imported("{ Hono }", "hono")}\n${imported("{ lookup }", "mrmime")}\nexport default Hono;`;
  const { packages } = await bundleProgram(entry, node);
  assert.deepEqual(
    packages.map(({ name }) => name),
    ["hono"],
  );
  assert.match(packages[0]!.version, /^\d+\.\d+\.\d+$/);
});
