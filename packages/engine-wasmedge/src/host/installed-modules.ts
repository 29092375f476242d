import type { NativeModule } from "../library/native-module.ts";
import type { EnginePlace, Installed } from "./engine-place.ts";

/** The modules that this process was given, by the pool's numbers. */
export class InstalledModules {
  readonly #place: EnginePlace;
  readonly #given = new Map<number, NativeModule>();
  readonly #installed = new Map<number, Installed>();

  constructor(place: EnginePlace) {
    this.#place = place;
  }

  give(number: number, module: NativeModule): void {
    this.#given.set(number, module);
  }

  /**
   * Loads it with its first run; one that failed to load is tried again.
   * @throws `E_MODULE_INVALID`
   */
  get(number: number): Installed {
    const found = this.#installed.get(number);
    if (found) return found;
    const module = this.#given.get(number);
    if (!module) throw new Error(`module ${number} was never given`);
    const installed = this.#place.install(module);
    this.#installed.set(number, installed);
    return installed;
  }

  forget(number: number): void {
    this.#installed.get(number)?.source.close();
    this.#installed.delete(number);
    this.#given.delete(number);
  }
}
