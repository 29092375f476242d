import type { MemoryImport } from "@sandpiper/engine";
import { createMemory, fresh, instantiate } from "./fresh.ts";
import type { InstanceStrategy } from "./instance-strategy.ts";

const PAGE = 65_536;

/** Zeroing more than this costs more than a new memory does. */
const LARGEST_KEPT_PAGES = (8 * 1024 ** 2) / PAGE;

/**
 * A new instance for each invocation, so new globals, tables and segments, over a memory that is kept and zeroed
 * between them. V8 counts each new memory as external and collects garbage every few dozen of them; keeping one
 * makes an invocation of a small module about four times cheaper. A memory that grew is dropped: it cannot shrink, and
 * the next guest would see its size; a new one is made ready in its place while nobody waits. Falls back to `fresh` where the
 * memory is not the host's to keep.
 */
export const recycledMemory: InstanceStrategy = {
  name: "recycled-memory",
  createSource(module) {
    const wanted = module.memory;
    if (!wanted || wanted.shared || wanted.initialPages > LARGEST_KEPT_PAGES) return fresh.createSource(module);

    const initialBytes = wanted.initialPages * PAGE;
    let kept: WebAssembly.Memory | null = null;
    let dirty = false;
    /** Where the module's data lies, as indices into a new memory; null before the first instance. */
    let dataPages: readonly number[] | null = null;

    const source = {
      acquire(imports: WebAssembly.Imports, bind: (memory: WebAssembly.Memory) => void) {
        source.tidy();
        kept ??= createMemory(wanted);
        dirty = true;
        const acquired = instantiate(module.compiled, imports, wanted, kept, bind);
        dataPages ??= findWrittenPages(kept);
        return acquired;
      },
      release() {
        if (kept && kept.buffer.byteLength !== initialBytes) kept = null;
      },
      tidy() {
        if (kept && dirty) new Uint8Array(kept.buffer).fill(0);
        dirty = false;
        if (kept === null && dataPages !== null) kept = createReadyMemory(wanted, dataPages);
      },
    };
    return source;
  },
};

/** The system gives memory by pages of this size, each when it is first written to, which takes microseconds. */
const SYSTEM_PAGE = 4096;

/** The first byte of each page of the system that has anything in it. */
function findWrittenPages(memory: WebAssembly.Memory): number[] {
  const words = new BigUint64Array(memory.buffer);
  const perPage = SYSTEM_PAGE / BigUint64Array.BYTES_PER_ELEMENT;
  const written: number[] = [];
  for (let page = 0; page < words.length; page += perPage) {
    for (let at = page; at < page + perPage; at++) {
      if (words[at] === 0n) continue;
      written.push(page * BigUint64Array.BYTES_PER_ELEMENT);
      break;
    }
  }
  return written;
}

/** A new memory whose pages at `written` the system has given already: those that the module's data goes to. */
function createReadyMemory(wanted: MemoryImport, written: readonly number[]): WebAssembly.Memory {
  const memory = createMemory(wanted);
  const bytes = new Uint8Array(memory.buffer);
  for (const at of written) bytes[at] = 0;
  return memory;
}
