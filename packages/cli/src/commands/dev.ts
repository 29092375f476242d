import { Command } from "commander";
import type { EngineName } from "../engine/engine-name.ts";
import { engineOption, portOption } from "./parse-options.ts";

export interface DevOptions {
  readonly port?: number;
  readonly host?: string;
  readonly engine?: EngineName;
  readonly json?: boolean;
  readonly target?: string;
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
    .option(
      "-t, --target <name>",
      "serve as this cloud would: its artifact, behind its limits (sandpiper targets lists them)",
    )
    .option(
      "--engine <name>",
      "what runs all of them: v8 or wasmedge (default: $SANDPIPER_ENGINE, the settings', v8)",
      engineOption,
    )
    .option("--json", "log one JSON object a line")
    .addHelpText(
      "after",
      `
Examples:
  sandpiper dev
  sandpiper dev examples --port 3000
  sandpiper dev --host 0.0.0.0 --json > requests.log
  sandpiper dev --target vercel

A folder needs no settings: each functions/*/ and each .wasm file is a function.
GET /_sandpiper/functions lists them, GET /_sandpiper/health tells that the server is up.

With --target, what build --target makes is run on this machine: the same program, by Node.js or by the tool that the target is for (Deno,
Bun), after what the cloud does to a request and before what it does to the answer. Its limits of sizes and time hold,
and the log says which was hit. The cloud's own tool, where there is one, goes further; docs/targets/ says how to start it.`,
    )
    .action(async (dir: string, options: DevOptions) => {
      if (options.target !== undefined) {
        const { devTargetAction } = await import("./dev-target-action.ts");
        return finish(await devTargetAction(dir, options));
      }
      const { devAction } = await import("./dev-action.ts");
      return finish(await devAction(dir, options));
    });
}
