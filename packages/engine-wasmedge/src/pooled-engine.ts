import { type Engine, type LoadedModule, type LoadOptions, SandpiperError, type WasiCall } from "@sandpiper/core";
import type { EngineOffers } from "@sandpiper/engine";
import {
  checkFolders,
  Pool,
  type PoolSettings,
  type PoolWorker,
  type PoolWorkerEvents,
  toPoolOptions,
} from "@sandpiper/engine/pool";
import type { NativeModule } from "./library/native-module.ts";
import { type CompileOptions, type Compiler, loadNative } from "./load-native.ts";

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
  const pool = new Pool<NativeModule>(toPoolOptions(parts.settings), parts.createWorker);
  let loaded = 0;
  let closed = false;
  return {
    name: "wasmedge",
    features: parts.features,
    async load(bytes, options: LoadOptions = {}): Promise<LoadedModule> {
      if (closed) throw new SandpiperError("E_ENGINE_UNAVAILABLE", "the engine is closed");
      const { sha256, module } = await loadNative(parts.compiler, bytes, options, parts.offers, parts.compile);
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
