import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { SandpiperError } from "@sandpiper/core";

const SCRIPT = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./print-version.ts" : "./print-version.js", import.meta.url),
);

/**
 * Loads a TensorFlow library in a process of its own, so that one that does not work costs only that.
 * @param koffi the folder whose `node_modules` has koffi
 * @returns its version
 * @throws SandpiperError `E_ENGINE_UNAVAILABLE` with what the linker said
 */
export async function probeTensorflow(koffi: string, files: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [...process.execArgv, SCRIPT, koffi, ...files], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [code, version, said] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code === 0 && version.trim() !== "") return version.trim();
  const why = said.split("\n").find((line) => /Error:/.test(line)) ?? said.trim().split("\n").at(-1) ?? "";
  throw new SandpiperError(
    "E_ENGINE_UNAVAILABLE",
    `the library ${files.at(-1)} does not load: ${why.trim() || "it crashed"}`,
    {
      hint: "Is it whole, and built for this system and processor?",
    },
  );
}
