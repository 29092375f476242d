import { Command } from "commander";
import { portOption } from "./parse-options.ts";

export interface DevOptions {
  readonly port?: number;
  readonly host?: string;
  readonly json?: boolean;
}

export function defineDev(finish: (exitCode: number) => void): Command {
  return new Command("dev")
    .summary("serve a project, and reload it on change")
    .description(
      "Serves the functions of a project, each at its route or at /<name>. Builds what is not built yet; rebuilds and " +
        "reloads what changes, settings too, and goes on serving the old when the new is broken. Where only this machine " +
        "can call, only its own names are let in (localhost and addresses), so that no page of another site can. Ctrl-C ends it with 0 " +
        "after what runs is done, a second Ctrl-C at once with 130.",
    )
    .argument("[dir]", "the project's folder", ".")
    .option("--port <number>", "port; 0 takes a free one (default: $PORT, the settings' port, 8787)", portOption)
    .option("--host <address>", "address to listen on (default: the settings' host, 127.0.0.1)")
    .option("--json", "log one JSON object a line")
    .addHelpText(
      "after",
      `
Examples:
  sandpiper dev
  sandpiper dev examples --port 3000
  sandpiper dev --host 0.0.0.0 --json > requests.log

A folder needs no settings: each functions/*/ and each .wasm file is a function.
GET /_sandpiper/functions lists them, GET /_sandpiper/health tells that the server is up.`,
    )
    .action(async (dir: string, options: DevOptions) => {
      const { devAction } = await import("./dev-action.ts");
      finish(await devAction(dir, options));
    });
}
