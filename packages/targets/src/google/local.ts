import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { type CreateLocal, takeExport } from "../local.ts";
import type { GoogleHandler, GoogleRequest } from "./adapter.ts";
import { google } from "./target.ts";

/** What the Functions Framework takes for JSON. https://github.com/GoogleCloudPlatform/functions-framework-nodejs */
const JSON_TYPE = /^application\/(?:[^;]+\+)?json\s*(?:;|$)/i;

/**
 * What the Functions Framework does with a request before a function gets it: reads the body where it has a type, and refuses what is
 * called JSON and is none.
 */
export const createLocal: CreateLocal = async (artifact) => {
  const handler = takeExport<GoogleHandler>(await artifact.load(google.program.file), "sandpiper");
  return (incoming, outgoing) => {
    take(incoming)
      .then((taken) => {
        if (taken) return handler(incoming, outgoing);
        outgoing.writeHead(400, { "content-type": "text/plain" }).end("Bad Request\n");
        return undefined;
      })
      .catch((error) => outgoing.destroy(error));
  };
};

/** False for what is refused. */
async function take(incoming: GoogleRequest & IncomingMessage): Promise<boolean> {
  const type = incoming.headers["content-type"];
  const hasBody = incoming.headers["transfer-encoding"] !== undefined || Number(incoming.headers["content-length"]) > 0;
  if (type === undefined || !hasBody) return true;
  incoming.rawBody = await buffer(incoming);
  if (!JSON_TYPE.test(type)) return true;
  try {
    const value: unknown = JSON.parse(incoming.rawBody.toString());
    // Only a list or an object is JSON to it.
    return typeof value === "object" && value !== null;
  } catch {
    return false;
  }
}
