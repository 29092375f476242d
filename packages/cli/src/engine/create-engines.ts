import type { Engine } from "@sandpiper/core";
import { createPoolEngine } from "@sandpiper/engine-v8";
import type { InferenceService } from "@sandpiper/nn/threads";
import type { ProjectFunction } from "../project/project.ts";
import type { Progress } from "../toolchain/progress.ts";
import { DEFAULT_ENGINE, type EngineName } from "./engine-name.ts";

export interface EnginesOptions {
  readonly inference: InferenceService;
  /** For every function, whatever its settings say. */
  readonly asked?: EngineName | undefined;
  readonly workers?: number | undefined;
  readonly spares?: number | undefined;
  /** Is told of modules that are compiled ahead of time. */
  readonly onProgress?: Progress | undefined;
  /** Stops what is being compiled. */
  readonly signal?: AbortSignal | undefined;
}

/** The engines that functions of a project run in, each made when the first function wants it. */
export interface Engines {
  /** @throws `E_ENGINE_UNAVAILABLE` when it is not installed */
  of(definition: ProjectFunction): Promise<Engine>;
  close(): Promise<void>;
}

type Make = (options: EnginesOptions) => Promise<Engine>;

const MAKERS: Readonly<Record<EngineName, Make>> = {
  v8: async (options) => createPoolEngine({ inference: options.inference, ...toSize(options) }),
  wasmedge: async (options) => (await import("./create-wasmedge.ts")).createWasmEdge(options, toSize(options)),
};

export function createEngines(options: EnginesOptions): Engines {
  const made = new Map<EngineName, Promise<Engine>>();
  return {
    of(definition) {
      const name = options.asked ?? definition.engine ?? DEFAULT_ENGINE;
      const found = made.get(name);
      if (found) return found;
      const making = MAKERS[name](options);
      made.set(name, making);
      // It may be installed meanwhile.
      making.catch(() => made.delete(name));
      return making;
    },
    async close() {
      const engines = await Promise.allSettled(made.values());
      await Promise.all(engines.map((one) => (one.status === "fulfilled" ? one.value.close() : undefined)));
    },
  };
}

function toSize({ workers, spares }: EnginesOptions) {
  return { ...(workers === undefined ? {} : { workers }), ...(spares === undefined ? {} : { spares }) };
}
