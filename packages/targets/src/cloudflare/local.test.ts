import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "../../../../tests/support/temporary-folder.ts";
import { createLocal } from "./local.ts";

const EMPTY_MODULE = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** Tells what became of each way to come to a module, by the path. */
const WORKER = `import imported from './m.wasm';
import model from './models/a.tflite';
const bytes = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
const WAYS = {
  "/imported": async () => imported instanceof WebAssembly.Module,
  "/instantiate-imported": async () => (await WebAssembly.instantiate(imported)) instanceof WebAssembly.Instance,
  "/model": async () => model.byteLength,
  "/compile": () => WebAssembly.compile(bytes),
  "/instantiate": () => WebAssembly.instantiate(bytes),
  "/module": async () => new WebAssembly.Module(bytes),
  "/wait": async () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1),
  "/a/file.txt": async () => "the Worker",
};
const worker = {
  async fetch(request) {
    const way = WAYS[new URL(request.url).pathname];
    if (!way) return new Response("nothing", { status: 404 });
    return way().then((result) => new Response(String(result)), (error) => new Response(error.message, { status: 500 }));
  },
};
export { worker as default };
`;

// In this process: what a Worker may not do, nobody here may from now on.
describe("a Worker on this machine", () => {
  const server = createServer();
  let url: string;
  before(async () => {
    const folder = temporaryFolder({
      "wrangler.jsonc": JSON.stringify({ assets: { directory: "./public", run_worker_first: ["/a", "/a/*"] } }),
      "worker/package.json": '{ "type": "module" }',
      "worker/index.js": WORKER,
      "worker/m.wasm": EMPTY_MODULE,
      "worker/models/a.tflite": new Uint8Array(7),
      "public/index.html": "home",
      "public/b/index.html": "b",
      "public/a/file.txt": "a file",
      "public/file.txt": "a file",
    });
    const listener = await createLocal({
      folder,
      load: (file) => import(pathToFileURL(join(folder, file)).href),
      refuse: () => undefined,
    });
    server.on("request", listener).listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  test("modules are imported compiled, and models as bytes", async () => {
    for (const [path, result] of [
      ["/imported", "true"],
      ["/instantiate-imported", "true"],
      ["/model", "7"],
    ]) {
      const response = await fetch(url + path);
      assert.deepEqual([response.status, await response.text()], [200, result], path);
    }
  });

  test("nothing is compiled as it runs, and nothing waits", async () => {
    for (const path of ["/compile", "/instantiate", "/module", "/wait"]) {
      const response = await fetch(url + path);
      assert.equal(response.status, 500, path);
      assert.match(
        await response.text(),
        path === "/wait" ? /Atomics\.wait cannot be called/ : /has to be imported/,
        path,
      );
    }
  });

  test("files are served where the Worker does not come first, pages by their folder", async () => {
    const read = async (path: string, init?: RequestInit) => {
      const response = await fetch(url + path, { redirect: "manual", ...init });
      return [response.status, response.headers.get("location") ?? (await response.text())];
    };
    assert.deepEqual(await read("/file.txt"), [200, "a file"]);
    assert.deepEqual(await read("/a/file.txt"), [200, "the Worker"]);
    assert.deepEqual(await read("/"), [200, "home"]);
    assert.deepEqual(await read("/index.html?x"), [307, "/?x"]);
    assert.deepEqual(await read("/b/index.html"), [307, "/b/"]);
    assert.deepEqual(await read("/file.txt", { method: "POST" }), [405, ""]);
    assert.deepEqual(await read("/nowhere"), [404, "nothing"]);
    const [status, said] = await read("/%E0");
    assert.equal(status, 400);
    assert.match(String(said), /"E_USAGE"/);
  });
});
