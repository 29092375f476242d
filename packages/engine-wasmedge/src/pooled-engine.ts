import { type Engine, type LoadedModule, type LoadOptions, SandpiperError } from "@sandpiper/core";
import type { EngineOffers } from "@sandpiper/engine";
import { checkFolders, type PoolSettings, type PoolWorker, type PoolWorkerEvents } from "@sandpiper/engine/pool";
import type { NativeModule } from "./library/native-module.ts";
import { type CompileOptions, type Compiler, loadNative } from "./load-native.ts";
import { createNativeRunner } from "./native-runner.ts";

export interface PooledEngineParts {
  readonly settings: PoolSettings;
  readonly compiler: Compiler;
  readonly compile: CompileOptions;
  readonly offers: EngineOffers;
  readonly features: Engine["features"];
  createWorker(events: PoolWorkerEvents<NativeModule>): PoolWorker<NativeModule>;
}

/** What an engine does that has a compiler and workers, whatever these are. */
export function createPooledEngine(parts: PooledEngineParts): Engine {
  const runner = createNativeRunner(parts.settings, parts.createWorker);
  let closed = false;
  return {
    name: "wasmedge",
    features: parts.features,
    async load(bytes, options: LoadOptions = {}): Promise<LoadedModule> {
      if (closed) throw new SandpiperError("E_ENGINE_UNAVAILABLE", "the engine is closed");
      const { sha256, module } = await loadNative(parts.compiler, bytes, options, parts.offers, parts.compile);
      checkFolders(module.grants);
      return runner.toLoaded(sha256, module);
    },
    async close() {
      closed = true;
      await runner.close();
    },
  };
}
