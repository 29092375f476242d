// Runs an artifact's program in a process of its own, behind what stands before it in its cloud. Its argument is a `HostedProgram`; it
// tells its port once it listens.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CreateLocal } from "@sandpiper/targets";
import { toRefusalHeader } from "./refusal-header.ts";
import type { HostedProgram, HostMessage } from "./start-program.ts";

const { gateway, folder, refusalHeader } = JSON.parse(process.argv[2]!) as HostedProgram;
const tell = (message: HostMessage) => process.send!(message);

const { createLocal } = (await import(gateway)) as { readonly createLocal: CreateLocal };
const listener = await createLocal({
  folder,
  load: (file) => import(pathToFileURL(join(folder, file)).href),
  refuse: (error, outgoing) => outgoing.setHeader(refusalHeader, toRefusalHeader(error)),
});
const server = createServer(listener).listen(0, "127.0.0.1", () =>
  tell((server.address() as AddressInfo).port),
);
process.once("SIGTERM", () => {
  server.close(() => process.exit());
  server.closeIdleConnections();
});
// Whoever started it is gone.
process.on("disconnect", () => process.exit());
