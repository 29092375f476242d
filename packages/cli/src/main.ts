import { SandpiperError } from "@sandpiper/core";
import { CommanderError } from "commander";
import { COMMANDS } from "./commands/commands.ts";
import { createProgram } from "./commands/create-program.ts";
import { ExitCode } from "./output/exit-code.ts";
import { reportError } from "./output/report-error.ts";

/**
 * The command line.
 * @param argv what stands behind the program's name
 * @returns the exit code
 */
export async function main(argv: readonly string[]): Promise<number> {
  const name = argv[0] ?? "--help";
  // A reader that went away, as `head` does, is no reason to fail. Not so for `run`, whose streams are the guest's.
  if (name !== "run") for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreBrokenPipe);
  const one = Object.hasOwn(COMMANDS, name);
  let exitCode: number = ExitCode.success;
  try {
    const program = await createProgram(one ? [name] : Object.keys(COMMANDS), (code) => {
      exitCode = code;
    });
    await program.parseAsync(argv.length === 0 ? ["--help"] : [...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    // Behind `run FILE` everything is the guest's.
    const json = name !== "run" && argv.includes("--json");
    if (!(error instanceof CommanderError)) return reportError(error, { json });
    if (error.exitCode === 0) return ExitCode.success;
    return reportError(toUsageError(error, one ? name : undefined), { json });
  }
}

function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

/** `error: unknown option '--por'\n(Did you mean --port?)` as an error of the table. */
function toUsageError(error: CommanderError, command: string | undefined): SandpiperError {
  const message = error.message.replace(/^error: /, "").replace(/\n\((Did you mean .*)\)$/, "; $1");
  return new SandpiperError("E_USAGE", message.replace("; Did", "; did"), {
    hint: command ? `Run: sandpiper help ${command}` : "Run: sandpiper --help",
    cause: error,
  });
}
