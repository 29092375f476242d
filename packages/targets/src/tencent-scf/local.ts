import { randomUUID } from "node:crypto";
import type { CreateLocal } from "../local.ts";
import type { ScfHandler } from "./adapter.ts";
import { tencentScf } from "./target.ts";

/** A web function: the program's own server, with the headers that SCF adds. https://cloud.tencent.com/document/product/583/56124 */
export const createLocal: CreateLocal = async (artifact) => {
  const { folder, file } = tencentScf.program;
  const { handler } = await artifact.load(`${folder}/${file}`);
  // On a port that nobody asks: what it gets comes from here.
  const server = (handler as ScfHandler).serve(0, "127.0.0.1");
  return (incoming, outgoing) => {
    const added = {
      "X-Scf-Request-Id": randomUUID(),
      "X-Scf-Remote-Addr": incoming.socket.remoteAddress ?? "127.0.0.1",
    };
    for (const [name, value] of Object.entries(added)) {
      incoming.rawHeaders.push(name, value);
      incoming.headers[name.toLowerCase()] = value;
    }
    server.emit("request", incoming, outgoing);
  };
};
