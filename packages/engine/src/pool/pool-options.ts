import { availableParallelism } from "node:os";
import { SandpiperError } from "@sandpiper/core";
import type { PoolOptions } from "./pool.ts";

/** What every engine with a pool may be told of it. Times are milliseconds. */
export interface PoolSettings {
  /** As many invocations run at the same time. Default: one for each processor. */
  readonly workers?: number;
  /** Workers more than that, ready to take the place of one that was stopped. Default 1. */
  readonly spares?: number;
  /** As many invocations wait when all workers are busy; the next is refused with `E_OVERLOADED`. Default 64 a worker. */
  readonly maxQueue?: number;
  /** An invocation that waited so long is refused with `E_OVERLOADED`. Default 10 seconds. */
  readonly maxQueueMs?: number;
  /** As many modules are kept in each worker; others are sent again. Default 32. */
  readonly modulesKept?: number;
}

const LEAST = { workers: 1, spares: 0, maxQueue: 0, maxQueueMs: 1, modulesKept: 1 };

/**
 * The settings with their defaults.
 * @throws `E_CONFIG` for one that cannot be
 */
export function toPoolOptions(settings: PoolSettings): PoolOptions & { readonly modulesKept: number } {
  const workers = settings.workers ?? availableParallelism();
  const options = {
    workers,
    spares: settings.spares ?? 1,
    maxQueue: settings.maxQueue ?? 64 * workers,
    maxQueueMs: settings.maxQueueMs ?? 10_000,
    modulesKept: settings.modulesKept ?? 32,
  };
  for (const [key, least] of Object.entries(LEAST) as [keyof typeof LEAST, number][]) {
    checkPoolOption(key, options[key], least, key !== "maxQueueMs");
  }
  return options;
}

/** @throws `E_CONFIG` */
export function checkPoolOption(key: string, value: number, least: number, whole = true): void {
  if (value >= least && (!whole || Number.isSafeInteger(value))) return;
  throw new SandpiperError("E_CONFIG", `the pool's ${key} is ${value}; it must be a number from ${least} on`);
}
