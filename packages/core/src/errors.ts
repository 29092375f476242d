/**
 * The one table of errors. Everything Sandpiper refuses or fails at carries one of these codes; a caller recognises an
 * error by its `code`, never by its class or its words.
 */

/** Who can mend it: the one who calls the function, who wrote it, who runs it, or Sandpiper itself. */
export type Fault = "caller" | "author" | "operator" | "us";

export interface ErrorKind {
  /** The HTTP status an invocation that fails so is answered with. */
  readonly status: number;
  readonly fault: Fault;
  /** Whether the same call may succeed a moment later. */
  readonly retryable: boolean;
  /** What the code means, in one sentence; `docs/reference/errors.md` is held equal to it by a test. */
  readonly meaning: string;
}

const kind = (status: number, fault: Fault, meaning: string, retryable = false): ErrorKind => ({
  status,
  fault,
  retryable,
  meaning,
});

export const ERRORS = {
  E_USAGE: kind(400, "caller", "The command line or an option of a call is not understood."),
  E_GUEST_REJECTED: kind(
    422,
    "caller",
    "The function refused its input: it ended with exit code 64 (usage, answered 400) or 65 (data).",
  ),
  E_UNAUTHORIZED: kind(401, "caller", "The call carries no valid credentials."),
  E_FORBIDDEN: kind(403, "caller", "This caller may not make this call."),
  E_NOT_FOUND: kind(404, "caller", "No function or file answers at this path."),
  E_METHOD: kind(405, "caller", "The function does not take this method."),
  E_BODY_TOO_LARGE: kind(413, "caller", "The request body is larger than the function takes."),
  E_RATE_LIMITED: kind(429, "caller", "The caller has made too many calls.", true),
  E_CANCELLED: kind(499, "caller", "The caller went away before the function ended."),
  E_MODULE_INVALID: kind(422, "author", "The file is not a WebAssembly module that this engine can run."),
  E_IMPORT_NOT_GRANTED: kind(422, "author", "The module imports something the function was not granted."),
  E_BUILD: kind(422, "author", "The function's source does not build."),
  E_GUEST_EXIT: kind(502, "author", "The function ended with a non-zero exit code."),
  E_GUEST_TRAP: kind(502, "author", "The function trapped."),
  E_GUEST_OUTPUT: kind(502, "author", "The function's output is too large, or not what its ABI asks for."),
  E_MEMORY_LIMIT: kind(502, "author", "The function wanted more memory than it may have."),
  E_TIMEOUT: kind(504, "author", "The function did not end within its deadline."),
  E_OVERLOADED: kind(503, "operator", "Every worker is busy and the queue is full.", true),
  E_ENGINE_UNAVAILABLE: kind(500, "operator", "The engine, backend or tool that is asked for is not installed."),
  E_REGISTRY: kind(502, "operator", "The image registry cannot be reached, or answered with what it may not.", true),
  E_CONFIG: kind(500, "operator", "The settings are not valid."),
  E_PORT_IN_USE: kind(500, "operator", "Another process listens on this port."),
  E_INTERNAL: kind(500, "us", "Sandpiper failed; this is a bug."),
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERRORS;

export interface SandpiperErrorOptions {
  /** What to do next, as one sentence or a command. */
  readonly hint?: string;
  /** Answer with this HTTP status instead of the table's. */
  readonly status?: number;
  readonly cause?: unknown;
}

/** An error of the table. `message` is one line without the code; `hint` says what to do next. */
export class SandpiperError extends Error {
  override readonly name = "SandpiperError";
  readonly code: ErrorCode;
  readonly status: number;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: SandpiperErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = options.status ?? ERRORS[code].status;
    this.hint = options.hint;
  }

  get fault(): Fault {
    return ERRORS[this.code].fault;
  }

  get retryable(): boolean {
    return ERRORS[this.code].retryable;
  }

  /** What crosses a process or thread border; `fromJSON` makes the error again on the other side. */
  toJSON(): SerializedError {
    return { code: this.code, message: this.message, status: this.status, ...(this.hint ? { hint: this.hint } : {}) };
  }

  static fromJSON(json: SerializedError): SandpiperError {
    return new SandpiperError(json.code, json.message, json);
  }
}

export interface SerializedError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly status: number;
  readonly hint?: string;
}

/** Whether `error` is one of ours, also when it comes from another copy of this package. */
export function isSandpiperError(error: unknown): error is SandpiperError {
  return error instanceof Error && error.name === "SandpiperError" && "code" in error && String(error.code) in ERRORS;
}

/** `error` itself if it is one of ours, otherwise an `E_INTERNAL` that carries it as its cause. */
export function toSandpiperError(error: unknown): SandpiperError {
  if (isSandpiperError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new SandpiperError("E_INTERNAL", message, { cause: error });
}
