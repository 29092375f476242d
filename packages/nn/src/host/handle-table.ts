import { NnError } from "../nn-error.ts";

/** What a handle stands for; handles of one kind are not those of another. */
export type HandleKind = "graph" | "context" | "session" | "tensor";

/** More than any guest has a use for, few enough to be of no weight. */
const MOST_HANDLES = 100_000;

/**
 * The handles of one guest: small numbers from 1, never given twice, so that one that was freed stays wrong, and 0 can mean none.
 * All modules of a guest share it: a graph's number is no session's.
 */
export class HandleTable {
  readonly #entries = new Map<number, { readonly kind: HandleKind; readonly value: unknown }>();
  #last = 0;

  add(kind: HandleKind, value: unknown): number {
    if (this.#entries.size === MOST_HANDLES) throw new NnError("busy", `there are ${MOST_HANDLES} handles already`);
    this.#last += 1;
    this.#entries.set(this.#last, { kind, value });
    return this.#last;
  }

  /**
   * @param handle as the guest gave it, perhaps signed
   * @throws NnError `invalid-argument` when it is none of this kind
   */
  get<T>(kind: HandleKind, handle: number): T {
    const entry = this.#entries.get(handle >>> 0);
    if (entry?.kind !== kind) throw new NnError("invalid-argument", `${handle >>> 0} is no ${kind}`);
    return entry.value as T;
  }

  remove(kind: HandleKind, handle: number): void {
    this.get(kind, handle);
    this.#entries.delete(handle >>> 0);
  }
}
