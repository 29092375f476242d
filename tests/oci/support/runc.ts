import { type ChildProcess, spawn } from "node:child_process";
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

export interface StartOptions {
  /** Where it listens; default: a free one, which `PORT` names to it. */
  readonly port?: number;
  readonly change?: (settings: RuntimeSettings) => void;
}

/** Starts an image that serves, by runc, on this machine's own network. */
export async function startWithRunc(layout: string, name: string, options: StartOptions = {}): Promise<StartedServer> {
  const port = options.port ?? (await freePort());
  const { args, folder } = prepareToServe(layout, name, { ...options, port });
  // What runc is sent, it passes on.
  return startServer({ command: "runc", args, cwd: folder, port });
}

/** Unpacks an image that serves: what runc is then started with, and where. */
export function prepareToServe(layout: string, name: string, { port, change }: StartOptions & { port: number }) {
  return prepare(layout, name, { PORT: `${port}`, HOST: "127.0.0.1" }, change);
}

/** Starts an image's program by runc, with variables of ours beside its own. */
export function spawnWithRunc(layout: string, name: string, env: Readonly<Record<string, string>>): ChildProcess {
  const { args, folder } = prepare(layout, name, env);
  return spawn("runc", args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
}

function prepare(
  layout: string,
  name: string,
  env: Readonly<Record<string, string>>,
  change: (settings: RuntimeSettings) => void = () => undefined,
) {
  const { folder, settings } = makeBundle(layout, name, { hostNetwork: true });
  const own = settings.process.env.filter((variable) => !(variable.split("=")[0]! in env));
  settings.process.env = [...own, ...Object.entries(env).map(([key, value]) => `${key}=${value}`)];
  change(settings);
  writeFileSync(join(folder, "config.json"), JSON.stringify(settings));
  return { folder, args: ["--root", temporaryFolder(), "run", "--bundle", folder, randomUUID()] };
}
