import { SandpiperError } from "@sandpiper/core";
import { NnError } from "../../nn-error.ts";
import type { Deletable, LitertBindings, LitertLoader } from "./litert-bindings.ts";
import { LITERT_BUILDS, type LitertBuildName } from "./litert-build.ts";
import { toLitertError } from "./to-litert-error.ts";

export interface LitertParts {
  readonly module: WebAssembly.Module;
  readonly loader: LitertLoader;
  readonly build: LitertBuildName;
}

export interface LitertInstanceOptions extends LitertParts {
  readonly log: (line: string) => void;
  /** It broke down and cannot be called any more. */
  readonly onDeath: () => void;
}

/** Lines of LiteRT's log that begin so are failures. Often they are the only sign of one. */
const FAILURE = "ERROR: ";

/** Each error thrown through LiteRT's frames leaves a few hundred bytes of memory that nobody frees. */
const MOST_ERRORS = 1000;

/** A memory this large has all but reached the 2 GiB that LiteRT's module allows. */
const FULL_MEMORY_BYTES = 1.75 * 2 ** 30;

/** One instance of LiteRT's module, and the only way to call it. Models in it share its memory. */
export class LitertInstance {
  readonly bindings: LitertBindings;
  readonly environment: Deletable;
  readonly #stack: StackPointer;
  readonly #failures: string[];
  readonly #onDeath: () => void;
  #dead = false;
  #errors = 0;

  private constructor(bindings: LitertBindings, stack: StackPointer, failures: string[], onDeath: () => void) {
    this.bindings = bindings;
    this.#stack = stack;
    this.#failures = failures;
    this.#onDeath = onDeath;
    bindings.setupLogging();
    this.environment = bindings.LiteRtEnvironment.create(null);
  }

  static async create({ module, loader, build, log, onDeath }: LitertInstanceOptions): Promise<LitertInstance> {
    const failures: string[] = [];
    const print = (line: string): void => {
      log(line);
      // Later lines only tell how the first one travelled upwards.
      if (line.startsWith(FAILURE) && failures.length === 0) failures.push(line.slice(FAILURE.length));
    };
    let exports: WebAssembly.Exports = {};
    const bindings = await loader({
      print,
      printErr: print,
      instantiateWasm: (imports, done) => {
        const instance = new WebAssembly.Instance(module, imports);
        exports = instance.exports;
        done(instance, module);
      },
    });
    return new LitertInstance(bindings, toStackPointer(exports, build), failures, onDeath);
  }

  /** Bytes of its memory. It never shrinks. */
  get memoryBytes(): number {
    return this.bindings.HEAPU8.byteLength;
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** It has failed so often that models should go to another; what it holds still runs. */
  get worn(): boolean {
    return this.#errors >= MOST_ERRORS;
  }

  /**
   * Calls into LiteRT. What it throws is turned into an `NnError`; after a trap or an abort its memory is not to be trusted,
   * and the instance is dead.
   */
  call<T>(use: (bindings: LitertBindings) => T): T {
    if (this.#dead) throw new NnError("runtime-error", "LiteRT broke down over another model: load this one anew");
    this.#failures.length = 0;
    const stackPointer = this.#stack.get();
    try {
      return use(this.bindings);
    } catch (error) {
      if (error instanceof NnError) throw error;
      if (isFatal(error)) throw this.#die(error);
      // LiteRT throws JavaScript errors through its own frames, which then leave the stack as it was.
      this.#stack.set(stackPointer);
      this.#errors++;
      throw toLitertError(this.#failures[0] ?? String(error), error);
    }
  }

  /** Throws what the last call logged of a failure without throwing it. */
  throwLoggedFailure(): void {
    const [failure] = this.#failures;
    if (failure !== undefined) throw toLitertError(failure);
  }

  #die(cause: unknown): NnError {
    this.#dead = true;
    this.#onDeath();
    return this.memoryBytes >= FULL_MEMORY_BYTES
      ? new NnError("too-large", "the model does not fit LiteRT's memory of 2 GiB", { cause })
      : new NnError("runtime-error", `LiteRT broke down: ${this.#failures[0] ?? String(cause)}`, { cause });
  }
}

/** Its bindings throw plain errors. All else comes from the engine (a trap, no stack left) or from the end of the program (abort, exit). */
function isFatal(error: unknown): boolean {
  return !(error instanceof Error) || error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}

interface StackPointer {
  get(): number;
  set(value: number): void;
}

function toStackPointer(exports: WebAssembly.Exports, build: LitertBuildName): StackPointer {
  const names = LITERT_BUILDS[build].stackPointer;
  const get = exports[names.get];
  const set = exports[names.set];
  if (typeof get !== "function" || typeof set !== "function" || get.length !== 0 || set.length !== 1) {
    throw new SandpiperError("E_ENGINE_UNAVAILABLE", "This is not the module of LiteRT 2.5.3 that was asked for.", {
      hint: "Run npm install @litertjs/core@2.5.3.",
    });
  }
  return { get: () => get(), set: (value) => set(value) };
}
