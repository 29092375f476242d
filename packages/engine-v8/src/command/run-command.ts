import type { DirectoryGrant, InferenceGrant } from "@sandpiper/core";
import { type CommandExit, executeCommand } from "@sandpiper/engine";
import { HOST_MODULES } from "@sandpiper/nn";
import type { InferenceService } from "@sandpiper/nn/threads";
import { createHostDirectory, createStderr, createStdin, createStdout } from "@sandpiper/wasi/node";
import { loadCompilable } from "../compile/load-compilable.ts";
import { fresh } from "../instance/fresh.ts";
import { superviseCommand } from "./supervise-command.ts";

/** What a shell reports of a program that aborted, and other runtimes of a guest that trapped. */
export const TRAP_EXIT_CODE = 134;

/** All that 32-bit addresses reach. */
const MOST_MEMORY = 4 * 1024 ** 3;

export interface CommandOptions {
  readonly module: Uint8Array;
  /** What messages call it, usually its file's name. */
  readonly name?: string;
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
 * Runs a WASI command with this process's standard streams, as a program. Without a deadline it runs in this thread,
 * which starts fastest, and blocks it; with one, or with inference, it runs in a worker that can be stopped.
 * @throws `E_MODULE_INVALID`, `E_IMPORT_NOT_GRANTED`, `E_MEMORY_LIMIT`, `E_CONFIG` when it cannot even begin
 */
export async function runCommand(options: CommandOptions): Promise<CommandExit> {
  const { args, env = {}, timeoutMs } = options;
  const { settings, compile } = await loadCompilable(
    options.module,
    {
      ...(options.name === undefined ? {} : { name: options.name }),
      limits: { memoryBytes: options.memoryBytes ?? MOST_MEMORY, ...(timeoutMs === undefined ? {} : { timeoutMs }) },
      grants: {
        ...(options.directories ? { directories: options.directories } : {}),
        ...(options.inference ? { inference: options.inference.grant } : {}),
      },
    },
    { hostFolders: true, inference: options.inference ? HOST_MODULES : [] },
  );
  const command = { module: { ...settings, compiled: await compile() }, args, env };
  // Who waits for inference blocks its thread, and inference threads are started by this one.
  const service = settings.hostModules.length > 0 ? (options.inference?.service ?? null) : null;
  if (timeoutMs !== undefined || service) return superviseCommand(command, timeoutMs ?? null, service);
  const streams = { stdin: createStdin(), stdout: createStdout(), stderr: createStderr() };
  const place = { inference: null, openHostDirectory: createHostDirectory };
  return executeCommand(command, fresh.createSource(command.module), streams, place);
}
