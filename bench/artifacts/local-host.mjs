// An artifact's program behind what `sandpiper dev --target` puts before it, on 127.0.0.1:PORT: `local-host.mjs GATEWAY FOLDER`.
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [gateway, folder] = process.argv.slice(2);
const { createLocal } = await import(gateway);
const listener = await createLocal({
  folder,
  load: (file) => import(pathToFileURL(join(folder, file)).href),
  refuse: console.error,
});
createServer(listener).listen(Number(process.env.PORT), "127.0.0.1");
