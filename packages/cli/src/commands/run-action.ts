import { basename, resolve } from "node:path";
import { type CommandExit, type CommandOptions, runCommand, TRAP_EXIT_CODE } from "@sandpiper/engine-v8";
import { createInferenceService } from "@sandpiper/nn/threads";
import { askedEngine, DEFAULT_ENGINE } from "../engine/engine-name.ts";
import { resolveModels } from "../models/resolve-model.ts";
import { ExitCode } from "../output/exit-code.ts";
import { createProgress } from "../output/progress.ts";
import { reportError } from "../output/report-error.ts";
import { readModule } from "../project/read-module.ts";
import { checkDirectories } from "./check-directories.ts";
import { toEnvironment, toModels } from "./parse-options.ts";
import type { RunOptions } from "./run.ts";

/** @returns the exit code: the guest's own as a system keeps it (its low 8 bits) */
export async function runAction(file: string, args: readonly string[], options: RunOptions): Promise<number> {
  const directories = await checkDirectories(options.dir ?? []);
  const name = basename(file);
  const module = await readModule(resolve(file));
  const grant = { models: await resolveModels(toModels(options.model), createProgress()) };
  const service = createInferenceService();
  const command = {
    module,
    inference: { service, grant },
    name,
    args: [name, ...args],
    env: toEnvironment(options.env),
    directories,
    ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout }),
    ...(options.memory === undefined ? {} : { memoryBytes: options.memory }),
  };
  const engine = askedEngine(options.engine) ?? DEFAULT_ENGINE;
  const exit = await (engine === "v8" ? runCommand(command) : runInWasmEdge(command));
  await service.close();
  if (exit.error) {
    reportError(exit.error);
    if (exit.backtrace) process.stderr.write(`${exit.backtrace.trimEnd()}\n`);
    return exit.error.code === "E_GUEST_TRAP" ? TRAP_EXIT_CODE : ExitCode.failure;
  }
  return (exit.exitCode ?? ExitCode.failure) & 0xff;
}

/** Loaded only when it is asked for: `run` starts fast. */
async function runInWasmEdge(command: CommandOptions & { readonly name: string }): Promise<CommandExit> {
  const { runWasmEdge } = await import("../engine/run-wasmedge.ts");
  return runWasmEdge(command, createProgress());
}
