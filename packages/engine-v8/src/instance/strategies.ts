import { fresh } from "./fresh.ts";
import type { InstanceStrategy } from "./instance-strategy.ts";
import { recycledMemory } from "./recycled-memory.ts";

/** Every strategy by its name, which is what crosses to a worker. */
export const STRATEGIES = {
  fresh,
  "recycled-memory": recycledMemory,
} as const satisfies Record<string, InstanceStrategy>;

export type StrategyName = keyof typeof STRATEGIES;

/** Measured best of those that serve every module; see `isolation.md` for the figures. */
export const DEFAULT_STRATEGY: StrategyName = "recycled-memory";
