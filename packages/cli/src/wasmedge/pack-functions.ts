import { SandpiperError, toSandpiperError } from "@sandpiper/core";
import {
  HOST_FILE,
  KOFFI_FILE,
  type PackedModule,
  type PackedWasmEdge,
  packModule,
  readKoffi,
} from "@sandpiper/engine-wasmedge/pack";
import type { Component } from "@sandpiper/oci";
import type { DeploymentProblem, ProgramShape } from "@sandpiper/targets";
import { type Bundle, bundleProgram } from "../deploy/bundle-program.ts";
import type { BundledPackage } from "../deploy/list-packages.ts";
import { toCompileOptions } from "../engine/compile-options.ts";
import type { ProjectFunction } from "../project/project.ts";
import { readModule } from "../project/read-module.ts";
import type { Progress } from "../toolchain/progress.ts";
import { collectWasmEdge } from "./collect-wasmedge.ts";

/** Where WasmEdge lies beside the program. */
export const WASMEDGE_FOLDER = "wasmedge";

/** Functions that run in WasmEdge, with all that it takes. */
export interface PackedFunctions {
  readonly wasmedge: PackedWasmEdge;
  /** By the function's name; its native code is `toCodeFile(name)`. */
  readonly modules: ReadonlyMap<string, PackedModule>;
  /** By path relative to the program. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Paths of those that are to be started as programs. */
  readonly executables: readonly string[];
  /** The Debian packages in it. */
  readonly components: readonly Component[];
  /** Packages of others in the program of host processes. */
  readonly packages: readonly BundledPackage[];
  readonly problems: readonly DeploymentProblem[];
}

/** The native code of a function, relative to the program. */
export function toCodeFile(name: string): string {
  return `${name}.so`;
}

/**
 * Compiles functions ahead of time, and puts WasmEdge beside them.
 * @param functions that are built, and that nothing is wrong with but for WasmEdge
 * @param program that starts it, in whose language level the program of host processes is
 * @throws `E_ENGINE_UNAVAILABLE` where WasmEdge cannot be had
 */
export async function packFunctions(
  functions: readonly ProjectFunction[],
  program: ProgramShape,
  onProgress?: Progress,
): Promise<PackedFunctions> {
  const { installation, packed, files: libraries, components } = await collectWasmEdge(onProgress);
  const files = new Map<string, Uint8Array>();
  const modules = new Map<string, PackedModule>();
  const problems: DeploymentProblem[] = [];
  for (const definition of functions) {
    const { name, wasm, limits } = definition;
    if (wasm === null) continue;
    const options = { name, limits, grants: definition.models ? { inference: {} } : {} };
    try {
      const { module, code } = await packModule(
        installation,
        await readModule(wasm),
        options,
        toCompileOptions(onProgress),
      );
      modules.set(name, module);
      files.set(toCodeFile(name), code);
    } catch (error) {
      problems.push(toProblem(definition, error));
    }
  }
  const inFolder = (file: string) => `${WASMEDGE_FOLDER}/${file}`;
  for (const [file, content] of libraries) files.set(inFolder(file), content);
  files.set(inFolder(KOFFI_FILE), await readNative());
  const { content, packages } = await bundleHost(program);
  files.set(inFolder(HOST_FILE), content);
  return { wasmedge: packed, modules, files, executables: [inFolder(packed.loader)], components, packages, problems };
}

function toProblem({ name }: ProjectFunction, thrown: unknown): DeploymentProblem {
  const error = toSandpiperError(thrown);
  if (error.code !== "E_MODULE_INVALID") throw error;
  const hint = `Give it "engine": "v8" in the settings, and leave --engine away.`;
  return { functions: [name], kind: "refused", message: `WasmEdge does not run it: ${error.message}`, hint };
}

function bundleHost(program: ProgramShape): Promise<Bundle> {
  const { banner: _banner, external: _external, ...shape } = program;
  return bundleProgram(`import "@sandpiper/engine-wasmedge/host";\n`, { ...shape, platform: "node", modules: "file" });
}

async function readNative(): Promise<Uint8Array> {
  try {
    return await readKoffi();
  } catch (cause) {
    throw new SandpiperError("E_ENGINE_UNAVAILABLE", `the package koffi, which calls WasmEdge, is not installed here`, {
      hint: "Install Sandpiper with its optional packages: npm install --include=optional",
      cause,
    });
  }
}
