import { join } from "node:path";
import { type Engine, type LoadedModule, type LoadOptions, SandpiperError, type WasiCall } from "@sandpiper/core";
import { checkFolders, Pool, type PoolSettings, toPoolOptions } from "@sandpiper/engine/pool";
import { HOST_MODULES } from "@sandpiper/nn";
import { cacheFolder } from "@sandpiper/nn/install";
import type { InferenceService } from "@sandpiper/nn/threads";
import type { WasmEdgeInstallation } from "./find/installation.ts";
import type { NativeModule } from "./library/native-module.ts";
import { type CompileOptions, loadNative } from "./load-native.ts";
import { canWatchCpu } from "./pool/process-cpu.ts";
import { ProcessWorker } from "./pool/process-worker.ts";

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
  const compile: CompileOptions = { aot: true, cacheFolder: defaultAotFolder(), ...options };
  const pooled = toPoolOptions(options);
  const pool = new Pool<NativeModule>(
    pooled,
    (events) => new ProcessWorker({ installation, modulesKept: pooled.modulesKept, inference }, events),
  );
  let loaded = 0;
  let closed = false;
  return {
    name: "wasmedge",
    features: { deadline: true, cpuDeadline: canWatchCpu, aot: compile.aot, nn: inference !== null },
    async load(bytes, loadOptions: LoadOptions = {}): Promise<LoadedModule> {
      if (closed) throw new SandpiperError("E_ENGINE_UNAVAILABLE", "the engine is closed");
      const offers = { hostFolders: true, inference: inference ? HOST_MODULES : [] };
      const { sha256, module } = await loadNative(installation, bytes, loadOptions, offers, compile);
      checkFolders(module.grants);
      const number = ++loaded;
      let unloaded = false;
      return {
        sha256,
        async run(call: WasiCall) {
          if (unloaded) throw new SandpiperError("E_ENGINE_UNAVAILABLE", `${module.name} is unloaded`);
          return pool.run(number, module, call);
        },
        async close() {
          unloaded = true;
        },
      };
    },
    async close() {
      closed = true;
      await pool.close();
    },
  };
}

/** Where native code is kept if nobody says otherwise. */
export function defaultAotFolder(): string {
  return join(cacheFolder(), "wasmedge-aot");
}
