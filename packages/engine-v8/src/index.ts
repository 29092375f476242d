export type { CommandExit } from "@sandpiper/engine";
export { type CommandOptions, runCommand, TRAP_EXIT_CODE } from "./command/run-command.ts";
export { type DeployableModule, prepareForDeployment } from "./compile/prepare-for-deployment.ts";
export { createInlineEngine, type InlineEngineOptions } from "./inline/inline-engine.ts";
export type { StrategyName } from "./instance/strategies.ts";
export type { ChannelName } from "./pool/channels.ts";
export { createPoolEngine, type PoolEngineOptions } from "./pool/pool-engine.ts";
