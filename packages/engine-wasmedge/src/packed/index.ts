export { createPackedEngine, type PackedEngine, type PackedEngineOptions } from "./packed-engine.ts";
export type { PackedModule, PackedWasmEdge } from "./packed-module.ts";
