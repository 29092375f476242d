import { readFileSync } from "node:fs";
import { Command } from "commander";
import { COMMANDS } from "./commands.ts";

/**
 * The command line with the commands that are named. A command that ended calls `finish` with the exit code.
 * Nothing here ends the process: what is wrong is thrown.
 */
export async function createProgram(names: readonly string[], finish: (exitCode: number) => void): Promise<Command> {
  const program = new Command("sandpiper")
    .description("Runs WebAssembly functions: on a laptop, on your servers, on every serverless cloud.")
    .version(readVersion(), "-v, --version", "print the version")
    .helpOption("-h, --help", "explain a command")
    .helpCommand("help [command]", "explain a command")
    .enablePositionalOptions()
    .addHelpText(
      "after",
      `
Start here:
  sandpiper new my-app     write a project that works at once
  sandpiper dev my-app     serve it, and reload it on change

"sandpiper help <command>" explains a command, with examples.
Exit codes: 0 for success, 2 when the command line or the settings are not understood, 1 for any other failure;
"run" ends with the guest's own.`,
    );
  quiet(program);
  for (const name of names) {
    const command = (await COMMANDS[name]!())(finish);
    quiet(command);
    command.helpOption("-h, --help", "explain this command");
    program.addCommand(command);
  }
  return program;
}

/** Errors are thrown to be reported by us, in our form. */
function quiet(command: Command): void {
  command.exitOverride().configureOutput({ outputError: () => undefined });
}

export function readVersion(): string {
  // The same folder depth in src and dist.
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return String(version);
}
