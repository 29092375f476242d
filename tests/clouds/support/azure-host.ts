/**
 * Azure's part as one program, as its worker is one: what `sandpiper dev --target azure` has in a process of its own too.
 *
 * Usage: node azure-host.ts ARTIFACT, with `PORT` in the environment.
 */
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createLocal } from "@sandpiper/targets/azure/local";

const folder = process.argv[2]!;
const listener = await createLocal({
  folder,
  load: (file) => import(pathToFileURL(join(folder, file)).href),
  refuse: (error) => console.error(error),
});
createServer(listener).listen(Number(process.env.PORT), "127.0.0.1");
