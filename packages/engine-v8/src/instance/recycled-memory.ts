import { createMemory, fresh, instantiate } from "./fresh.ts";
import type { InstanceStrategy } from "./instance-strategy.ts";

const PAGE = 65_536;

/** Zeroing more than this costs more than a new memory does. */
const LARGEST_KEPT_PAGES = (8 * 1024 ** 2) / PAGE;

/**
 * A new instance for each invocation, so new globals, tables and segments, over a memory that is kept and zeroed
 * between them. V8 counts each new memory as external and collects garbage every few dozen of them; keeping one
 * makes an invocation of a small module about four times cheaper. A memory that grew is dropped: it cannot shrink, and
 * the next guest would see its size. Falls back to `fresh` where the memory is not the host's to keep.
 */
export const recycledMemory: InstanceStrategy = {
  name: "recycled-memory",
  createSource(module) {
    const wanted = module.memory;
    if (!wanted || wanted.shared || wanted.initialPages > LARGEST_KEPT_PAGES) return fresh.createSource(module);

    const initialBytes = wanted.initialPages * PAGE;
    let kept: WebAssembly.Memory | null = null;
    let dirty = false;

    const source = {
      acquire(imports: WebAssembly.Imports, bind: (memory: WebAssembly.Memory) => void) {
        source.tidy();
        kept ??= createMemory(wanted);
        dirty = true;
        return instantiate(module.compiled, imports, wanted, kept, bind);
      },
      release() {
        if (kept && kept.buffer.byteLength !== initialBytes) kept = null;
      },
      tidy() {
        if (kept && dirty) new Uint8Array(kept.buffer).fill(0);
        dirty = false;
      },
    };
    return source;
  },
};
