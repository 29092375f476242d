import { type Agent, request } from "node:http";
import { connect } from "node:net";

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array;
  readonly agent?: Agent;
  /** Goes away after so many milliseconds, answered or not; the call then rejects. */
  readonly leaveAfter?: number;
}

/** How long anything may take to be answered: it only catches a hang. */
const HANG_MS = 60_000;

/** One request and its whole answer. Rejects when the connection ends before. */
export function callHttp(url: string, call: Call = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: call.method ?? (call.body ? "POST" : "GET"),
      headers: { ...(call.body ? { "content-length": call.body.length } : {}), ...call.headers },
      ...(call.agent ? { agent: call.agent } : { agent: false }),
      signal: AbortSignal.timeout(call.leaveAfter ?? HANG_MS),
    });
    sent.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode!, body: Buffer.concat(chunks) }));
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(call.body);
  });
}

export interface RawCall {
  /** Pieces to send one after the other. */
  readonly send: readonly (string | Uint8Array)[];
  /** What is done when all was sent: wait for the answer, close our half and wait, or break the connection. */
  readonly after: "wait" | "half-close" | "reset";
}

/**
 * Bytes to a bare connection, and all that comes back until it is closed or one answer's head is there. A broken
 * connection is an empty answer: what these calls deserve is the server's choice.
 */
export function callRaw(url: string, { send, after }: RawCall): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`neither answered nor closed within ${HANG_MS} ms`));
    }, HANG_MS);
    let received = "";
    const finish = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(received);
    };
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      if (received.includes("\r\n\r\n")) finish();
    });
    for (const event of ["end", "close", "error"]) socket.on(event, finish);
    socket.on("connect", () => {
      for (const piece of send) socket.write(piece);
      if (after === "half-close") socket.end();
      // The bytes must be on their way before the connection breaks, or there is nothing to be hostile with.
      if (after === "reset") setTimeout(() => socket.resetAndDestroy(), 5);
    });
  });
}

/** The status of a raw answer; null when it was closed without one. */
export function statusOf(received: string): number | null {
  const match = /^HTTP\/1\.[01] (\d{3}) /.exec(received);
  return match ? Number(match[1]) : null;
}
