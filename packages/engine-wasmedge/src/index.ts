export { type FindOptions, findPlaces } from "./find/find-places.ts";
export { findWasmEdge, INSTALL_COMMAND, type TriedPlace, tryPlaces } from "./find/find-wasmedge.ts";
export type { WasmEdgeInstallation, WasmEdgePlace } from "./find/installation.ts";
export { hasKoffi } from "./find/try-place.ts";
export type { CompileOptions } from "./load-native.ts";
export { runWasmEdgeCommand, type WasmEdgeCommandOptions } from "./run-command.ts";
export { createWasmEdgeEngine, defaultAotFolder, type WasmEdgeEngineOptions } from "./wasmedge-engine.ts";
