import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { SandpiperError } from "@sandpiper/core";

/**
 * Runs a program of this folder that loads a library, in a process of its own, so that one that does not work costs only that.
 * @param program its file's name without the ending
 * @param args the last one is the library's path
 * @returns what it prints, which is not nothing
 * @throws SandpiperError `E_ENGINE_UNAVAILABLE` with what it said
 */
export async function runProbe(program: string, args: readonly string[]): Promise<string> {
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const script = fileURLToPath(new URL(`./${program}.${ending}`, import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, script, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [code, printed, said] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code === 0 && printed.trim() !== "") return printed.trim();
  const why = said.split("\n").find((line) => /Error:/.test(line)) ?? said.trim().split("\n").at(-1) ?? "";
  throw new SandpiperError(
    "E_ENGINE_UNAVAILABLE",
    `the library ${args.at(-1)} does not load: ${why.trim() || "it crashed"}`,
    { hint: "Is it whole, and built for this system and processor?" },
  );
}
