/** The modules that a worker has, by the pool's numbers. Those not used for longest make room for others. */
export class KeptModules {
  readonly #most: number;
  /** The least recently used first. */
  readonly #numbers = new Set<number>();

  /** @param most as many stay in the worker */
  constructor(most: number) {
    this.#most = most;
  }

  has(number: number): boolean {
    return this.#numbers.has(number);
  }

  /**
   * Has it used.
   * @returns whether the worker has to be sent it, and which it is to forget
   */
  use(number: number): { readonly isNew: boolean; readonly forget: readonly number[] } {
    const isNew = !this.#numbers.delete(number);
    this.#numbers.add(number);
    const forget = [...this.#numbers].slice(0, Math.max(0, this.#numbers.size - this.#most));
    for (const old of forget) this.#numbers.delete(old);
    return { isNew, forget };
  }
}
