import type { Server } from "node:http";
import type { App } from "@sandpiper/core";
import { serveApp } from "../app/http-server.ts";

/** A server for the whole app, on `HOST` (default: every address) and `PORT` (default 8080), until `SIGTERM` or `SIGINT`. */
export function createHandler(app: App): Server {
  return serveApp(app, { port: Number(process.env.PORT ?? 8080), host: process.env.HOST ?? "::" });
}
