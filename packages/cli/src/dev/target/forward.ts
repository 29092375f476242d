import { type IncomingMessage, request } from "node:http";
import { Readable } from "node:stream";
import { SandpiperError } from "@sandpiper/core";

/** Headers of one connection, which say nothing on the next. */
const OF_THE_CONNECTION = ["connection", "expect", "keep-alive", "proxy-connection", "te", "upgrade"];
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

export interface ForwardOptions {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Bytes of the body that are let through; with more, the promise rejects with what `tooLarge` makes. */
  readonly mostBytes: number;
  tooLarge(): SandpiperError;
  readonly signal: AbortSignal;
}

/**
 * Hands a request on as it came, and gives the answer as it comes.
 * @throws what `tooLarge` makes, the signal's reason, `E_CANCELLED` when the caller went away before all of its body was there, and `E_INTERNAL`
 *   when who should answer did
 */
export function forward(incoming: IncomingMessage, options: ForwardOptions): Promise<Response> {
  const { port, mostBytes, tooLarge, signal } = options;
  const { method, url: path, headersDistinct } = incoming;
  const headers = Object.fromEntries(
    Object.entries(headersDistinct)
      .filter(([name]) => !OF_THE_CONNECTION.includes(name))
      .map(([name, values]) => [name, values!.length === 1 ? values![0] : values]),
  );
  return new Promise((resolve, reject) => {
    const onward = request({ host: "127.0.0.1", port, method, path, headers, signal, agent: false });
    const fail = (error: unknown) => {
      onward.destroy();
      // What the caller still sends is read and dropped, so that it gets to read the answer.
      incoming.resume();
      reject(error);
    };
    let bytes = 0;
    incoming.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostBytes) fail(tooLarge());
    });
    onward.on("response", (answer) => {
      try {
        resolve(toResponse(answer, method === "HEAD"));
      } catch (cause) {
        // Such as a status that none is: here it would end the server.
        fail(new SandpiperError("E_INTERNAL", "the program answered with what is no answer", { cause }));
      }
    });
    incoming.once("close", () => {
      if (!incoming.complete) onward.destroy();
    });
    onward.on("error", (cause) => {
      if (signal.aborted) fail(signal.reason);
      else if (incoming.destroyed && !incoming.complete) fail(new SandpiperError("E_CANCELLED", "The caller went away"));
      else fail(new SandpiperError("E_INTERNAL", "the program ended before it answered", { cause }));
    });
    if (Number(incoming.headers["content-length"]) > mostBytes) fail(tooLarge());
    else incoming.pipe(onward);
  });
}

function toResponse(answer: IncomingMessage, isHead: boolean): Response {
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct)) {
    if (name === "transfer-encoding" || OF_THE_CONNECTION.includes(name)) continue;
    for (const value of values ?? []) headers.append(name, value);
  }
  const status = answer.statusCode!;
  if (isHead || WITHOUT_BODY.has(status)) {
    answer.resume();
    return new Response(null, { status, headers });
  }
  return new Response(Readable.toWeb(answer) as ReadableStream, { status, headers });
}
