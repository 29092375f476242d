import { NnError } from "../nn-error.ts";

/** Who holds tensors for a guest, and can let them go. */
export interface TensorHolder {
  /** Bytes of what can be let go now: what the guest has read already. 0 when there is none. */
  readonly spareBytes: number;
  letGo(): void;
}

/** About what an entry of a table costs us. */
export const ENTRY_BYTES = 512;

/**
 * What is kept for one guest: copies of inputs, and outputs. Some dialects have no call that frees a context, and guests make a
 * new one for each picture; so when the bytes run out, tensors of those whose outputs were read are let go, the oldest first.
 */
export class TensorBudget {
  readonly #most: number;
  readonly #holders = new Set<TensorHolder>();
  #used = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get used(): number {
    return this.#used;
  }

  add(holder: TensorHolder): void {
    this.reserve(ENTRY_BYTES, holder);
    this.#holders.add(holder);
  }

  remove(holder: TensorHolder): void {
    if (this.#holders.delete(holder)) this.free(ENTRY_BYTES);
  }

  /** @throws NnError `too-large` when the guest would hold more than it may */
  reserve(bytes: number, by: TensorHolder): void {
    if (this.#used + bytes > this.#most) this.#makeRoom(bytes, by);
    this.#used += bytes;
  }

  free(bytes: number): void {
    this.#used -= bytes;
  }

  #makeRoom(bytes: number, by: TensorHolder): void {
    for (const holder of this.#holders) {
      if (holder === by || holder.spareBytes === 0) continue;
      holder.letGo();
      if (this.#used + bytes <= this.#most) return;
    }
    throw new NnError(
      "too-large",
      `the tensors of the function would take ${this.#used + bytes} bytes, it may have ${this.#most}`,
    );
  }
}
