import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { SandpiperError, toErrorResponse } from "@sandpiper/core";
import type { DevApp } from "./app.ts";
import { createHostCheck } from "./check-host.ts";
import type { RequestRecord } from "./request-record.ts";

export interface HttpServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Asked for each request, so that the app can be replaced while it serves. Requests wait for a promise. */
  app(): DevApp | Promise<DevApp>;
  /** Called once for each request, when it is over. */
  onRequest(record: RequestRecord): void;
  /** Whether a request that asks before it sends its body (`Expect: 100-continue`) should send it. */
  takesBody(pathname: string, method: string, bytes: number): boolean;
}

export interface HttpServer {
  readonly url: string;
  readonly port: number;
  /** Takes no more connections, lets what runs finish for `graceMs`, then cuts it off. */
  close(graceMs: number): Promise<void>;
}

/** Times are milliseconds, sizes bytes. A caller that dawdles longer is answered 408 and its connection closed. */
const SERVER_OPTIONS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 120_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 2_000,
};

/** How often idle connections are looked for while closing. */
const SWEEP_MS = 20;

/** @throws `E_PORT_IN_USE`, `E_CONFIG` (no such address, or not ours to listen on) */
export async function listen(options: HttpServerOptions): Promise<HttpServer> {
  const checkHost = createHostCheck(options.host);
  const server = createAdaptorServer({
    serverOptions: SERVER_OPTIONS,
    fetch(request, env) {
      const { incoming, outgoing } = env as { incoming: IncomingMessage; outgoing: ServerResponse };
      const observed = observe(incoming, outgoing, options.onRequest);
      const { record } = observed;
      const refusal = checkHost?.(incoming.headers.host ?? "");
      if (refusal) {
        record.error = refusal;
        return observed.answered(toErrorResponse(refusal));
      }
      const remoteAddress = incoming.socket.remoteAddress;
      const context = {
        bindings: { incoming, outgoing },
        record,
        ...(remoteAddress === undefined ? {} : { remoteAddress }),
      };
      const app = options.app();
      const ready =
        app instanceof Promise ? app.then((app) => app.fetch(request, context)) : app.fetch(request, context);
      return observed.answered(ready);
    },
  }) as Server;
  server.on("checkContinue", (incoming: IncomingMessage, outgoing: ServerResponse) => {
    // A target that is no URL is refused with the request itself, as it is without the expectation.
    const pathname = URL.parse(incoming.url ?? "/", "http://localhost")?.pathname ?? "/";
    const bytes = Number(incoming.headers["content-length"] ?? 0);
    if (options.takesBody(pathname, incoming.method ?? "GET", bytes)) outgoing.writeContinue();
    // The body that was not asked for will not come, so nothing can follow on this connection.
    else outgoing.shouldKeepAlive = false;
    server.emit("request", incoming, outgoing);
  });
  await start(server, options);
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(":") ? `[${options.host}]` : options.host;
  return { url: `http://${host}:${port}`, port, close: (graceMs) => close(server, graceMs) };
}

interface Observed {
  readonly record: RequestRecord;
  /** To be told the answer on its way out. */
  answered<T extends Response | Promise<Response>>(answer: T): T;
}

/** Follows a request to its end, to which belongs that the answer is sent or the caller went away. */
function observe(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  onRequest: (record: RequestRecord) => void,
): Observed {
  const started = performance.now();
  const record: RequestRecord = {
    time: new Date(),
    method: incoming.method ?? "",
    path: incoming.url ?? "",
    status: 0,
    durationMs: 0,
    bytes: 0,
  };
  let answer: Response | undefined;
  countBytes(outgoing, (bytes) => {
    record.bytes += bytes;
  });
  outgoing.once("close", () => {
    // A caller that has all it was promised may hang up before we are told that it was sent.
    const promised = outgoing.writableFinished ? null : answer?.headers.get("content-length");
    const complete = outgoing.writableFinished || (promised != null && Number(promised) <= record.bytes);
    record.status = complete ? outgoing.statusCode : 499;
    if (incoming.method === "HEAD") record.bytes = 0;
    record.durationMs = performance.now() - started;
    onRequest(record);
  });
  return {
    record,
    answered(given) {
      if (given instanceof Promise)
        void given.then(
          (response) => (answer = response),
          () => undefined,
        );
      else answer = given;
      return given;
    },
  };
}

/** Tells of each piece of a body that is written; the header of an answer does not come this way. */
function countBytes(outgoing: ServerResponse, tell: (bytes: number) => void): void {
  const counted =
    <A extends unknown[], R>(send: (...args: A) => R) =>
    (...args: A): R => {
      const [chunk] = args;
      if (typeof chunk === "string") tell(Buffer.byteLength(chunk));
      else if (chunk instanceof Uint8Array) tell(chunk.length);
      return send.apply(outgoing, args);
    };
  outgoing.write = counted(outgoing.write) as typeof outgoing.write;
  outgoing.end = counted(outgoing.end) as typeof outgoing.end;
}

function start(server: Server, { host, port }: HttpServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(toListenError(error, host, port)));
    server.listen({ host, port }, () => {
      server.removeAllListeners("error");
      resolve();
    });
  });
}

function toListenError(error: NodeJS.ErrnoException, host: string, port: number): SandpiperError {
  const cause = error;
  if (error.code === "EADDRINUSE") {
    return new SandpiperError("E_PORT_IN_USE", `port ${port} of ${host} is in use`, {
      hint: `Stop what listens there, or take another: --port ${port + 1} (0 takes a free one).`,
      cause,
    });
  }
  if (error.code === "EACCES") {
    const hint = "Ports below 1024 are the administrator's; take another with --port.";
    return new SandpiperError("E_CONFIG", `port ${port} of ${host} is not ours to listen on`, { hint, cause });
  }
  return new SandpiperError("E_CONFIG", `cannot listen on ${host}: ${error.message}`, {
    hint: "Name an address of this machine with --host, such as 127.0.0.1 or 0.0.0.0.",
    cause,
  });
}

async function close(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
