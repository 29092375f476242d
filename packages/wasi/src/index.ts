export * from "./create-wasi.ts";
export * from "./errno.ts";
export * from "./fs/file-system.ts";
export * from "./fs/memory-file-system.ts";
export * from "./streams.ts";
export * from "./wasi.ts";
