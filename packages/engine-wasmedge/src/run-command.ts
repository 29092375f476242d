import { type DirectoryGrant, type InferenceGrant, type LoadOptions, SandpiperError } from "@sandpiper/core";
import { type Command, type CommandExit, timeoutError } from "@sandpiper/engine";
import { checkFolders } from "@sandpiper/engine/pool";
import { HOST_MODULES } from "@sandpiper/nn";
import type { InferenceService } from "@sandpiper/nn/threads";
import { toHostCompiler } from "./aot/compile-in-host.ts";
import type { WasmEdgeInstallation } from "./find/installation.ts";
import { InferenceRelay } from "./inference/inference-relay.ts";
import type { NativeModule } from "./library/native-module.ts";
import { type CompileOptions, loadNative } from "./load-native.ts";
import { toCrashError } from "./pool/to-crash-error.ts";
import { startHost } from "./process/start-host.ts";

/** All that 32-bit addresses reach. */
const MOST_MEMORY = 4 * 1024 ** 3;

export interface WasmEdgeCommandOptions {
  readonly installation: WasmEdgeInstallation;
  readonly compile: CompileOptions;
  readonly module: Uint8Array;
  /** What messages call it, usually its file's name. */
  readonly name: string;
  /** `argv`, the program's name first. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly directories?: readonly DirectoryGrant[];
  /** Inference for a command that imports it; left out, none. It stays the caller's. */
  readonly inference?: { readonly service: InferenceService; readonly grant: InferenceGrant };
  /** Milliseconds; left out, it may run for ever. */
  readonly timeoutMs?: number;
  /** Bytes; left out, as much as 32-bit addresses reach. */
  readonly memoryBytes?: number;
}

/**
 * Runs a WASI command in WasmEdge with this process's standard streams, as a program. It runs in a process that has the same
 * streams, is stopped at its deadline, and ends with this one.
 * @throws `E_MODULE_INVALID`, `E_IMPORT_NOT_GRANTED`, `E_MEMORY_LIMIT`, `E_CONFIG` when it cannot even begin
 */
export async function runWasmEdgeCommand(options: WasmEdgeCommandOptions): Promise<CommandExit> {
  const { installation, args, env = {}, timeoutMs, inference } = options;
  const offers = { hostFolders: true, inference: inference ? HOST_MODULES : [] };
  const compiler = toHostCompiler(installation);
  const { module } = await loadNative(compiler, options.module, toCommandGrants(options), offers, options.compile);
  checkFolders(module.grants);
  return supervise(installation, { module, args, env }, timeoutMs ?? null, inference?.service ?? null);
}

/** What a command is loaded with. */
export function toCommandGrants(options: Omit<WasmEdgeCommandOptions, "installation">): LoadOptions {
  const { name, timeoutMs, memoryBytes = MOST_MEMORY, directories, inference } = options;
  return {
    name,
    limits: { memoryBytes, ...(timeoutMs === undefined ? {} : { timeoutMs }) },
    grants: { ...(directories ? { directories } : {}), ...(inference ? { inference: inference.grant } : {}) },
  };
}

async function supervise(
  installation: WasmEdgeInstallation,
  command: Command<NativeModule>,
  timeoutMs: number | null,
  service: InferenceService | null,
): Promise<CommandExit> {
  const { name, limits } = command.module;
  let timer: NodeJS.Timeout | undefined;
  let relay: InferenceRelay | null = null;
  const ended = (error: SandpiperError): CommandExit => ({ exitCode: null, error, backtrace: "" });
  try {
    return await new Promise<CommandExit>((resolve, reject) => {
      const host = startHost(
        installation,
        {
          message(message) {
            if (message.kind === "ready") {
              host.send({ kind: "command", command });
              if (timeoutMs !== null) timer = setTimeout(stop, timeoutMs);
            } else if (message.kind === "infer") relay?.ask(message.ask);
            else if (message.kind === "failed") reject(SandpiperError.fromJSON(message.error));
            else if (message.kind === "ended") {
              const { exit } = message;
              resolve({ ...exit, error: exit.error && SandpiperError.fromJSON(exit.error) });
              host.kill();
            }
          },
          exit: (end) => resolve(ended(toCrashError(end, name))),
        },
        { inheritStreams: true },
      );
      host.hold(true);
      relay = service && new InferenceRelay(service, (answer) => host.send({ kind: "inferred", answer }));
      const stop = () => {
        resolve(ended(timeoutError(name, limits, "wall")));
        host.kill();
      };
    });
  } finally {
    clearTimeout(timer);
    (relay as InferenceRelay | null)?.close();
  }
}
