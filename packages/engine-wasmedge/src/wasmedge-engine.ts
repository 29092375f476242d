import type { Engine } from "@sandpiper/core";
import { type PoolSettings, toPoolOptions } from "@sandpiper/engine/pool";
import { HOST_MODULES } from "@sandpiper/nn";
import type { InferenceService } from "@sandpiper/nn/threads";
import { toHostCompiler } from "./aot/compile-in-host.ts";
import type { WasmEdgeInstallation } from "./find/installation.ts";
import { InferenceRelay } from "./inference/inference-relay.ts";
import type { CreateRelay } from "./inference/relay.ts";
import { type CompileOptions, defaultCompileOptions } from "./load-native.ts";
import { canWatchCpu } from "./pool/process-cpu.ts";
import { ProcessWorker } from "./pool/process-worker.ts";
import { createPooledEngine } from "./pooled-engine.ts";

export interface WasmEdgeEngineOptions extends PoolSettings, Partial<CompileOptions> {
  /** What `findWasmEdge` found. */
  readonly installation: WasmEdgeInstallation;
  /** Inference for guests that import it. It stays the caller's: closing the engine does not close it. */
  readonly inference?: InferenceService;
}

/**
 * An engine that runs guests in WasmEdge, in processes of ours: one guest at a time in each, stopped with it, and a crash in
 * native code costs its invocation. Modules are compiled ahead of time, once for this machine.
 * @throws `E_CONFIG` for an option that cannot be
 */
export function createWasmEdgeEngine(options: WasmEdgeEngineOptions): Engine {
  const { installation, inference = null } = options;
  const compile: CompileOptions = { ...defaultCompileOptions(), ...options };
  const { modulesKept } = toPoolOptions(options);
  const createRelay: CreateRelay | null = inference && ((onAnswer) => new InferenceRelay(inference, onAnswer));
  return createPooledEngine({
    settings: options,
    compiler: toHostCompiler(installation),
    compile,
    offers: { hostFolders: true, inference: inference ? HOST_MODULES : [] },
    features: { deadline: true, cpuDeadline: canWatchCpu, aot: compile.aot, nn: inference !== null },
    createWorker: (events) => new ProcessWorker({ installation, modulesKept, createRelay }, events),
  });
}
