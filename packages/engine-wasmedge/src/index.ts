export { type CommandLineEngineOptions, createCommandLineEngine } from "./command-line/command-line-engine.ts";
export { type CommandLineInstallation, findCommandLine } from "./command-line/find-command-line.ts";
export { type FindOptions, findPlaces } from "./find/find-places.ts";
export { findWasmEdge, INSTALL_COMMAND, type TriedPlace, tryPlaces } from "./find/find-wasmedge.ts";
export type { WasmEdgeInstallation, WasmEdgePlace } from "./find/installation.ts";
export { hasKoffi } from "./find/try-place.ts";
export { type CompileOptions, defaultAotFolder } from "./load-native.ts";
export { runWasmEdgeCommand, type WasmEdgeCommandOptions } from "./run-command.ts";
export { createWasmEdgeEngine, type WasmEdgeEngineOptions } from "./wasmedge-engine.ts";
