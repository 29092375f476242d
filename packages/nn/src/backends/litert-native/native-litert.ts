import { NnError } from "../../nn-error.ts";
import { toLitertError } from "../litert/to-litert-error.ts";
import type { LitertLibrary, Pointer, PointerOut, Status } from "./open-litert-library.ts";

/** Lines of LiteRT's log that begin so are failures; often only they say why. */
const FAILURE = "ERROR: ";
/** `LiteRtStatus` of `litert/c/litert_common.h`, as far as it tells what the model is. */
const WORDS: Readonly<Record<Status, string>> = {
  1: "invalid argument",
  2: "out of memory",
  3: "the run failed",
  5: "not supported",
  501: "Failed to load model: an invalid flatbuffer",
  504: "the model does not compile",
};

/** LiteRT's library with its environment, and what its answers mean. */
export class NativeLitert {
  readonly library: LitertLibrary;
  readonly environment: Pointer;
  readonly #takeLog: () => string;

  /** @param takeLog what LiteRT has written to standard error since it was last asked for */
  constructor(library: LitertLibrary, takeLog: () => string) {
    this.library = library;
    this.#takeLog = takeLog;
    this.environment = this.take((out) => library.LiteRtCreateEnvironment(0, null, out));
    this.#takeLog();
  }

  /**
   * @returns the pointer that the call filled in
   * @throws NnError as `check`
   */
  take(call: (out: PointerOut) => Status): Pointer {
    const out: PointerOut = [null];
    this.check(call(out));
    if (out[0] === null) throw new NnError("runtime-error", "LiteRT answered nothing");
    return out[0];
  }

  /** @throws NnError with the first failure that LiteRT logged, when a call did not succeed */
  check(status: Status): void {
    if (status === 0) return;
    const failure = this.#takeLog()
      .split("\n")
      .find((line) => line.startsWith(FAILURE));
    throw toLitertError(failure?.slice(FAILURE.length) ?? WORDS[status] ?? `status ${status}`);
  }
}
