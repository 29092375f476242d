import type { CollectedDeployment } from "../deploy/collect-deployment.ts";
import { debianArchitecture } from "../toolchain/debian-support.ts";
import { type PackedFunctions, toCodeFile } from "./pack-functions.ts";

/** Puts native code in the place of modules, and the WasmEdge that runs it beside them. */
export function withWasmEdge(collected: CollectedDeployment, native: PackedFunctions | null): CollectedDeployment {
  if (native === null) return collected;
  const programFiles = new Map([...collected.programFiles, ...native.files]);
  const functions = collected.deployment.functions.map((deployed) => {
    const { name } = deployed.settings;
    if (!native.modules.has(name)) return deployed;
    programFiles.delete(deployed.module);
    return { ...deployed, module: toCodeFile(name) };
  });
  return {
    ...collected,
    programFiles,
    deployment: { ...collected.deployment, functions, architecture: debianArchitecture() },
    problems: [...collected.problems, ...native.problems],
  };
}
