import { join } from "node:path";
import { freePort, type StartedServer, startServer } from "../../clouds/support/start-server.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

export interface StartedRegistry extends StartedServer {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
}

/** Starts Debian's docker-registry, empty, in a folder of its own. */
export async function startRegistry({ htpasswd }: { htpasswd?: string } = {}): Promise<StartedRegistry> {
  const port = await freePort();
  const cwd = temporaryFolder(htpasswd === undefined ? {} : { htpasswd: `${htpasswd}\n` });
  const settings = {
    version: "0.1",
    log: { level: "error" },
    storage: { filesystem: { rootdirectory: join(cwd, "data") } },
    http: { addr: `127.0.0.1:${port}` },
    ...(htpasswd === undefined ? {} : { auth: { htpasswd: { realm: "tests", path: join(cwd, "htpasswd") } } }),
  };
  // JSON is YAML.
  const file = join(temporaryFolder({ "registry.yml": JSON.stringify(settings) }), "registry.yml");
  const server = await startServer({ command: "docker-registry", args: ["serve", file], cwd, port, path: "/v2/" });
  return { ...server, host: `127.0.0.1:${port}` };
}
