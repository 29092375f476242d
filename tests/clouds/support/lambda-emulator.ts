import { once } from "node:events";
import type { InvocationOutcome, LambdaRuntime } from "./lambda-runtime.ts";
import { freePort, type StartedServer, startServer } from "./start-server.ts";

const INVOKE = "/2015-03-31/functions/function/invocations";

export interface EmulatedFunction {
  /** AWS's emulator. */
  readonly emulator: string;
  /** What speaks to the Runtime API: a program and its arguments. */
  readonly command: readonly [string, ...string[]];
  /** The function's folder, as it is unpacked on Lambda. */
  readonly taskRoot: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * A function in AWS's Runtime Interface Emulator, whose Runtime API is Amazon's own code. It answers buffered: what a function streams comes out
 * in one piece.
 */
export async function startEmulatedLambda({
  emulator,
  command,
  taskRoot,
  env = {},
}: EmulatedFunction): Promise<LambdaRuntime> {
  const [port, apiPort] = [await freePort(), await freePort()];
  const server: StartedServer = await startServer({
    command: emulator,
    args: [
      ...["--log-level", "error"],
      ...["--runtime-interface-emulator-address", `127.0.0.1:${port}`],
      ...["--runtime-api-address", `127.0.0.1:${apiPort}`],
      ...command,
    ],
    cwd: taskRoot,
    env: { LAMBDA_TASK_ROOT: taskRoot, AWS_LAMBDA_FUNCTION_TIMEOUT: "60", ...env },
    port,
  });
  return {
    async invoke(event): Promise<InvocationOutcome> {
      const response = await server.fetch(INVOKE, { method: "POST", body: JSON.stringify(event) });
      const payload = Buffer.from(await response.arrayBuffer());
      return { payload, contentType: "application/json", streamed: false, error: toError(payload) };
    },
    output: server.output,
    async stop() {
      await server.stop();
      if (server.child.exitCode === null && server.child.signalCode === null) await once(server.child, "exit");
    },
  };
}

/** The emulator hands on what a handler threw as its answer, as the `Invoke` API does. */
function toError(payload: Buffer): InvocationOutcome["error"] {
  try {
    const { errorType, errorMessage } = JSON.parse(payload.toString());
    return typeof errorType === "string" ? { errorType, errorMessage: String(errorMessage) } : null;
  } catch {
    return null;
  }
}
