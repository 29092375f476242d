export { type FindOptions, findPlaces } from "./find/find-places.ts";
export { findWasmEdge, HOW_TO_INSTALL, type TriedPlace, tryPlaces } from "./find/find-wasmedge.ts";
export type { WasmEdgeInstallation, WasmEdgePlace } from "./find/installation.ts";
export { createWasmEdgeEngine, defaultAotFolder, type WasmEdgeEngineOptions } from "./wasmedge-engine.ts";
