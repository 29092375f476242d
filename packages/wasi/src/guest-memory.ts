import { Errno, WasiErrno } from "./errno.ts";

/** Longest path, as Linux has it; and what a symbolic link may hold. */
export const MAX_PATH_BYTES = 4096;

/**
 * A transfer takes at most this many buffers that are not empty, as POSIX's usual `IOV_MAX`; the rest is left to the
 * next call, which a short count asks for.
 */
const MAX_BUFFERS = 1024;

const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The guest's memory as host calls see it. Every access names a pointer and a length that come from the guest, so each
 * is checked against the memory as it is now; what does not lie inside throws `fault`. Pointers may come signed, as
 * WebAssembly hands an i32 over. Nothing needs to be aligned.
 *
 * Before `bind` the memory is empty, and every pointer but 0 of length 0 is bad.
 */
export class GuestMemory {
  #memory: WebAssembly.Memory | null = null;
  #bytes = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);

  get bound(): boolean {
    return this.#memory !== null;
  }

  bind(memory: WebAssembly.Memory): void {
    this.#memory = memory;
    this.#refresh();
  }

  /** The checked pointer, unsigned. `length` is not negative, and may be more than 32 bits hold. */
  at(pointer: number, length: number): number {
    const start = pointer >>> 0;
    const end = start + length;
    if (end > this.#bytes.length || this.#bytes.length === 0) {
      // Growing a memory leaves the old buffer detached (length 0), a shared one leaves it short: look again.
      this.#refresh();
      if (end > this.#bytes.length) throw new WasiErrno(Errno.fault);
    }
    return start;
  }

  /** For offsets that `at` has just checked: to be asked for after that, since checking may renew it. */
  get view(): DataView {
    return this.#view;
  }

  /** The memory itself, not a copy. */
  bytes(pointer: number, length: number): Uint8Array {
    const size = length >>> 0;
    const start = this.at(pointer, size);
    return this.#bytes.subarray(start, start + size);
  }

  setUint32(pointer: number, value: number): void {
    const at = this.at(pointer, 4);
    this.#view.setUint32(at, value, true);
  }

  setUint64(pointer: number, value: bigint): void {
    const at = this.at(pointer, 8);
    this.#view.setBigUint64(at, value, true);
  }

  /** Sets `length` bytes to zero and returns the checked pointer: the start of writing a struct with gaps. */
  clear(pointer: number, length: number): number {
    const start = this.at(pointer, length);
    this.#bytes.fill(0, start, start + length);
    return start;
  }

  set(pointer: number, bytes: Uint8Array): void {
    const at = this.at(pointer, bytes.length);
    this.#bytes.set(bytes, at);
  }

  /**
   * The buffers of an `iovec` or `ciovec` array, the empty ones left out. All of the array must lie in memory, and so
   * must each buffer.
   * @throws `inval` when they add up to more than a 32-bit count can say
   */
  buffers(pointer: number, count: number): Uint8Array[] {
    const length = count >>> 0;
    const start = this.at(pointer, length * 8);
    const buffers: Uint8Array[] = [];
    let total = 0;
    for (let entry = start; entry < start + length * 8; entry += 8) {
      const size = this.#view.getUint32(entry + 4, true);
      const buffer = this.#view.getUint32(entry, true);
      const at = this.at(buffer, size);
      total += size;
      if (total > 0xffff_ffff) throw new WasiErrno(Errno.inval);
      if (size > 0 && buffers.push(this.#bytes.subarray(at, at + size)) === MAX_BUFFERS) break;
    }
    return buffers;
  }

  /**
   * A path or a link's content.
   * @throws `nametoolong`, `ilseq` when it is not UTF-8, `inval` when it has a NUL
   */
  path(pointer: number, length: number): string {
    const bytes = this.bytes(pointer, length);
    if (bytes.length > MAX_PATH_BYTES) throw new WasiErrno(Errno.nametoolong);
    let text: string;
    try {
      // A decoder need not take shared memory.
      text = DECODER.decode(bytes.buffer instanceof ArrayBuffer ? bytes : bytes.slice());
    } catch {
      throw new WasiErrno(Errno.ilseq);
    }
    if (text.includes("\0")) throw new WasiErrno(Errno.inval);
    return text;
  }

  #refresh(): void {
    if (this.#memory === null || this.#memory.buffer === this.#bytes.buffer) return;
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#view = new DataView(this.#memory.buffer);
  }
}
