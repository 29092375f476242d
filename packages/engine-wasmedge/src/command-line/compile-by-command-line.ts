import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { SandpiperError } from "@sandpiper/core";
import { keepEntry, toPartial } from "../aot/aot-entry.ts";
import { compileCancelled } from "../aot/compile-in-host.ts";
import type { CompileJob } from "../aot/compile-job.ts";
import type { Compiler } from "../load-native.ts";
import type { CommandLineInstallation } from "./find-command-line.ts";

/**
 * Compiles a module with `wasmedge compile`.
 * @throws `E_MODULE_INVALID`, `E_CANCELLED`
 */
async function compileByCommandLine(
  installation: CommandLineInstallation,
  job: CompileJob,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { name, bytes, entry, generic } = job;
  if (signal?.aborted) throw compileCancelled(name);
  if (entry === null) throw new Error("the command line checks a module only by compiling it");
  const { loader, program } = installation;
  const partial = toPartial(entry);
  const source = `${partial}.wasm`;
  writeFileSync(source, bytes);
  try {
    const options = generic ? ["--generic-binary"] : [];
    const [command, ...first] = [...loader, program, "compile", ...options, source, partial];
    const { code, said } = await run(command!, first, signal);
    if (signal?.aborted) throw compileCancelled(name);
    if (code !== 0) {
      const reason = /\[error\] (.*?)(?:, Code: .*)?$/m.exec(said)?.[1] ?? `its compiler ended with ${code}`;
      throw new SandpiperError("E_MODULE_INVALID", `${name} is not a valid WebAssembly module: ${reason}`, {
        hint: "It may be damaged, or use a feature of WebAssembly that this engine does not have; the engine v8 has more.",
      });
    }
    keepEntry(entry, partial);
  } finally {
    rmSync(source, { force: true });
    rmSync(partial, { force: true });
  }
}

function run(
  command: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<{ readonly code: number | null; readonly said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env: {} });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
    }
    const stop = () => child.kill("SIGKILL");
    signal?.addEventListener("abort", stop, { once: true });
    child.on("error", reject);
    child.on("close", (code) => {
      signal?.removeEventListener("abort", stop);
      resolve({ code, said });
    });
  });
}

/** The compiler of a WasmEdge of which only the program can be used. */
export function toCommandLineCompiler(installation: CommandLineInstallation): Compiler {
  const { version } = installation;
  return { version, takes: "original", compile: (job, signal) => compileByCommandLine(installation, job, signal) };
}
