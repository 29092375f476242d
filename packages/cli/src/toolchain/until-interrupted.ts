/** What a terminal, a supervisor or a closed window ends us with. */
const SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs `work` with a signal that is aborted when the process is told to end, or `outer` is. The process then ends in the
 * usual way, but only after `work` has cleaned up and settled.
 */
export async function untilInterrupted<T>(
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  const interrupt = (signal: NodeJS.Signals) => {
    received = signal;
    controller.abort();
  };
  const abort = () => controller.abort();
  if (outer?.aborted) abort();
  outer?.addEventListener("abort", abort, { once: true });
  for (const signal of SIGNALS) process.on(signal, interrupt);
  try {
    return await work(controller.signal);
  } finally {
    outer?.removeEventListener("abort", abort);
    for (const signal of SIGNALS) process.off(signal, interrupt);
    if (received !== undefined) process.kill(process.pid, received);
  }
}
