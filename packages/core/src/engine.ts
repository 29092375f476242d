import type { SandpiperError } from "./errors.ts";
import type { Limits } from "./limits.ts";

/** What executes modules. It knows WASI and never HTTP: `abi/` is where one becomes the other. */
export interface Engine {
  /** `v8`, `wasmedge`. */
  readonly name: string;
  readonly features: EngineFeatures;
  /**
   * Checks, compiles and prepares a module; equal bytes are compiled once.
   * @throws `E_MODULE_INVALID`, `E_IMPORT_NOT_GRANTED`, `E_MEMORY_LIMIT` (its smallest memory is above the limit),
   *   `E_CONFIG` (a limit or a grant that cannot be)
   */
  load(module: Uint8Array | WebAssembly.Module, options?: LoadOptions): Promise<LoadedModule>;
  /** Stops what runs and frees everything. */
  close(): Promise<void>;
}

export interface EngineFeatures {
  /** A guest that never ends is stopped at `timeoutMs`. */
  readonly deadline: boolean;
  /** `cpuTimeoutMs` is watched too. */
  readonly cpuDeadline: boolean;
  /** Modules are compiled ahead of time to native code. */
  readonly aot: boolean;
  /** Inference host APIs are there. */
  readonly nn: boolean;
}

export interface LoadOptions {
  /** What messages call the module, usually the function's name. */
  readonly name?: string;
  readonly limits?: Partial<Limits>;
  readonly grants?: Grants;
}

/** What a function may reach beyond its own memory, its arguments and its standard streams. Nothing unless named here. */
export interface Grants {
  readonly directories?: readonly DirectoryGrant[];
  /** Inference, for guests that import it; left out, none. */
  readonly inference?: InferenceGrant;
}

/** What a guest may use of inference. It reaches no file, network or clock by it: only processor time, within its deadline. */
export interface InferenceGrant {
  /** Models it finds by name. Those it brings itself need no grant. */
  readonly models?: Readonly<Record<string, NamedModel>>;
}

/** A model on this machine. */
export interface NamedModel {
  /** Absolute path of a file, or of a folder that holds a TensorFlow saved model. */
  readonly path: string;
  /** Hex SHA-256 of the file, or of a list of the folder's files with theirs. A file that no longer has it is not used. */
  readonly sha256: string;
  readonly encoding: "tensorflow-lite" | "tensorflow" | "onnx";
  /** What the entries of its answer stand for, in their order. */
  readonly labels?: readonly string[];
  /** Tags of a saved model's meta graph, usually `serve`; they are there when `path` is a folder, and only then. */
  readonly tags?: readonly string[];
}

/** A folder the guest finds preopened at `guest`: one of the host's, or one in memory made new for each invocation. */
export interface DirectoryGrant {
  /** Absolute path in the guest, such as `/data` or `/`. */
  readonly guest: string;
  /** The host's folder; left out, an in-memory one with `files`. */
  readonly host?: string;
  /** Content of an in-memory folder by relative path. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  readonly readOnly?: boolean;
}

/** One run of a module: what a process gets. */
export interface WasiCall {
  /** `argv`, the program's name first. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** All of standard input. The engine takes it over: the caller does not use it afterwards. */
  readonly stdin: Uint8Array;
  /** Stops the run, which then rejects with `E_CANCELLED`. */
  readonly signal?: AbortSignal;
}

/**
 * How a run ended. A guest that fails still leaves an exit: `error` says what stopped it (`E_GUEST_TRAP`, `E_TIMEOUT`,
 * `E_MEMORY_LIMIT`, `E_GUEST_OUTPUT`); a non-zero `exitCode` alone is not an error here, the ABI judges it.
 */
export interface WasiExit {
  /** What the guest ended with; null when it was stopped or trapped. */
  readonly exitCode: number | null;
  readonly error: SandpiperError | null;
  /** What it wrote before it ended, up to `outputBytes`; empty when it had to be stopped with its thread. */
  readonly stdout: Uint8Array;
  /** The first `logBytes` of what it wrote there, then where it trapped. For the logs, never for a caller. */
  readonly stderr: Uint8Array;
  readonly stats: RunStats;
}

/** Times are milliseconds. */
export interface RunStats {
  /** Waited for a free worker. */
  readonly queueMs: number;
  /** Making the instance. */
  readonly instantiateMs: number;
  /** From `_start` to the end. */
  readonly runMs: number;
  /** Processor time, null where the engine can't tell. */
  readonly cpuMs: number | null;
  /** Linear memory at the end; it only grows, so this is the peak. */
  readonly memoryBytes: number;
  /** Standard error beyond `logBytes`, not kept. */
  readonly stderrDropped: number;
}

/** A module ready to run. Each `run` is a fresh instance that shares nothing with another. */
export interface LoadedModule {
  /** Hex SHA-256 of the bytes; the module's address. Empty for a module that came compiled. */
  readonly sha256: string;
  /**
   * Runs the module's `_start` to its end.
   * @throws `E_OVERLOADED` (the queue is full), `E_CANCELLED`, `E_ENGINE_UNAVAILABLE` (the engine is closed)
   */
  run(call: WasiCall): Promise<WasiExit>;
  close(): Promise<void>;
}
