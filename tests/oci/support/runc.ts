import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, type StartedServer, startServer } from "../../clouds/support/start-server.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { makeBundle, type RuntimeSettings } from "./bundle.ts";
import { runTool } from "./run-tool.ts";

/** What an image's program writes on standard output, given standard input; started by runc. */
export function runWithRunc(layout: string, name: string, input: Uint8Array | string): Buffer {
  const { folder } = makeBundle(layout, name);
  return runTool("runc", ["--root", temporaryFolder(), "run", "--bundle", folder, randomUUID()], input);
}

/** Starts an image that serves, by runc, on a free port of this machine. */
export async function startWithRunc(
  layout: string,
  name: string,
  change: (settings: RuntimeSettings) => void = () => undefined,
): Promise<StartedServer> {
  const port = await freePort();
  const { folder, settings } = makeBundle(layout, name, { hostNetwork: true });
  const env = settings.process.env.filter((variable) => !variable.startsWith("PORT="));
  settings.process.env = [...env, `PORT=${port}`, "HOST=127.0.0.1"];
  change(settings);
  writeFileSync(join(folder, "config.json"), JSON.stringify(settings));
  const args = ["--root", temporaryFolder(), "run", "--bundle", folder, randomUUID()];
  // What runc is sent, it passes on.
  return startServer({ command: "runc", args, cwd: folder, port });
}
