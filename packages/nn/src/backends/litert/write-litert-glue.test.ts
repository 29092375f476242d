import assert from "node:assert/strict";
import { test } from "node:test";
import { startLitertBackend } from "./litert-backend.ts";
import { compileLitert, readLitertPackage } from "./litert-files.ts";
import { SUM, writeModel } from "./tflite-model.fixture.ts";
import { writeLitertGlue } from "./write-litert-glue.ts";

test("the glue as a module of its own runs a model, and leaves nothing behind", async () => {
  const { glue } = await readLitertPackage("compat");
  const source = writeLitertGlue(new TextDecoder().decode(glue));
  const before = Object.getOwnPropertyNames(globalThis);
  const { default: loader } = await import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);
  const backend = await startLitertBackend({ build: "compat", module: await compileLitert("compat"), loader });
  const graph = await backend.load({ bytes: writeModel(SUM) }, { threads: 1 });
  const feeds = ["alpha", "zeta"].map((name) => {
    const data = new Uint8Array(Float32Array.of(1, 2).buffer);
    return { name, tensor: { type: "f32", dimensions: [2], data } } as const;
  });
  const [sum] = await graph.run(feeds);
  assert.deepEqual([...new Float32Array(sum!.data.buffer)], [2, 4]);
  assert.deepEqual(Object.getOwnPropertyNames(globalThis), before);
});

test("whatever the glue looks for, it finds none of the place", async () => {
  const names = ["self", "process", "require", "globalThis.document"];
  const source = writeLitertGlue(`module.exports = [${names.map((name) => `typeof ${name}`).join(", ")}];`);
  const { default: found } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  assert.deepEqual(found, ["undefined", "undefined", "undefined", "undefined"]);
});
