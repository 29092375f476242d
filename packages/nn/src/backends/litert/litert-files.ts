import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { compileFunction } from "node:vm";
import { SandpiperError } from "@sandpiper/core";
import type { LitertLoader } from "./litert-bindings.ts";
import { LITERT_BUILDS, type LitertBuildName, pickLitertBuild } from "./litert-build.ts";

/**
 * Compiles LiteRT's module (9 MB) as the package has it. One compiled module serves every thread it is posted to.
 * @throws SandpiperError `E_ENGINE_UNAVAILABLE` when the package is not there
 */
export async function compileLitert(build: LitertBuildName = pickLitertBuild()): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readPackaged(`${LITERT_BUILDS[build].file}.wasm`));
}

/**
 * Reads the package's own glue, a CommonJS script that it means for a page's `<script>`. Here it is the body of a function:
 * what it would look for in the global scope are parameters, so that it finds neither a browser nor Node, sets nothing, and prints to nowhere.
 */
export async function readLitertLoader(build: LitertBuildName = pickLitertBuild()): Promise<LitertLoader> {
  const filename = packagedPath(`${LITERT_BUILDS[build].file}.js`);
  const source = (await readPackaged(`${LITERT_BUILDS[build].file}.js`)).toString();
  const names = ["module", "exports", "globalThis", "self", "console", "process"];
  const script = compileFunction(source, names, { filename });
  const silence = () => {};
  const module: { exports: unknown } = { exports: {} };
  // Of the globals it asks by name it needs one: its bindings tell a list by `instanceof Array`.
  const console = { log: silence, warn: silence, error: silence };
  script(module, module.exports, { Array }, undefined, console, undefined);
  return module.exports as LitertLoader;
}

function packagedPath(name: string): string {
  return fileURLToPath(import.meta.resolve(`@litertjs/core/wasm/${name}`));
}

async function readPackaged(name: string): Promise<Buffer<ArrayBuffer>> {
  try {
    return await readFile(packagedPath(name));
  } catch (cause) {
    throw new SandpiperError("E_ENGINE_UNAVAILABLE", `LiteRT's file ${name} cannot be read.`, {
      hint: "Run npm install @litertjs/core@2.5.3.",
      cause,
    });
  }
}
