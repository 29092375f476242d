import { type Engine, type LoadedModule, SandpiperError, type WasiCall } from "@sandpiper/core";
import { type InferencePlace, runInstance } from "@sandpiper/engine";
import { loadCompilable } from "../compile/load-compilable.ts";
import { DEFAULT_STRATEGY, STRATEGIES, type StrategyName } from "../instance/strategies.ts";

export interface InlineEngineOptions {
  /** How instances come to be; default `recycled-memory`. */
  readonly instances?: StrategyName;
  /** Inference for guests that import it; left out, there is none. */
  readonly inference?: InferencePlace;
}

/**
 * An engine that runs guests in the calling thread, with Web APIs only: for places that have no threads, or stop a
 * request themselves. It has no deadline: a guest that never ends blocks the thread. A signal is looked at before a run
 * begins and never after. A module that comes compiled keeps to its memory limit if it was prepared (`prepareForDeployment`), and has none otherwise.
 */
export function createInlineEngine(options: InlineEngineOptions = {}): Engine {
  const place = { openHostDirectory: null, cpuNow: null, inference: options.inference ?? null };
  const strategy = STRATEGIES[options.instances ?? DEFAULT_STRATEGY];
  let closed = false;
  const checkOpen = (): void => {
    if (closed) throw new SandpiperError("E_ENGINE_UNAVAILABLE", "the engine is closed");
  };
  return {
    name: "v8",
    features: { deadline: false, cpuDeadline: false, aot: false, nn: options.inference !== undefined },
    async load(bytesOrModule, loadOptions = {}): Promise<LoadedModule> {
      checkOpen();
      const checked = await loadCompilable(bytesOrModule, loadOptions, {
        hostFolders: false,
        inference: place.inference?.modules ?? [],
      });
      const module = { ...checked.settings, compiled: await checked.compile() };
      const source = strategy.createSource(module);
      let unloaded = false;
      return {
        sha256: checked.sha256,
        async run(call: WasiCall) {
          checkOpen();
          if (unloaded) throw new SandpiperError("E_ENGINE_UNAVAILABLE", `${module.name} is unloaded`);
          if (call.signal?.aborted) throw new SandpiperError("E_CANCELLED", `the call of ${module.name} was cancelled`);
          return runInstance(module, source, call, place);
        },
        async close() {
          unloaded = true;
        },
      };
    },
    async close() {
      closed = true;
    },
  };
}
