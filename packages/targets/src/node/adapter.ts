import { createServer, type Server } from "node:http";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import type { App } from "@sandpiper/core";

/** How long requests may go on once the server is told to end. */
const GRACE_MS = 10_000;

/**
 * A server for the whole app, on `HOST` (default: every address) and `PORT` (default 8080), until `SIGTERM` or `SIGINT`: what containers
 * and process managers expect.
 */
export function createHandler(app: App): Server {
  const listener = getRequestListener(
    (request, bindings) => {
      const remoteAddress = (bindings as HttpBindings).incoming.socket.remoteAddress;
      return app.fetch(request, remoteAddress === undefined ? {} : { remoteAddress });
    },
    { overrideGlobalObjects: false },
  );
  const server = createServer(listener);
  const port = Number(process.env.PORT ?? 8080);
  server.listen({ port, host: process.env.HOST ?? "::" }, () => {
    const address = server.address();
    console.log(`Listening on port ${typeof address === "object" ? address?.port : address}`);
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      server.close(() => process.exit(0));
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
    });
  }
  return server;
}
