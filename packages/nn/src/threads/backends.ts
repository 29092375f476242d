import { SandpiperError } from "@sandpiper/core";
import type { Backend } from "../backend.ts";
import type { Encoding } from "../encoding.ts";

/** How each backend is loaded. */
export type BackendLoaders = Readonly<Partial<Record<Encoding, (place: BackendPlace) => Promise<Backend>>>>;

/** What a thread offers to the backends it loads. */
export interface BackendPlace {
  /** Takes a line for the operator. */
  readonly log: (line: string) => void;
  /** LiteRT as another thread compiled it, which takes a while; null: nobody has. */
  readonly litert: WebAssembly.Module | null;
  /** Hands it on. */
  readonly onLitert: (module: WebAssembly.Module) => void;
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
  tensorflow: async ({ log }) =>
    (await import("../backends/tensorflow/tensorflow-backend.ts")).createTensorflowBackend({ log }),
  onnx: async ({ log }) => (await import("../backends/onnx/onnx-backend.ts")).createOnnxBackend({ log }),
};

/** The backends of one thread. */
export class Backends {
  readonly #loaders: BackendLoaders;
  readonly #place: BackendPlace;
  readonly #loaded = new Map<Encoding, Backend>();

  constructor(loaders: BackendLoaders, place: BackendPlace) {
    this.#loaders = loaders;
    this.#place = place;
  }

  /**
   * @throws `E_ENGINE_UNAVAILABLE` when it is not installed; it is looked for again the next time
   */
  async get(encoding: Encoding): Promise<Backend> {
    const load = this.#loaders[encoding];
    if (!load) throw new SandpiperError("E_ENGINE_UNAVAILABLE", `there is no backend for ${encoding} models`);
    const loaded = this.#loaded.get(encoding) ?? (await load(this.#place));
    this.#loaded.set(encoding, loaded);
    return loaded;
  }

  /** One of them broke down, and others in this thread may have suffered. */
  get broken(): boolean {
    return [...this.#loaded.values()].some(({ healthy }) => healthy === false);
  }
}
