import { SandpiperError } from "@sandpiper/core";
import type { WasmEdgeInstallation } from "../find/installation.ts";
import type { Compiler } from "../load-native.ts";
import { startHost } from "../process/start-host.ts";
import type { CompileJob } from "./compile-job.ts";

/**
 * Compiles a module in a process of its own, which ends when this one does.
 * @throws `E_MODULE_INVALID`; `E_INTERNAL` when the compiler crashes
 */
function compileInHost(installation: WasmEdgeInstallation, job: CompileJob): Promise<void> {
  return new Promise((resolve, reject) => {
    const host = startHost(installation, {
      message(message) {
        if (message.kind === "ready") return host.send({ kind: "compile", job });
        if (message.kind === "compiled") resolve();
        if (message.kind === "failed") reject(SandpiperError.fromJSON(message.error));
        host.kill();
      },
      exit: ({ signal, code, lastWords }) =>
        reject(
          new SandpiperError(
            "E_INTERNAL",
            `WasmEdge's compiler ended with ${signal ?? `exit code ${code}`} on ${job.name}${lastWords && `: ${lastWords}`}`,
            { hint: "The engine v8 may take the module." },
          ),
        ),
    });
    host.hold(true);
  });
}

/** The compiler of a WasmEdge that is called in process. */
export function toHostCompiler(installation: WasmEdgeInstallation): Compiler {
  const { version } = installation;
  return { version, takes: "prepared", compile: (job) => compileInHost(installation, job) };
}
