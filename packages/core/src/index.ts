export * from "./engine.ts";
export * from "./errors.ts";
export * from "./limits.ts";
export * from "./units.ts";
