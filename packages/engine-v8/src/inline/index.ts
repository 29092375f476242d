export type { StrategyName } from "../instance/strategies.ts";
export { createInlineEngine, type InlineEngineOptions } from "./inline-engine.ts";
