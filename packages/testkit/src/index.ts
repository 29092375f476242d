export * from "./engine/engine-guests.ts";
export * from "./fixtures/compile-wat.ts";
export * from "./fixtures/guests.ts";
export * from "./fixtures/temporary-folder.ts";
export * from "./target/corpus-case.ts";
export * from "./target/corpus-project.ts";
export * from "./target/replay-corpus.ts";
export * from "./target/test-target.ts";
