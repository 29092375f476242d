export * from "./backend.ts";
export * from "./encoding.ts";
export * from "./host/host-module.ts";
export { HOST_MODULES } from "./host/host-modules.ts";
export * from "./inference.ts";
export * from "./local-inference.ts";
export * from "./nn-error.ts";
export * from "./tensor.ts";
