import type { Graph } from "../backend.ts";
import { NnError } from "../nn-error.ts";

export interface CachedGraph {
  readonly graph: Graph;
  readonly bytes: SharedArrayBuffer | null;
  /** It was loaded when it could have been native code. */
  readonly native: boolean;
}

/** The loaded models of one thread, the least recently used first, within a budget of bytes. */
export class GraphCache {
  readonly #budget: number;
  readonly #graphs = new Map<string, CachedGraph>();
  #used = 0;

  /** @param budget bytes */
  constructor(budget: number) {
    this.#budget = budget;
  }

  get byteSize(): number {
    return this.#used;
  }

  /** @param native whether it may be native code: one that was loaded when it could not is dropped, to be loaded anew */
  get(key: string, native: boolean): CachedGraph | null {
    const found = this.#graphs.get(key);
    if (!found) return null;
    this.#graphs.delete(key);
    if (found.graph.lost || (native && !found.native)) {
      this.#used -= sizeOf(found);
      found.graph.close();
      return null;
    }
    this.#graphs.set(key, found);
    return found;
  }

  /**
   * Takes a graph over, and closes as many others as it takes to keep within the budget.
   * @throws NnError `too-large` when it does not fit even alone; it is closed then
   */
  add(key: string, cached: CachedGraph): void {
    const size = sizeOf(cached);
    if (size > this.#budget) {
      cached.graph.close();
      throw new NnError("too-large", `the model takes ${size} bytes of the ${this.#budget} that models may have`);
    }
    for (const [oldest, { graph }] of this.#graphs) {
      if (this.#used + size <= this.#budget) break;
      this.#used -= sizeOf(this.#graphs.get(oldest)!);
      this.#graphs.delete(oldest);
      graph.close();
    }
    this.#graphs.set(key, cached);
    this.#used += size;
  }

  clear(): void {
    for (const { graph } of this.#graphs.values()) graph.close();
    this.#graphs.clear();
    this.#used = 0;
  }
}

function sizeOf({ graph, bytes }: CachedGraph): number {
  return graph.byteSize + (bytes?.byteLength ?? 0);
}
