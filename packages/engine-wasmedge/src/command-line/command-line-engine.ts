import type { Engine } from "@sandpiper/core";
import type { PoolSettings } from "@sandpiper/engine/pool";
import { type CompileOptions, defaultCompileOptions } from "../load-native.ts";
import { createPooledEngine } from "../pooled-engine.ts";
import { CommandLineWorker } from "./command-line-worker.ts";
import { toCommandLineCompiler } from "./compile-by-command-line.ts";
import type { CommandLineInstallation } from "./find-command-line.ts";

export interface CommandLineEngineOptions extends PoolSettings, Partial<Omit<CompileOptions, "aot">> {
  /** What `findCommandLine` found. */
  readonly installation: CommandLineInstallation;
}

/**
 * An engine that starts a `wasmedge` for each invocation: some hundred times slower than WasmEdge in process, for machines where only
 * the program can be used. Guests have WasmEdge's own WASI, no inference, and tables without a limit.
 * @throws `E_CONFIG` for an option that cannot be
 */
export function createCommandLineEngine(options: CommandLineEngineOptions): Engine {
  const { installation } = options;
  return createPooledEngine({
    settings: options,
    compiler: toCommandLineCompiler(installation),
    compile: { ...defaultCompileOptions(), ...options, aot: true },
    offers: { hostFolders: true, inference: [] },
    features: { deadline: true, cpuDeadline: false, aot: true, nn: false },
    createWorker: (events) => new CommandLineWorker(installation, events),
  });
}
