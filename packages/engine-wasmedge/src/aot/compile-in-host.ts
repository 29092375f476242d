import { SandpiperError } from "@sandpiper/core";
import type { WasmEdgeInstallation } from "../find/installation.ts";
import type { Compiler } from "../load-native.ts";
import { startHost } from "../process/start-host.ts";
import type { CompileJob } from "./compile-job.ts";

/** The compiler of a WasmEdge that is called in process: it runs in a process of its own, which ends when this one does. */
export function toHostCompiler(installation: WasmEdgeInstallation): Compiler {
  return {
    version: installation.version,
    takes: "prepared",
    compile: (job, signal) => compileInHost(installation, job, signal),
  };
}

export function compileCancelled(name: string): SandpiperError {
  return new SandpiperError("E_CANCELLED", `compiling ${name} was stopped before it was done`);
}

async function compileInHost(
  installation: WasmEdgeInstallation,
  job: CompileJob,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (signal?.aborted) throw compileCancelled(job.name);
  let cancel = (): void => undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const host = startHost(installation, {
        message(message) {
          if (message.kind === "ready") return host.send({ kind: "compile", job });
          if (message.kind === "compiled") resolve();
          if (message.kind === "failed") reject(SandpiperError.fromJSON(message.error));
          host.kill();
        },
        exit: ({ signal: by, code, lastWords }) =>
          reject(
            new SandpiperError(
              "E_INTERNAL",
              `WasmEdge's compiler ended with ${by ?? `exit code ${code}`} on ${job.name}${lastWords && `: ${lastWords}`}`,
              { hint: "The engine v8 may take the module." },
            ),
          ),
      });
      host.hold(true);
      cancel = () => {
        reject(compileCancelled(job.name));
        host.kill();
      };
      signal?.addEventListener("abort", cancel, { once: true });
    });
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}
