import { basename, resolve } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import { runCommand, TRAP_EXIT_CODE } from "@sandpiper/engine-v8";
import { createInferenceService } from "@sandpiper/nn/threads";
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
  if (options.engine !== "v8") {
    throw new SandpiperError("E_ENGINE_UNAVAILABLE", `there is no engine "${options.engine}" here`, {
      hint: "Leave --engine out, or name the one there is: v8.",
    });
  }
  const directories = await checkDirectories(options.dir ?? []);
  const name = basename(file);
  const module = await readModule(resolve(file));
  const grant = { models: await resolveModels(toModels(options.model), createProgress()) };
  const service = createInferenceService();
  const exit = await runCommand({
    module,
    inference: { service, grant },
    name,
    args: [name, ...args],
    env: toEnvironment(options.env),
    directories,
    ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout }),
    ...(options.memory === undefined ? {} : { memoryBytes: options.memory }),
  });
  await service.close();
  if (exit.error) {
    reportError(exit.error);
    if (exit.backtrace) process.stderr.write(`${exit.backtrace.trimEnd()}\n`);
    return exit.error.code === "E_GUEST_TRAP" ? TRAP_EXIT_CODE : ExitCode.failure;
  }
  return (exit.exitCode ?? ExitCode.failure) & 0xff;
}
