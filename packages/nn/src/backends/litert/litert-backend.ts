import type { Backend, Graph, MaybePromise, ModelContent } from "../../backend.ts";
import type { Encoding } from "../../encoding.ts";
import { NnError } from "../../nn-error.ts";
import { LitertGraph } from "./litert-graph.ts";
import { LitertInstance, type LitertParts } from "./litert-instance.ts";
import { readTfliteModel } from "./tflite-model.ts";

export interface LitertBackend extends Backend {
  /** False from the moment LiteRT broke down until it runs anew. Graphs of before then only answer `runtime-error`. */
  readonly healthy: boolean;
  /** Bytes of LiteRT's memory as it is now. */
  readonly memoryBytes: number;
}

/** An instance that has grown beyond this is replaced once nothing lies in it, since its memory never shrinks. */
const LARGE_MEMORY_BYTES = 256 * 2 ** 20;

/**
 * TensorFlow Lite models through LiteRT on XNNPACK, one thread a run. `run` returns at once; so does `load`, except
 * right after LiteRT broke down, when it waits for a new instance. It needs Web APIs only: `createLitertBackend` is for Node.
 * @param log takes LiteRT's own log, line by line; left out, it goes nowhere
 */
export async function startLitertBackend(parts: LitertParts, log?: (line: string) => void): Promise<LitertBackend> {
  const backend = new Litert(parts, log ?? (() => {}));
  await backend.start();
  return backend;
}

class Litert implements LitertBackend {
  readonly name = "litert";
  readonly encoding: Encoding = "tensorflow-lite";
  readonly #parts: LitertParts;
  readonly #log: (line: string) => void;
  #instance: LitertInstance | null = null;
  #starting: Promise<LitertInstance> | null = null;
  /** Graphs in `#instance`. */
  #graphs = 0;

  constructor(parts: LitertParts, log: (line: string) => void) {
    this.#parts = parts;
    this.#log = log;
  }

  get healthy(): boolean {
    return this.#instance?.dead === false;
  }

  get memoryBytes(): number {
    return this.#instance?.memoryBytes ?? 0;
  }

  load(model: ModelContent): MaybePromise<Graph> {
    if (!("bytes" in model))
      throw new NnError("unsupported-operation", "LiteRT loads models from bytes, not from a folder");
    const header = readTfliteModel(model.bytes);
    const load = (instance: LitertInstance): Graph => {
      // A model that fails to load may have made the memory grow as well.
      this.#onOpen(instance);
      try {
        return new LitertGraph(instance, header, model.bytes, () => this.#onClose(instance));
      } catch (error) {
        this.#onClose(instance);
        throw error;
      }
    };
    if (this.#instance === null) return this.start().then(load);
    if (this.#instance.worn) this.#replace();
    return load(this.#instance);
  }

  close(): void {
    this.#instance = null;
  }

  /** Makes an instance in place of the one there is, if any. */
  start(): Promise<LitertInstance> {
    this.#starting ??= LitertInstance.create({ ...this.#parts, log: this.#log, onDeath: () => this.#onDeath() })
      .then((instance) => {
        this.#graphs = 0;
        this.#instance = instance;
        return instance;
      })
      .finally(() => {
        this.#starting = null;
      });
    return this.#starting;
  }

  /** Of this instance or of one that was replaced and still had graphs: either way the backend is not healthy until a new one is there. */
  #onDeath(): void {
    this.#instance = null;
    this.#replace();
  }

  #replace(): void {
    // Should it fail, the next load tries again and tells of it.
    this.start().catch(() => {});
  }

  #onOpen(instance: LitertInstance): void {
    if (instance === this.#instance) this.#graphs++;
  }

  #onClose(instance: LitertInstance): void {
    if (instance !== this.#instance) return;
    this.#graphs--;
    if (this.#graphs === 0 && instance.memoryBytes > LARGE_MEMORY_BYTES) this.#replace();
  }
}
