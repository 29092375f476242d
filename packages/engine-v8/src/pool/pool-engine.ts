import { type Engine, type LoadedModule, type LoadOptions, SandpiperError, type WasiCall } from "@sandpiper/core";
import {
  checkFolders,
  checkPoolOption,
  Pool,
  type PoolOptions,
  type PoolSettings,
  toPoolOptions,
} from "@sandpiper/engine/pool";
import { HOST_MODULES } from "@sandpiper/nn";
import type { InferenceService } from "@sandpiper/nn/threads";
import { CompileCache } from "../compile/compile-cache.ts";
import type { CompiledModule } from "../compile/compiled-module.ts";
import { loadCompilable } from "../compile/load-compilable.ts";
import { DEFAULT_STRATEGY, STRATEGIES, type StrategyName } from "../instance/strategies.ts";
import { CHANNELS, type ChannelName, DEFAULT_CHANNEL } from "./channels.ts";
import { canWatchCpu } from "./thread-cpu.ts";
import { ThreadWorker, type ThreadWorkerOptions } from "./thread-worker.ts";

const LEAST_HEAP = 128 * 1024 ** 2;

/** Sizes are bytes, times milliseconds. */
export interface PoolEngineOptions extends PoolSettings {
  /**
   * What a worker may have besides linear memories: tables, garbage-collected objects, what the host keeps for the
   * guest. Default 128 MiB, and no less: that is what keeps tables from ending the whole process.
   */
  readonly heapBytes?: number;
  /** As many compiled modules are kept; others are compiled again when they are called. Default 512. */
  readonly compiledKept?: number;
  /** Inference for guests that import it. It stays the caller's: closing the engine does not close it. */
  readonly inference?: InferenceService;
  /** How instances come to be; default `recycled-memory`. */
  readonly instances?: StrategyName;
  /** How workers are told of work; default `message`. */
  readonly channel?: ChannelName;
}

/**
 * An engine that runs guests in worker threads, so that one that does not end can be stopped. Modules are compiled once.
 * A signal stops a run. The process is kept alive only while somebody waits for an answer.
 * @throws `E_CONFIG` for an option that cannot be
 */
export function createPoolEngine(options: PoolEngineOptions = {}): Engine {
  const { compiledKept, ...all } = toOptions(options);
  const pool = new Pool<CompiledModule>(all, (events) => new ThreadWorker(all, events));
  const compiled = new CompileCache(compiledKept);
  let loaded = 0;
  let closed = false;
  return {
    name: "v8",
    features: { deadline: true, cpuDeadline: canWatchCpu, aot: false, nn: options.inference !== undefined },
    async load(bytesOrModule, loadOptions: LoadOptions = {}): Promise<LoadedModule> {
      if (closed) throw new SandpiperError("E_ENGINE_UNAVAILABLE", "the engine is closed");
      const { sha256, settings, compile } = await loadCompilable(bytesOrModule, loadOptions, {
        hostFolders: true,
        inference: options.inference ? HOST_MODULES : [],
      });
      checkFolders(settings.grants);
      const number = ++loaded;
      // The limit is part of what is compiled: the module is rewritten to keep within it.
      const key = sha256 === "" ? `#${number}` : `${sha256}/${settings.limits.memoryBytes}`;
      await compiled.get(key, compile);
      let unloaded = false;
      return {
        sha256,
        async run(call: WasiCall) {
          if (unloaded) throw new SandpiperError("E_ENGINE_UNAVAILABLE", `${settings.name} is unloaded`);
          return pool.run(number, { ...settings, compiled: await compiled.get(key, compile) }, call);
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

function toOptions(options: PoolEngineOptions): PoolOptions & ThreadWorkerOptions & { readonly compiledKept: number } {
  const { heapBytes = LEAST_HEAP, compiledKept = 512 } = options;
  checkPoolOption("heapBytes", heapBytes, LEAST_HEAP);
  checkPoolOption("compiledKept", compiledKept, 1);
  const strategy = options.instances ?? DEFAULT_STRATEGY;
  const channel = options.channel ?? DEFAULT_CHANNEL;
  if (!Object.hasOwn(STRATEGIES, strategy)) throw unknown("way to make instances", strategy, STRATEGIES);
  if (!Object.hasOwn(CHANNELS, channel)) throw unknown("channel", channel, CHANNELS);
  return {
    ...toPoolOptions(options),
    heapBytes,
    compiledKept,
    strategy,
    channel,
    inference: options.inference ?? null,
  };
}

function unknown(what: string, name: string, known: object): SandpiperError {
  return new SandpiperError(
    "E_CONFIG",
    `there is no ${what} named "${name}"; there is ${Object.keys(known).join(", ")}`,
  );
}
