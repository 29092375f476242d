import { Command } from "commander";

export interface DoctorOptions {
  readonly json?: boolean;
}

export function defineDoctor(finish: (exitCode: number) => void): Command {
  return new Command("doctor")
    .summary("say what this machine has of what Sandpiper can use")
    .description(
      "Looks for Node, the engines, what builds functions, the backends of inference and the clouds' own tools: says what is there, " +
        "what is missing, and the command that brings it. Nothing is installed. What is missing is needed by some only; what is " +
        "there and cannot be used is told as broken, and the exit code is 1.",
    )
    .option("--json", "print all as one JSON array")
    .addHelpText(
      "after",
      `
Examples:
  sandpiper doctor
  sandpiper doctor --json

WasmEdge is looked for where SANDPIPER_WASMEDGE or WASMEDGE_DIR say, beside the program on the PATH, in ~/.wasmedge, on the
library path, where systems have it, and in the Debian root of the cache.`,
    )
    .action(async (options: DoctorOptions) => {
      const { doctorAction } = await import("./doctor-action.ts");
      finish(await doctorAction(options));
    });
}
