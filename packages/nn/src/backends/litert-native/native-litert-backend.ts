import { SandpiperError } from "@sandpiper/core";
import type { Backend, ModelContent } from "../../backend.ts";
import { findNativeLitert } from "../../install/find-native-litert.ts";
import { NnError } from "../../nn-error.ts";
import { loadKoffi } from "../koffi.ts";
import { readTfliteModel } from "../litert/tflite-model.ts";
import { NativeLitert } from "./native-litert.ts";
import { NativeLitertGraph } from "./native-litert-graph.ts";
import { openLitertLibrary } from "./open-litert-library.ts";

export interface NativeLitertOptions {
  /** Takes and forgets what the library has written to standard error, where it logs. */
  readonly takeLog: () => string;
  /** The cache folder; default: `cacheFolder()`. */
  readonly cache?: string;
}

/**
 * TensorFlow Lite models through LiteRT as native code, one thread a run: about twice as fast as its WebAssembly, and without a
 * sandbox. It belongs in a process of its own (`process/`).
 * @throws SandpiperError `E_ENGINE_UNAVAILABLE` when it is not installed, or does not load
 */
export function createNativeLitertBackend({ takeLog, cache }: NativeLitertOptions): Backend {
  const found = findNativeLitert(cache);
  const hint = "Run npx sandpiper nn install litert-native.";
  if (!found) throw new SandpiperError("E_ENGINE_UNAVAILABLE", "LiteRT's native library is not installed", { hint });
  let litert: NativeLitert;
  try {
    litert = new NativeLitert(openLitertLibrary(loadKoffi(found.koffi), found.library), takeLog);
  } catch (cause) {
    throw new SandpiperError("E_ENGINE_UNAVAILABLE", `${found.library} does not load: ${cause}`, { hint, cause });
  }
  return {
    name: "litert-native",
    encoding: "tensorflow-lite",
    load(model: ModelContent) {
      if (!("bytes" in model)) {
        throw new NnError("unsupported-operation", "LiteRT loads models from bytes, not from a folder");
      }
      // What is checked must be what is loaded, and it is changed on the way.
      const bytes = model.bytes.slice();
      return new NativeLitertGraph(litert, readTfliteModel(bytes), bytes);
    },
    close() {},
  };
}
