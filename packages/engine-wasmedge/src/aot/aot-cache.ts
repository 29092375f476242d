import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type AotEntry, type AotOrigin, isWhole } from "./aot-entry.ts";
import { AOT_OPTIONS } from "./aot-options.ts";
import { anyProcessor, processorFeatures } from "./processor-features.ts";

/** Native code by what it was made of and for. */
export class AotCache {
  readonly folder: string;
  readonly #about: Omit<AotOrigin, "module">;

  /** @param generic for every processor of this machine's kind, not for this machine's own */
  constructor(folder: string, version: string, generic: boolean) {
    this.folder = folder;
    const processor = generic ? anyProcessor() : processorFeatures();
    this.#about = { wasmedge: version, processor, options: JSON.stringify(AOT_OPTIONS) };
  }

  /** Where a module's code belongs, and whether it is there. */
  find(bytes: Uint8Array): { readonly entry: AotEntry; readonly whole: boolean } {
    // It holds code that is run: only its owner may write there.
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const made = { module: createHash("sha256").update(bytes).digest("hex"), ...this.#about };
    const key = createHash("sha256").update(JSON.stringify(made)).digest("hex").slice(0, 40);
    const entry = { path: join(this.folder, `${key}.so`), made };
    return { entry, whole: isWhole(entry) };
  }
}
