import { hash } from "node:crypto";
import type { Encoding } from "../encoding.ts";
import type { ModelAddress, ModelDescription } from "./protocol.ts";

export interface KnownModel {
  readonly address: ModelAddress;
  readonly description: ModelDescription;
}

/** As many models a caller's thread remembers, and as many bytes of them. Forgetting one costs a hash and a question. */
const MOST_KNOWN = 32;
const MOST_BYTES = 64 * 1024 ** 2;

/**
 * The models one caller's thread has had, the least recently used first. A guest that brings its model along does so in every
 * invocation: comparing it with bytes that are known takes a fraction of hashing it.
 */
export class KnownModels {
  readonly #models = new Map<string, KnownModel>();

  byKey(key: string): KnownModel | null {
    const found = this.#models.get(key);
    if (!found) return null;
    this.#models.delete(key);
    this.#models.set(key, found);
    return found;
  }

  /** The model that has exactly these bytes. */
  byBytes(bytes: Uint8Array, encoding: Encoding): KnownModel | null {
    for (const { address } of this.#models.values()) {
      const { source } = address;
      if (source.kind !== "bytes" || source.bytes.byteLength !== bytes.byteLength) continue;
      if (address.encoding === encoding && Buffer.compare(new Uint8Array(source.bytes), bytes) === 0) {
        return this.byKey(address.key);
      }
    }
    return null;
  }

  add(model: KnownModel): KnownModel {
    this.#models.set(model.address.key, model);
    let bytes = 0;
    for (const { address } of this.#models.values()) bytes += byteLengthOf(address);
    for (const [key, { address }] of this.#models) {
      if (this.#models.size <= MOST_KNOWN && bytes <= MOST_BYTES) break;
      this.#models.delete(key);
      bytes -= byteLengthOf(address);
    }
    return model;
  }
}

function byteLengthOf({ source }: ModelAddress): number {
  return source.kind === "bytes" ? source.bytes.byteLength : 0;
}

/** The key of a model by its bytes: their SHA-256 for the encoding that settings give them as well. */
export function toKey(bytes: Uint8Array): string {
  return hash("sha256", bytes, "hex");
}
