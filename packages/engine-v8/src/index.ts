export { createInlineEngine, type InlineEngineOptions } from "./inline/inline-engine.ts";
export type { StrategyName } from "./instance/strategies.ts";
export type { ChannelName } from "./pool/channels.ts";
export { createPoolEngine, type PoolEngineOptions } from "./pool/pool-engine.ts";
