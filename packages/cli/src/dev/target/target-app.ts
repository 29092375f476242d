import type { ServerResponse } from "node:http";
import { formatDuration, formatSize, SandpiperError, toErrorResponse, toSandpiperError } from "@sandpiper/core";
import type { Figure, Target } from "@sandpiper/targets";
import type { DevApp } from "../app.ts";
import { forward } from "./forward.ts";
import type { RunningProgram } from "./start-program.ts";

export interface TargetAppOptions {
  readonly target: Target;
  /** What the cloud waits for an answer, milliseconds; null: without end. */
  timeoutMs(): number | null;
  /** The program that answers now; started again if it ended. It is in use until `work` is done and its answer is out, to its end. */
  use<T>(outgoing: ServerResponse, work: (program: RunningProgram) => Promise<T>): Promise<T>;
}

/** Hands requests on to a target's program, and holds both ways to the target's limits. What was refused is in the record of the request. */
export function createTargetApp({ target, timeoutMs, use }: TargetAppOptions): DevApp {
  const { requestBytes, responseBytes } = target.limits;

  async function answer(program: RunningProgram, incoming: Parameters<typeof forward>[0]): Promise<Response> {
    const stop = new AbortController();
    const most = timeoutMs();
    const timer = most === null ? undefined : setTimeout(() => stop.abort(tooLate(target, most)), most);
    try {
      return await forward(incoming, {
        port: program.port,
        mostBytes: requestBytes?.value ?? Number.POSITIVE_INFINITY,
        tooLarge: () => tooLarge(target, requestBytes!),
        signal: stop.signal,
      });
    } catch (error) {
      // A guest that does not end holds the thread: only the end of the process ends it, as it is in the cloud.
      if (stop.signal.aborted) await program.kill();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    fetch: (_request, { bindings, record }) =>
      use(bindings.outgoing as ServerResponse, async (program) => {
        const response = await answer(program, bindings.incoming);
        record.error = program.takeRefusal(response.headers);
        if (!responseBytes || response.body === null) return response;
        const declared = response.headers.get("content-length");
        if (declared !== null && Number(declared) > responseBytes.value) {
          await response.body.cancel();
          throw tooMuch(target, responseBytes);
        }
        const cut = () => {
          record.error = tooMuch(target, responseBytes);
          bindings.outgoing.destroy();
        };
        const body = response.body.pipeThrough(holdTo(responseBytes.value, cut));
        return new Response(body, response);
      }).catch((thrown) => {
        const error = toSandpiperError(thrown);
        record.error = error;
        return toErrorResponse(error);
      }),
  };
}

/** An answer whose length is not known before is cut off where the cloud cuts it off. */
function holdTo(most: number, cut: () => void): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes <= most) return controller.enqueue(chunk);
      cut();
      controller.terminate();
    },
  });
}

function tooLarge({ title }: Target, limit: Figure): SandpiperError {
  const message = `The request body is larger than ${formatSize(limit.value)}, which is all that ${title} takes (${read(limit)})`;
  return new SandpiperError("E_BODY_TOO_LARGE", message, { hint: "Send less." });
}

function tooMuch({ title }: Target, limit: Figure): SandpiperError {
  const message = `The answer is larger than ${formatSize(limit.value)}, which is all that ${title} hands on (${read(limit)})`;
  return new SandpiperError("E_GUEST_OUTPUT", message, { hint: "Answer with less." });
}

function tooLate({ title, limits }: Target, most: number): SandpiperError {
  const figure = limits.timeoutMs ?? limits.cpuTimeMs;
  const source = figure ? ` (${read(figure)})` : "";
  const message = `There was no answer within ${formatDuration(most)}, which is what ${title} is told to wait${source}`;
  return new SandpiperError("E_TIMEOUT", message, { hint: 'Do less in one request, or raise "timeout" in the settings.' });
}

function read({ source, date }: Figure): string {
  return `${new URL(source).host}, ${date}`;
}
