import { SandpiperError } from "@sandpiper/core";
import type { Backend } from "../backend.ts";
import type { Encoding } from "../encoding.ts";

type Log = (line: string) => void;

/** How each backend is loaded. */
export type BackendLoaders = Readonly<Partial<Record<Encoding, (log: Log) => Promise<Backend>>>>;

/** Loaded with its first model, and never before. */
export const LOADERS: BackendLoaders = {
  "tensorflow-lite": async (log) =>
    (await import("../backends/litert/index.ts")).createLitertBackend({
      // It tells at length how it starts.
      log: (line) => line.startsWith("ERROR") && log(line),
    }),
  tensorflow: async (log) =>
    (await import("../backends/tensorflow/tensorflow-backend.ts")).createTensorflowBackend({ log }),
  onnx: async (log) => (await import("../backends/onnx/onnx-backend.ts")).createOnnxBackend({ log }),
};

/** The backends of one thread. */
export class Backends {
  readonly #loaders: BackendLoaders;
  readonly #log: Log;
  readonly #loaded = new Map<Encoding, Backend>();

  constructor(loaders: BackendLoaders, log: Log) {
    this.#loaders = loaders;
    this.#log = log;
  }

  /**
   * @throws `E_ENGINE_UNAVAILABLE` when it is not installed; it is looked for again the next time
   */
  async get(encoding: Encoding): Promise<Backend> {
    const load = this.#loaders[encoding];
    if (!load) throw new SandpiperError("E_ENGINE_UNAVAILABLE", `there is no backend for ${encoding} models`);
    const loaded = this.#loaded.get(encoding) ?? (await load(this.#log));
    this.#loaded.set(encoding, loaded);
    return loaded;
  }

  /** One of them broke down, and others in this thread may have suffered. */
  get broken(): boolean {
    return [...this.#loaded.values()].some(({ healthy }) => healthy === false);
  }
}
