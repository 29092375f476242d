import { SandpiperError } from "@sandpiper/core";
import type { Backend } from "../backend.ts";
import type { Encoding } from "../encoding.ts";

/** What a model may be run by: the backend of its encoding, or another that is faster and not everybody's. */
export type BackendKind = Encoding | "tensorflow-lite-native";

/** How each backend is loaded. Null: it is not installed, and there is another in its place. */
export type BackendLoaders = Readonly<Partial<Record<BackendKind, (place: BackendPlace) => Promise<Backend | null>>>>;

/** What a thread offers to the backends it loads. */
export interface BackendPlace {
  /** Takes a line for the operator. */
  readonly log: (line: string) => void;
  /** LiteRT as another thread compiled it, which takes a while; null: nobody has. */
  readonly litert: WebAssembly.Module | null;
  /** Hands it on. */
  readonly onLitert: (module: WebAssembly.Module) => void;
  /** Tells of a process that a backend started: it must end with the thread, also when the thread cannot see to it. */
  readonly onProcess: (pid: number, state: "started" | "ended") => void;
}

/** Loaded with its first model, and never before. */
export const LOADERS: BackendLoaders = {
  "tensorflow-lite": async ({ log, litert, onLitert }) => {
    const { createLitertBackend } = await import("../backends/litert/create-litert-backend.ts");
    const { compileLitert } = await import("../backends/litert/litert-files.ts");
    const module = litert ?? (await compileLitert());
    if (!litert) onLitert(module);
    // It tells at length how it starts.
    return createLitertBackend({ module, log: (line) => line.startsWith("ERROR") && log(line) });
  },
  "tensorflow-lite-native": async ({ onProcess }) => {
    const { findNativeLitert } = await import("../install/find-native-litert.ts");
    if (findNativeLitert() === null) return null;
    const { startProcessBackend } = await import("../process/process-backend.ts");
    return startProcessBackend("litert-native", { encoding: "tensorflow-lite", onProcess });
  },
  tensorflow: async ({ log }) =>
    (await import("../backends/tensorflow/tensorflow-backend.ts")).createTensorflowBackend({ log }),
  onnx: async ({ log }) => (await import("../backends/onnx/onnx-backend.ts")).createOnnxBackend({ log }),
};

/** The backends of one thread. */
export class Backends {
  readonly #loaders: BackendLoaders;
  readonly #place: BackendPlace;
  readonly #loaded = new Map<BackendKind, Backend>();

  constructor(loaders: BackendLoaders, place: BackendPlace) {
    this.#loaders = loaders;
    this.#place = place;
  }

  /**
   * @param native whether it may be native code that has WebAssembly in its place where it is not installed
   * @throws `E_ENGINE_UNAVAILABLE` when it is not installed; it is looked for again the next time
   */
  async get(encoding: Encoding, native: boolean): Promise<Backend> {
    const faster = native && encoding === "tensorflow-lite" ? await this.#load("tensorflow-lite-native") : null;
    const backend = faster ?? (await this.#load(encoding));
    if (!backend) throw new SandpiperError("E_ENGINE_UNAVAILABLE", `there is no backend for ${encoding} models`);
    return backend;
  }

  async #load(kind: BackendKind): Promise<Backend | null> {
    const loaded = this.#loaded.get(kind) ?? (await this.#loaders[kind]?.(this.#place)) ?? null;
    if (loaded) this.#loaded.set(kind, loaded);
    return loaded;
  }

  /** One of them broke down, and others in this thread may have suffered. */
  get broken(): boolean {
    return [...this.#loaded.values()].some(({ healthy }) => healthy === false);
  }
}
