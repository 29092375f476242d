import { type SandpiperError, toSandpiperError, type WasiCall, type WasiExit } from "@sandpiper/core";
import { createBytesInput, createCollectingOutput, type OutputStream, type Wasi } from "@sandpiper/wasi";
import { execute, NOTHING } from "./execute.ts";
import type { InstanceSource } from "./instance-source.ts";
import { type GuestInference, type InferencePlace, openInference } from "./open-inference.ts";
import type { OpenHostDirectory } from "./open-preopens.ts";
import { openWasi } from "./open-wasi.ts";
import type { RunnableModule } from "./runnable-module.ts";
import { outputLimitError, toGuestError } from "./to-guest-error.ts";
import { toUncatchable } from "./to-uncatchable.ts";
import { toBacktrace } from "./trap.ts";

/** What the thread that runs guests offers them. */
export interface RunPlace {
  readonly openHostDirectory: OpenHostDirectory | null;
  /** Processor time of this thread in milliseconds, null where it can't be told. */
  readonly cpuNow: (() => number) | null;
  /** Inference for those who import it; null where there is none. */
  readonly inference: InferencePlace | null;
  /** Sees standard error as it is written, also what is not kept. */
  readonly watchStderr?: (part: Uint8Array) => void;
}

export interface GuestInput {
  readonly args: WasiCall["args"];
  readonly env: WasiCall["env"];
  readonly stdin: Uint8Array;
}

/**
 * Runs one invocation to its end in this thread: WASI, an instance, `_start`, and what became of it. Throws nothing:
 * what keeps a run from beginning is its end too.
 */
export function runInstance(
  module: RunnableModule,
  source: InstanceSource,
  input: GuestInput,
  place: RunPlace,
): WasiExit {
  const { limits, name } = module;
  let overflow: SandpiperError | null = null;
  const stdout = createCollectingOutput({
    limit: limits.outputBytes,
    onOverflow: () => {
      overflow = outputLimitError(name, limits);
      return toUncatchable(overflow);
    },
  });
  const stderr = createCollectingOutput({ limit: limits.logBytes });
  const streams = {
    stdin: createBytesInput(input.stdin),
    stdout,
    stderr: place.watchStderr ? tee(stderr, place.watchStderr) : stderr,
  };
  const log = (line: string) => void streams.stderr.write(new TextEncoder().encode(`${line}\n`));
  let wasi: Wasi;
  let inference: GuestInference | null;
  try {
    inference = openInference(module, place.inference, place.openHostDirectory, log);
    wasi = openWasi(module, input, streams, place.openHostDirectory);
  } catch (error) {
    return toUnbegunExit(toSandpiperError(error));
  }
  const ended = execute(module, source, wasi, inference, place.cpuNow);
  const error = ended.thrown === NOTHING ? null : (overflow ?? toGuestError(ended.thrown, { ...ended, name, limits }));
  return {
    exitCode: error ? null : ended.exitCode,
    error,
    stdout: stdout.bytes(),
    stderr: overflow ? stderr.bytes() : withBacktrace(stderr.bytes(), error, ended.thrown),
    stats: { ...ended.stats, queueMs: 0, stderrDropped: stderr.dropped },
  };
}

/** The end of a run whose guest was never reached. */
export function toUnbegunExit(error: SandpiperError): WasiExit {
  const stats = { queueMs: 0, instantiateMs: 0, runMs: 0, cpuMs: null, memoryBytes: 0, stderrDropped: 0 };
  return { exitCode: null, error, stdout: new Uint8Array(0), stderr: new Uint8Array(0), stats };
}

function tee(output: OutputStream, watch: (part: Uint8Array) => void): OutputStream {
  return {
    write(from) {
      watch(from);
      return output.write(from);
    },
  };
}

/** The logs get where a guest trapped, or where the host failed; the caller never does. */
function withBacktrace(stderr: Uint8Array, error: SandpiperError | null, thrown: unknown): Uint8Array {
  if (!error) return stderr;
  const trace =
    toBacktrace(thrown) + (error.code === "E_INTERNAL" && thrown instanceof Error ? `${thrown.stack}\n` : "");
  if (trace === "") return stderr;
  const lines = new TextEncoder().encode(
    `${stderr.length > 0 && stderr.at(-1) !== 10 ? "\n" : ""}${error.message}\n${trace}`,
  );
  const joined = new Uint8Array(stderr.length + lines.length);
  joined.set(stderr);
  joined.set(lines, stderr.length);
  return joined;
}
