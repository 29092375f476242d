import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { SandpiperError } from "@sandpiper/core";
import type { LitertLoader } from "./litert-bindings.ts";
import { LITERT_BUILDS, type LitertBuildName, pickLitertBuild } from "./litert-build.ts";
import { evaluateLitertGlue } from "./litert-glue.ts";

/**
 * Compiles LiteRT's module (9 MB) as the package has it. One compiled module serves every thread it is posted to.
 * @throws SandpiperError `E_ENGINE_UNAVAILABLE` when the package is not there
 */
export async function compileLitert(build: LitertBuildName = pickLitertBuild()): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readPackaged(`${LITERT_BUILDS[build].file}.wasm`));
}

/** A build's two files, as the package has them. */
export async function readLitertPackage(build: LitertBuildName): Promise<{ module: Uint8Array; glue: Uint8Array }> {
  const { file } = LITERT_BUILDS[build];
  return { module: await readPackaged(`${file}.wasm`), glue: await readPackaged(`${file}.js`) };
}

/** Reads the package's own glue. */
export async function readLitertLoader(build: LitertBuildName = pickLitertBuild()): Promise<LitertLoader> {
  const file = `${LITERT_BUILDS[build].file}.js`;
  return evaluateLitertGlue((await readPackaged(file)).toString(), packagedPath(file));
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
