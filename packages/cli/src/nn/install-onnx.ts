import { SandpiperError } from "@sandpiper/core";
import { ONNX_RUNTIME } from "@sandpiper/nn/install";
import type { InstallContext } from "./install-context.ts";
import { installNpmPackage } from "./install-npm-package.ts";

/** Folders of its libraries in the package, by `process.platform` and `process.arch`. */
const LIBRARIES: Readonly<Record<string, string>> = {
  "linux-x64": "linux/x64",
  "linux-arm64": "linux/arm64",
  "darwin-arm64": "darwin/arm64",
};
const OTHERS = ["win32", "linux", "darwin"].flatMap((system) => [`${system}/x64`, `${system}/arm64`]);

/**
 * Puts ONNX Runtime into the cache. The package brings the libraries of all systems: only this machine's is kept. The
 * script that would fetch those for graphics cards does not run.
 * @returns its folder
 */
export async function installOnnx(context: InstallContext): Promise<string> {
  const machine = `${process.platform}-${process.arch}`;
  const own = LIBRARIES[machine];
  if (own === undefined) {
    throw new SandpiperError("E_ENGINE_UNAVAILABLE", `there is no ONNX Runtime for ${machine}`, {
      hint: `There is one for ${Object.keys(LIBRARIES).join(", ")}.`,
    });
  }
  const unneeded = OTHERS.filter((folder) => folder !== own).map((folder) => `bin/napi-v6/${folder}`);
  return installNpmPackage(ONNX_RUNTIME, context, unneeded);
}
