import assert from "node:assert/strict";
import { createWasi } from "./create-wasi.ts";
import { Errno } from "./errno.ts";
import { Fdflags } from "./flags.ts";
import type { Wasi, WasiOptions } from "./wasi.ts";

/** Every right there is, as a guest may ask for them. */
export const ALL_RIGHTS = 2n ** 30n - 1n;

export interface OpenOptions {
  readonly dir?: number;
  readonly lookup?: number;
  readonly oflags?: number;
  readonly fdflags?: number;
  readonly rights?: bigint;
  readonly inheriting?: bigint;
}

/** Calls WASI as a guest would, with a memory and no code. */
export class DrivenGuest {
  readonly wasi: Wasi;
  readonly memory: WebAssembly.Memory;
  /** Where calls put their results. */
  readonly result = 1024;
  #next = 4096;

  constructor(options: WasiOptions, pages: number) {
    this.wasi = createWasi(options);
    this.memory = new WebAssembly.Memory({ initial: pages });
    this.wasi.bind(this.memory);
  }

  call(name: string, ...args: (number | bigint)[]): number {
    const imported = this.wasi.imports[name];
    assert.ok(imported !== undefined, `${name} is not there`);
    return (imported as unknown as (...args: unknown[]) => number)(...args);
  }

  /** Calls, and fails unless it succeeds. */
  must(name: string, ...args: (number | bigint)[]): void {
    assert.equal(errnoName(this.call(name, ...args)), "success", `${name}(${args.join(", ")})`);
  }

  get view(): DataView {
    return new DataView(this.memory.buffer);
  }

  get bytes(): Uint8Array {
    return new Uint8Array(this.memory.buffer);
  }

  u32(pointer = this.result): number {
    return this.view.getUint32(pointer, true);
  }

  u64(pointer = this.result): bigint {
    return this.view.getBigUint64(pointer, true);
  }

  /** Room in memory that nothing else uses. */
  room(size: number): number {
    const pointer = this.#next;
    this.#next += (size + 7) & ~7;
    assert.ok(this.#next <= this.memory.buffer.byteLength, "the test's guest is out of memory");
    return pointer;
  }

  /** Bytes in memory, as pointer and length. */
  put(content: string | Uint8Array): [number, number] {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const pointer = this.room(bytes.length);
    this.bytes.set(bytes, pointer);
    return [pointer, bytes.length];
  }

  text(pointer: number, length: number): string {
    return new TextDecoder().decode(this.bytes.slice(pointer, pointer + length));
  }

  /** An array of buffers, as pointer and count. */
  buffers(...buffers: readonly (readonly [number, number])[]): [number, number] {
    const pointer = this.room(buffers.length * 8);
    for (const [index, [at, length]] of buffers.entries()) {
      this.view.setUint32(pointer + index * 8, at, true);
      this.view.setUint32(pointer + index * 8 + 4, length, true);
    }
    return [pointer, buffers.length];
  }

  /** The new descriptor, or the name of the errno. */
  open(
    path: string,
    { dir = 3, lookup = 0, oflags = 0, fdflags = 0, rights, inheriting }: OpenOptions = {},
  ): number | string {
    const base = rights ?? ALL_RIGHTS & ~(1n << 6n);
    const errno = this.call(
      "path_open",
      dir,
      lookup,
      ...this.put(path),
      oflags,
      base,
      inheriting ?? 0n,
      fdflags,
      this.result,
    );
    return errno === Errno.success ? this.u32() : errnoName(errno);
  }

  /** Opens for reading and writing, and fails unless it succeeds. */
  opened(path: string, options: OpenOptions = {}): number {
    const fd = this.open(path, { rights: ALL_RIGHTS, ...options });
    assert.equal(typeof fd, "number", `opening ${path}: ${fd}`);
    return fd as number;
  }

  write(fd: number, text: string): number | string {
    const errno = this.call("fd_write", fd, ...this.buffers(this.put(text)), this.result);
    return errno === Errno.success ? this.u32() : errnoName(errno);
  }

  read(fd: number, length = 100): string {
    const at = this.room(length);
    this.must("fd_read", fd, ...this.buffers([at, length]), this.result);
    return this.text(at, this.u32());
  }

  /** Calls something that takes a directory and a path, and says its errno. */
  path(name: string, path: string, dir = 3): string {
    return errnoName(this.call(name, dir, ...this.put(path)));
  }

  symlink(target: string, path: string, dir = 3): string {
    return errnoName(this.call("path_symlink", ...this.put(target), dir, ...this.put(path)));
  }

  rename(from: string, to: string, dir = 3, toDir = dir): string {
    return errnoName(this.call("path_rename", dir, ...this.put(from), toDir, ...this.put(to)));
  }

  link(from: string, to: string, { lookup = 0, dir = 3, toDir = 3 } = {}): string {
    return errnoName(this.call("path_link", dir, lookup, ...this.put(from), toDir, ...this.put(to)));
  }

  stat(path: string, { lookup = 0, dir = 3 } = {}): GuestStat | string {
    const errno = this.call("path_filestat_get", dir, lookup, ...this.put(path), this.result);
    return errno === Errno.success ? this.#stat() : errnoName(errno);
  }

  fdStat(fd: number): GuestStat {
    this.must("fd_filestat_get", fd, this.result);
    return this.#stat();
  }

  /** Makes a file, with content, or fails. */
  file(path: string, content = "", dir = 3): void {
    const fd = this.opened(path, { dir, oflags: 1, fdflags: Fdflags.append });
    assert.equal(content === "" ? 0 : this.write(fd, content), content.length);
    this.must("fd_close", fd);
  }

  #stat(): GuestStat {
    const at = this.result;
    return {
      dev: this.u64(at),
      ino: this.u64(at + 8),
      filetype: this.view.getUint8(at + 16),
      nlink: this.u64(at + 24),
      size: this.u64(at + 32),
      atim: this.u64(at + 40),
      mtim: this.u64(at + 48),
      ctim: this.u64(at + 56),
    };
  }
}

export interface GuestStat {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly filetype: number;
  readonly nlink: bigint;
  readonly size: bigint;
  readonly atim: bigint;
  readonly mtim: bigint;
  readonly ctim: bigint;
}

export function driveGuest(options: WasiOptions = {}, pages = 2): DrivenGuest {
  return new DrivenGuest(options, pages);
}

/** Each test reads better with the name of an errno than its number. */
export function errnoName(errno: number): string {
  return Object.entries(Errno).find(([, value]) => value === errno)?.[0] ?? `no errno: ${errno}`;
}
