import { Command } from "commander";
import {
  collect,
  engineOption,
  type GuestOptions,
  memoryOption,
  parseDirectory,
  parseModel,
  parseVariable,
  timeoutOption,
} from "./parse-options.ts";

export type RunOptions = GuestOptions;

export function defineRun(finish: (exitCode: number) => void): Command {
  return new Command("run")
    .summary("run a WASI command as a shell would run a program")
    .description(
      "Runs a WASI command (wasm32-wasip1) with this terminal's standard streams. It ends with the guest's exit code, " +
        "134 if the guest trapped. What stands behind FILE.wasm belongs to the guest, options too.",
    )
    .argument("<file>", "the module, a .wasm file")
    .argument("[args...]", "the guest's arguments")
    .option(
      "--dir <host[::guest[::ro]]>",
      "let it use a folder; ::ro makes it read-only (repeatable)",
      collect(parseDirectory),
    )
    .option(
      "--env <name[=value]>",
      "set a variable; without a value, the one it has here (repeatable)",
      collect(parseVariable),
    )
    .option(
      "--model <name=file[::labels]>",
      "a model it finds by that name, and a file with a label a line (repeatable)",
      collect(parseModel),
    )
    .option("--engine <name>", "what runs it: v8 or wasmedge (default: $SANDPIPER_ENGINE, v8)", engineOption)
    .option("--timeout <duration>", "stop it after so long, such as 500ms or 5s (default: never)", timeoutOption)
    .option("--memory <size>", "the memory it may have, such as 64MiB (default: 4GiB)", memoryOption)
    .passThroughOptions()
    .addHelpText(
      "after",
      `
Examples:
  sandpiper run hello.wasm < in.txt > out.txt
  sandpiper run --dir ./data::/data --env LANG tool.wasm --verbose /data/input
  sandpiper run --model birds=./birds.tflite classify.wasm < bird.jpg
  sandpiper run --timeout 5s --memory 64MiB untrusted.wasm

Next: "sandpiper invoke hello.wasm" calls it as HTTP would, "sandpiper dev" serves it.`,
    )
    .action(async (file: string, args: string[], options: RunOptions) => {
      const { runAction } = await import("./run-action.ts");
      finish(await runAction(file, args, options));
    });
}
