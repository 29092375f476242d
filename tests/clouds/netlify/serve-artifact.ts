import { delimiter, join } from "node:path";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { freePort, type StartedServer, startServer } from "../support/start-server.ts";

const toBin = (tool: string) => join(tool, "node_modules", ".bin");

/** Without a terminal, without telling anybody, and with a home of its own; `netlify dev` wants Deno on the PATH. */
export function toNetlifyEnv(tool: string): Record<string, string> {
  const home = temporaryFolder();
  return {
    HOME: home,
    XDG_CONFIG_HOME: join(home, ".config"),
    CI: "1",
    NETLIFY_CLI_TELEMETRY_DISABLED: "1",
    PATH: [toBin(tool), process.env.PATH].join(delimiter),
  };
}

/**
 * Starts `netlify dev` in an artifact, with the `--cwd` that `sandpiper deploy` gives `netlify deploy`.
 * @param tool folder in whose `node_modules` Netlify's command line is
 */
export async function serveArtifact(out: string, tool: string): Promise<StartedServer> {
  const [port, functionsPort] = [await freePort(), await freePort()];
  const ports = ["--port", String(port), "--functions-port", String(functionsPort)];
  const options = ["--offline", "--no-open", "--framework", "#static", "--internal-disable-edge-functions"];
  const command = join(toBin(tool), "netlify");
  const args = ["dev", "--cwd", "..", ...options, ...ports];
  return startServer({ command, args, cwd: join(out, "functions"), env: toNetlifyEnv(tool), port });
}
