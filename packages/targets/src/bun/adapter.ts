import type { App } from "@sandpiper/core";

/** What is used of Bun's own interface. https://bun.sh/docs/api/http */
export interface BunRuntime {
  serve(options: {
    readonly port: number;
    readonly hostname: string;
    /** Seconds. */
    readonly idleTimeout: number;
    /** Bytes. */
    readonly maxRequestBodySize: number;
    fetch(request: Request, server: BunServer): Promise<Response>;
  }): BunServer;
}

export interface BunServer {
  readonly port: number;
  requestIP(request: Request): { readonly address: string } | null;
  /** Takes no more requests, and ends once the last is answered. */
  stop(): Promise<void>;
}

/** The most Bun takes: while a function computes, its connection is idle. */
const IDLE_SECONDS = 255;

/** The limit of each function refuses what is too large, in words; Bun's own is only to be out of its way. */
const MOST_BODY_BYTES = Number.MAX_SAFE_INTEGER;

/** A server for the whole app, on `HOST` (default: every address) and `PORT` (default 8080), until `SIGTERM` or `SIGINT`. */
export function createHandler(app: App, bun: BunRuntime = findBun()): BunServer {
  const server = bun.serve({
    port: Number(process.env.PORT ?? 8080),
    hostname: process.env.HOST ?? "0.0.0.0",
    idleTimeout: IDLE_SECONDS,
    maxRequestBodySize: MOST_BODY_BYTES,
    fetch(request, from) {
      const remoteAddress = from.requestIP(request)?.address;
      return app.fetch(request, remoteAddress === undefined ? {} : { remoteAddress });
    },
  });
  console.log(`Listening on port ${server.port}`);
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => void server.stop().then(() => process.exit(0)));
  }
  return server;
}

function findBun(): BunRuntime {
  const { Bun } = globalThis as { Bun?: BunRuntime };
  if (!Bun) throw new Error("This program is for Bun: start it with bun start");
  return Bun;
}
