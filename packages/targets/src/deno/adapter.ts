import type { App } from "@sandpiper/core";

/** What is used of Deno's own interface. https://docs.deno.com/api/deno/~/Deno.serve */
export interface DenoRuntime {
  serve(
    options: { readonly port: number; readonly hostname: string; onListen(address: { readonly port: number }): void },
    answer: (request: Request, info: { readonly remoteAddr: { readonly hostname?: string } }) => Promise<Response>,
  ): DenoServer;
  addSignalListener(signal: "SIGTERM" | "SIGINT", listener: () => void): void;
  readonly env: { get(name: string): string | undefined };
  exit(code: number): void;
}

export interface DenoServer {
  /** Takes no more requests, and ends once the last is answered. */
  shutdown(): Promise<void>;
}

/** A server for the whole app, on `HOST` (default: every address) and `PORT` (default 8000), until `SIGTERM` or `SIGINT`. */
export function createHandler(app: App, deno: DenoRuntime = findDeno()): DenoServer {
  const server = deno.serve(
    {
      port: Number(deno.env.get("PORT") ?? 8000),
      hostname: deno.env.get("HOST") ?? "0.0.0.0",
      onListen: ({ port }) => console.log(`Listening on port ${port}`),
    },
    (request, { remoteAddr }) =>
      app.fetch(request, remoteAddr.hostname === undefined ? {} : { remoteAddress: remoteAddr.hostname }),
  );
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    deno.addSignalListener(signal, () => void server.shutdown().then(() => deno.exit(0)));
  }
  return server;
}

function findDeno(): DenoRuntime {
  const { Deno } = globalThis as { Deno?: DenoRuntime };
  if (!Deno) throw new Error("This program is for Deno: start it with deno task start");
  return Deno;
}
