import { ExitCode } from "../output/exit-code.ts";

/**
 * Settles when the process is told to end (Ctrl-C, or a supervisor's SIGTERM), and aborts `controller` then. Told again, the
 * process ends at once.
 */
export function untilStopped(controller: AbortController): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      if (controller.signal.aborted) process.exit(ExitCode.interrupted);
      controller.abort();
      resolve();
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });
}
