import { type LoadedModule, SandpiperError, type WasiCall } from "@sandpiper/core";
import { Pool, type PoolSettings, type PoolWorker, type PoolWorkerEvents, toPoolOptions } from "@sandpiper/engine/pool";
import type { NativeModule } from "./library/native-module.ts";

/** Runs modules whose native code is there. */
export interface NativeRunner {
  /** @param sha256 of the module as it came */
  toLoaded(sha256: string, module: NativeModule): LoadedModule;
  close(): Promise<void>;
}

/** @throws `E_CONFIG` for a setting that cannot be */
export function createNativeRunner(
  settings: PoolSettings,
  createWorker: (events: PoolWorkerEvents<NativeModule>) => PoolWorker<NativeModule>,
): NativeRunner {
  const pool = new Pool<NativeModule>(toPoolOptions(settings), createWorker);
  let loaded = 0;
  return {
    toLoaded(sha256, module) {
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
    close: () => pool.close(),
  };
}
