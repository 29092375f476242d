import { koffi } from "../library/native.ts";
import type { Library, Pointer } from "../library/open-library.ts";

export const PAGE_BYTES = 65_536;

/**
 * A memory of WasmEdge that looks like one of V8 to whom only its `buffer` matters. WasmEdge reserves all that a memory can
 * grow to and grows it in place, so an older view is short and never wrong.
 */
export class NativeMemory {
  readonly #library: Library;
  readonly #memory: Pointer;
  #pages = 0;
  #view = new ArrayBuffer(0);

  constructor(library: Library, memory: Pointer) {
    this.#library = library;
    this.#memory = memory;
  }

  get pages(): number {
    return this.#library.MemoryInstanceGetPageSize(this.#memory);
  }

  get buffer(): ArrayBuffer {
    const { pages } = this;
    if (pages !== this.#pages) {
      const start = this.#library.MemoryInstanceGetPointer(this.#memory, 0, 1);
      if (start === null) throw new Error("WasmEdge does not tell where a memory is");
      this.#view = koffi.view(start, pages * PAGE_BYTES);
      this.#pages = pages;
    }
    return this.#view;
  }

  /** For those who ask for one of V8's. */
  get asMemory(): WebAssembly.Memory {
    return this as unknown as WebAssembly.Memory;
  }
}
