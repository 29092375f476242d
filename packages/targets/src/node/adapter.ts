import type { Server } from "node:http";
import type { App } from "@sandpiper/core";
import { serveApp } from "../app/http-server.ts";
import { HEALTH_PATH } from "./health-path.ts";

/** A server for the whole app, on `HOST` (default: every address) and `PORT` (default 8080), until `SIGTERM` or `SIGINT`. */
export function createHandler(app: App): Server {
  return serveApp(withHealth(app), { port: Number(process.env.PORT ?? 8080), host: process.env.HOST ?? "::" });
}

function withHealth(app: App): App {
  return {
    async fetch(request, context) {
      if (new URL(request.url).pathname === HEALTH_PATH) return Response.json({ status: "ok" });
      return app.fetch(request, context);
    },
  };
}
