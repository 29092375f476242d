export * from "./engine.ts";
export * from "./errors.ts";
export * from "./limits.ts";
export * from "./module-format.ts";
export * from "./units.ts";
