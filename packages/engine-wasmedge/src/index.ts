export { type FindOptions, findPlaces } from "./find/find-places.ts";
export { findWasmEdge, HOW_TO_INSTALL, type TriedPlace, tryPlaces } from "./find/find-wasmedge.ts";
export type { WasmEdgeInstallation, WasmEdgePlace } from "./find/installation.ts";
export type { CompileOptions } from "./load-native.ts";
export { runWasmEdgeCommand, type WasmEdgeCommandOptions } from "./run-command.ts";
export { createWasmEdgeEngine, defaultAotFolder, type WasmEdgeEngineOptions } from "./wasmedge-engine.ts";
