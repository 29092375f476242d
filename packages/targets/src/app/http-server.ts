import { createServer, type IncomingMessage, type Server } from "node:http";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import type { App } from "@sandpiper/core";
import type { ThreadGuard } from "./thread-guard.ts";

/** How long requests may go on once the server is told to end. */
const GRACE_MS = 10_000;

export interface HttpServerOptions {
  readonly port: number;
  readonly host: string;
  /**
   * Tells the caller's address, and may take headers away before anybody reads them. Default: the other end of the connection.
   */
  readonly inspect?: (incoming: IncomingMessage) => string | undefined;
  /** Is told of each request. */
  readonly guard?: ThreadGuard | null;
}

/** Serves the whole app until `SIGTERM` or `SIGINT`, as what stands before a program in a cloud or a container expects. */
export function serveApp(app: App, { port, host, inspect = toPeer, guard }: HttpServerOptions): Server {
  const addresses = new WeakMap<IncomingMessage, string>();
  const listener = getRequestListener(
    (request, bindings) => {
      const remoteAddress = addresses.get((bindings as HttpBindings).incoming);
      return app.fetch(request, remoteAddress === undefined ? {} : { remoteAddress });
    },
    { overrideGlobalObjects: false },
  );
  const server = createServer((incoming, outgoing) => {
    const address = inspect(incoming);
    if (address !== undefined) addresses.set(incoming, address);
    if (guard) {
      guard.enter();
      outgoing.once("close", () => guard.leave());
    }
    return listener(incoming, outgoing);
  });
  server.listen({ port, host }, () => {
    const address = server.address();
    console.log(`Listening on port ${typeof address === "object" ? address?.port : address}`);
  });
  const end = () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
  };
  process.once("SIGINT", end);
  let ending = false;
  // A second one may come, from what passed the first on: it is not to cut the requests off that are still answered. So it is not `once`, after
  // which there is a moment without any listener.
  process.on("SIGTERM", () => {
    if (!ending) end();
    ending = true;
  });
  return server;
}

function toPeer({ socket }: IncomingMessage): string | undefined {
  return socket.remoteAddress;
}
