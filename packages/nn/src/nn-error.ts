/**
 * What a guest is told of a failure, named as the errors of WASI-NN's witx are (`nn_errno`). Each dialect has its own numbers for
 * them.
 */
export type NnErrorKind =
  | "invalid-argument"
  | "invalid-encoding"
  | "missing-memory"
  | "busy"
  | "runtime-error"
  | "unsupported-operation"
  | "too-large"
  | "not-found";

/**
 * A failure that the guest is answered with. What the host lacks (a backend that is not installed) is none of these:
 * it is a `SandpiperError` (`E_ENGINE_UNAVAILABLE`) and ends the invocation, since no guest can do anything about it.
 */
export class NnError extends Error {
  override readonly name = "NnError";
  readonly kind: NnErrorKind;

  /** @param message one line for the logs: what was wrong, and what was wanted */
  constructor(kind: NnErrorKind, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.kind = kind;
  }

  /** What crosses a thread's border. */
  toJSON(): SerializedNnError {
    return { kind: this.kind, message: this.message };
  }

  static fromJSON({ kind, message }: SerializedNnError): NnError {
    return new NnError(kind, message);
  }
}

export interface SerializedNnError {
  readonly kind: NnErrorKind;
  readonly message: string;
}
