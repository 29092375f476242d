import { spawn } from "node:child_process";
import { SandpiperError } from "@sandpiper/core";
import { type CommandExit, timeoutError } from "@sandpiper/engine";
import { checkFolders } from "@sandpiper/engine/pool";
import { loadNative } from "../load-native.ts";
import { toCrashError } from "../pool/to-crash-error.ts";
import { toCommandGrants, type WasmEdgeCommandOptions } from "../run-command.ts";
import { toCommandLineCompiler } from "./compile-by-command-line.ts";
import type { CommandLineInstallation } from "./find-command-line.ts";
import { toArguments } from "./to-arguments.ts";
import { TRAPPED } from "./to-guest-end.ts";

export interface CommandLineCommandOptions extends Omit<WasmEdgeCommandOptions, "installation" | "inference"> {
  readonly installation: CommandLineInstallation;
}

/**
 * Runs a WASI command in a `wasmedge` that has this process's standard streams. It writes of a trap itself, to standard output.
 * @throws `E_MODULE_INVALID`, `E_IMPORT_NOT_GRANTED`, `E_MEMORY_LIMIT`, `E_CONFIG` when it cannot even begin
 */
export async function runByCommandLine(options: CommandLineCommandOptions): Promise<CommandExit> {
  const { installation, name, args, env = {}, timeoutMs } = options;
  const compiler = toCommandLineCompiler(installation);
  const offers = { hostFolders: true, inference: [] };
  const { module } = await loadNative(compiler, options.module, toCommandGrants(options), offers, options.compile);
  checkFolders(module.grants);
  if (module.code.kind !== "compiled") throw new Error("the command line runs what lies in a file");
  const { limits, grants } = module;
  const { version } = installation;
  const guest = { name, path: module.code.path, limits, directories: grants.directories ?? [], version };
  const line = toArguments(guest, { args, env });
  const [program, ...first] = [...installation.loader, installation.program];
  const child = spawn(program!, [...first, ...line.args], { stdio: "inherit", env: {} });
  let late = false;
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          late = true;
          child.kill("SIGKILL");
        }, timeoutMs);
  const ended = (error: SandpiperError): CommandExit => ({ exitCode: null, error, backtrace: "" });
  try {
    return await new Promise<CommandExit>((resolve) => {
      child.on("error", ({ message }) =>
        resolve(ended(toCrashError({ code: null, signal: null, lastWords: message }, name))),
      );
      child.on("close", (code, signal) => {
        if (late) resolve(ended(timeoutError(name, limits, "wall")));
        else if (code === TRAPPED) resolve(ended(new SandpiperError("E_GUEST_TRAP", `${name} trapped`)));
        else if (code === null) resolve(ended(toCrashError({ code, signal, lastWords: "" }, name)));
        else resolve({ exitCode: code, error: null, backtrace: "" });
      });
    });
  } finally {
    clearTimeout(timer);
    line.clean();
  }
}
