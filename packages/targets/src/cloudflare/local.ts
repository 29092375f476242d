import { readFile } from "node:fs/promises";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SandpiperError } from "@sandpiper/core";
import { type CreateLocal, serveFolder, toListener, withHeaders } from "../local.ts";
import type { WorkerHandler } from "./adapter.ts";
import { cloudflare } from "./target.ts";

const MODEL = /\/worker\/models\/[^/]+$/;

interface Settings {
  readonly assets?: { readonly directory: string; readonly run_worker_first: readonly string[] | false };
}

/** A Worker whose modules are imported, where none may be compiled as it runs: https://developers.cloudflare.com/workers/runtime-apis/webassembly/ */
export const createLocal: CreateLocal = async (artifact) => {
  const { folder, file } = cloudflare.program;
  const settings = JSON.parse(await readFile(join(artifact.folder, "wrangler.jsonc"), "utf8")) as Settings;
  importModules();
  const handler = (await artifact.load(`${folder}/${file}`)).default as WorkerHandler;
  forbidCompiling();
  forbidWaiting();
  const { assets } = settings;
  const site = assets ? await serveFolder(join(artifact.folder, assets.directory)) : null;
  const workerFirst = (assets?.run_worker_first || []).map((pattern) => pattern.replace(/\*$/, ""));

  return toListener(artifact, async (request, remoteAddress) => {
    const { pathname, search } = new URL(request.url);
    const isWorkers = workerFirst.some((path) => (path.endsWith("/") ? pathname.startsWith(path) : pathname === path));
    if (site && !isWorkers) {
      // https://developers.cloudflare.com/workers/static-assets/routing/advanced/html-handling/
      const index = /^(.*\/)index(?:\.html)?$/.exec(decodeURI(pathname));
      if (index && site.files.has(`${index[1]!.slice(1)}index.html`)) {
        return new Response(null, { status: 307, headers: { location: encodeURI(index[1]!) + search } });
      }
      const found = await site.answer(request);
      if (found) return found;
      if (site.files.has(decodeURI(pathname).slice(1))) return new Response(null, { status: 405 });
    }
    return handler.fetch(withHeaders(request, { "cf-connecting-ip": remoteAddress }));
  });
};

/** `.wasm` is imported compiled, models are imported as bytes, as the rules of `wrangler.jsonc` have it. */
function importModules(): void {
  registerHooks({
    load(url, context, next) {
      const isModule = url.endsWith(".wasm");
      if (!isModule && !MODEL.test(url)) return next(url, context);
      const source = [
        'import { readFileSync } from "node:fs";',
        `const bytes = readFileSync(${JSON.stringify(fileURLToPath(url))});`,
        `export default ${isModule ? "new WebAssembly.Module(bytes)" : "new Uint8Array(bytes).buffer"};`,
      ];
      return { format: "module", source: source.join("\n"), shortCircuit: true };
    },
  });
}

/** As in a Worker: what is not imported cannot be compiled. */
function forbidCompiling(): void {
  const refuse = (): never => {
    throw new SandpiperError(
      "E_ENGINE_UNAVAILABLE",
      "a Worker may not compile WebAssembly as it runs: WebAssembly has to be imported",
    );
  };
  const { instantiate, Module } = WebAssembly;
  Object.assign(WebAssembly, {
    compile: async () => refuse(),
    compileStreaming: async () => refuse(),
    instantiateStreaming: async () => refuse(),
    instantiate: async (module: WebAssembly.Module | BufferSource, imports?: WebAssembly.Imports) =>
      module instanceof Module ? instantiate(module, imports) : refuse(),
    Module: new Proxy(Module, {
      construct: (module, [bytes]) => (isAskedByNode() ? new module(bytes) : refuse()),
    }),
  });
}

/** Node's own `fetch` is made of WebAssembly in part. */
function isAskedByNode(): boolean {
  const [, , , caller = ""] = new Error().stack?.split("\n") ?? [];
  return caller.includes("(node:internal/");
}

/** The thread of a Worker answers others too, and may not wait. */
function forbidWaiting(): void {
  Atomics.wait = () => {
    throw new TypeError("Atomics.wait cannot be called in this context");
  };
}
