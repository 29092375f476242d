import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import {
  type Engine,
  type Grants,
  type LoadedModule,
  type LoadOptions,
  SandpiperError,
  type WasiCall,
} from "@sandpiper/core";
import { HOST_MODULES } from "@sandpiper/nn";
import type { InferenceService } from "@sandpiper/nn/threads";
import { DEFAULT_STRATEGY, STRATEGIES, type StrategyName } from "../instance/strategies.ts";
import { loadModule } from "../load/load-module.ts";
import { CHANNELS, type ChannelName, DEFAULT_CHANNEL } from "./channels.ts";
import { CompileCache } from "./compile-cache.ts";
import { Pool, type PoolOptions } from "./pool.ts";
import { canWatchCpu } from "./thread-cpu.ts";

const LEAST_HEAP = 128 * 1024 ** 2;

/** Sizes are bytes, times milliseconds. */
export interface PoolEngineOptions {
  /** As many invocations run at the same time. Default: one for each processor. */
  readonly workers?: number;
  /** Workers more than that, ready to take the place of one that was stopped. Default 1. */
  readonly spares?: number;
  /** As many invocations wait when all workers are busy; the next is refused with `E_OVERLOADED`. Default 64 a worker. */
  readonly maxQueue?: number;
  /** An invocation that waited so long is refused with `E_OVERLOADED`. Default 10 seconds. */
  readonly maxQueueMs?: number;
  /**
   * What a worker may have besides linear memories: tables, garbage-collected objects, what the host keeps for the
   * guest. Default 128 MiB, and no less: that is what keeps tables from ending the whole process.
   */
  readonly heapBytes?: number;
  /** As many compiled modules are kept; others are compiled again when they are called. Default 512. */
  readonly compiledKept?: number;
  /** As many modules are kept in each worker; others are sent again. Default 32. */
  readonly modulesKept?: number;
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
  const { compiledKept, ...poolOptions } = toPoolOptions(options);
  const pool = new Pool(poolOptions);
  const compiled = new CompileCache(compiledKept);
  let loaded = 0;
  let closed = false;
  return {
    name: "v8",
    features: { deadline: true, cpuDeadline: canWatchCpu, aot: false, nn: options.inference !== undefined },
    async load(bytesOrModule, loadOptions: LoadOptions = {}): Promise<LoadedModule> {
      if (closed) throw new SandpiperError("E_ENGINE_UNAVAILABLE", "the engine is closed");
      const { sha256, settings, compile } = await loadModule(bytesOrModule, loadOptions, {
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

function toPoolOptions(options: PoolEngineOptions): PoolOptions & { readonly compiledKept: number } {
  const workers = options.workers ?? availableParallelism();
  const all = {
    workers,
    spares: options.spares ?? 1,
    maxQueue: options.maxQueue ?? 64 * workers,
    maxQueueMs: options.maxQueueMs ?? 10_000,
    heapBytes: options.heapBytes ?? LEAST_HEAP,
    compiledKept: options.compiledKept ?? 512,
    modulesKept: options.modulesKept ?? 32,
  };
  const least = {
    workers: 1,
    spares: 0,
    maxQueue: 0,
    maxQueueMs: 1,
    heapBytes: LEAST_HEAP,
    compiledKept: 1,
    modulesKept: 1,
  };
  for (const key of Object.keys(least) as (keyof typeof least)[]) {
    if (!(all[key] >= least[key]) || (key !== "maxQueueMs" && !Number.isSafeInteger(all[key]))) {
      throw new SandpiperError(
        "E_CONFIG",
        `the pool's ${key} is ${all[key]}; it must be a number from ${least[key]} on`,
      );
    }
  }
  const strategy = options.instances ?? DEFAULT_STRATEGY;
  const channel = options.channel ?? DEFAULT_CHANNEL;
  if (!Object.hasOwn(STRATEGIES, strategy)) throw unknown("way to make instances", strategy, STRATEGIES);
  if (!Object.hasOwn(CHANNELS, channel)) throw unknown("channel", channel, CHANNELS);
  return { ...all, strategy, channel, inference: options.inference ?? null };
}

function unknown(what: string, name: string, known: object): SandpiperError {
  return new SandpiperError(
    "E_CONFIG",
    `there is no ${what} named "${name}"; there is ${Object.keys(known).join(", ")}`,
  );
}

function checkFolders({ directories = [] }: Grants): void {
  for (const { host } of directories) {
    if (host !== undefined && !statSync(host, { throwIfNoEntry: false })?.isDirectory()) {
      throw new SandpiperError("E_CONFIG", `${host} is no folder`, { hint: "Name a folder that is there." });
    }
  }
}
