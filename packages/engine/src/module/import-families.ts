import { isBindgen, type ModuleImport } from "./describe-module.ts";

/** Imports that are often met and never granted as they are: where they come from, and what to do. */
export interface ImportFamily {
  readonly matches: (wanted: ModuleImport) => boolean;
  /** Ends the sentence "f imports x: ...". */
  readonly why: string;
  readonly hint: string;
}

const fromModule =
  (...modules: readonly string[]) =>
  (wanted: ModuleImport): boolean =>
    modules.includes(wanted.module);

const BUILD_FOR_WASI = "Build it for wasm32-wasip1 (Rust: cargo build --release --target wasm32-wasip1).";

/** The first that matches speaks. */
export const IMPORT_FAMILIES: readonly ImportFamily[] = [
  {
    matches: fromModule("wasi_snapshot_preview1"),
    why: "WASI preview 1 has no such function",
    hint: "Build it again with a toolchain for wasm32-wasip1; a call that isn't in the specification can't be granted.",
  },
  {
    matches: fromModule("wasi_unstable"),
    why: "it was built for a WASI older than preview 1",
    hint: "Build it again with a newer toolchain (Rust 1.40, wasi-sdk 8 or later).",
  },
  {
    matches: (wanted) => /^wasi_ephemeral_nn$|^sandpiper_nn$|^wasmedge_(tensorflow|image)/.test(wanted.module),
    why: "inference is not granted to it",
    hint: 'Take "inference": false out of its settings; where an engine has no inference, choose another engine.',
  },
  {
    matches: (wanted) => wanted.module === "wasi" && wanted.name === "thread-spawn",
    why: "guests may not start threads",
    hint: "Build it for wasm32-wasip1 rather than wasm32-wasip1-threads; run many invocations instead.",
  },
  {
    matches: fromModule("wasi_snapshot_preview2"),
    why: "WASI preview 2 is not given to core modules",
    hint: BUILD_FOR_WASI,
  },
  {
    matches: (wanted) => wanted.module.startsWith("wasi:") || /^[a-z0-9-]+:[a-z0-9-]+\//.test(wanted.module),
    why: "it was taken out of a component, whose interfaces core modules are not given",
    hint: BUILD_FOR_WASI,
  },
  {
    matches: (wanted) => isBindgen(wanted),
    why: "wasm-bindgen built it for a browser's JavaScript",
    hint: BUILD_FOR_WASI,
  },
  {
    matches: fromModule("go", "gojs"),
    why: "Go built it for a browser's JavaScript",
    hint: "Build it with GOOS=wasip1 GOARCH=wasm go build.",
  },
  {
    matches: (wanted) => /^(emscripten_|_emscripten|invoke_|__syscall_|_embind)/.test(wanted.name),
    why: "Emscripten built it for its own JavaScript",
    hint: "Build it with wasi-sdk, or with emcc -sSTANDALONE_WASM.",
  },
  {
    matches: (wanted) => wanted.module === "env" && wanted.kind === "function",
    why: "a symbol was left undefined when it was linked",
    hint: "Link the library that defines it, and without --allow-undefined.",
  },
  {
    matches: (wanted) => wanted.kind !== "function",
    why: "only functions and one memory can be granted",
    hint: "Build it as a command of its own, not as a part to be linked at run time.",
  },
];
