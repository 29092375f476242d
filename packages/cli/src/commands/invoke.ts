import { Command, Option } from "commander";
import {
  collect,
  engineOption,
  type GuestOptions,
  memoryOption,
  parseDirectory,
  parseHeader,
  parseModel,
  parseVariable,
  timeoutOption,
} from "./parse-options.ts";

export interface InvokeOptions extends GuestOptions {
  readonly method?: string;
  readonly path: string;
  readonly header?: readonly (readonly [string, string])[];
  readonly data?: string;
  readonly output?: string;
  readonly include?: boolean;
  readonly json?: boolean;
  readonly project: string;
  readonly abi?: "stdio" | "cgi";
}

export function defineInvoke(finish: (exitCode: number) => void): Command {
  return new Command("invoke")
    .summary("call a function once, as HTTP would")
    .description(
      "Calls a function once, as HTTP would, and writes the body of its answer to standard output. It ends with 0 if the " +
        "answer's status is below 400, else with 1.",
    )
    .argument("<function>", "a function of the project by its name, or a .wasm file")
    .option("-X, --method <method>", "the request's method (default: POST with --data, else GET)")
    .option("-p, --path <path>", "path below the function's own, with its query: /a/b?c=d", "/")
    .option("-H, --header <name:value>", "a header of the request (repeatable)", collect(parseHeader))
    .option("-d, --data <data>", "the request's body: a text, @FILE, or - for standard input")
    .option("-o, --output <file>", "write the answer's body there, if its status is below 400")
    .option("-i, --include", "print the answer's status and headers before its body")
    .option("--json", "print status, headers, times and body as one JSON object")
    .option("--project <dir>", "the project that has the function", ".")
    .addOption(new Option("--abi <abi>", "how it takes a request").choices(["stdio", "cgi"]))
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
    .option(
      "--engine <name>",
      "what runs it: v8 or wasmedge (default: $SANDPIPER_ENGINE, the settings', v8)",
      engineOption,
    )
    .option("--timeout <duration>", "the time it may take, such as 500ms or 5s", timeoutOption)
    .option("--memory <size>", "the memory it may have, such as 64MiB", memoryOption)
    .addHelpText(
      "after",
      `
Examples:
  sandpiper invoke image-grayscale --data @bird.png --output gray.png
  sandpiper invoke hello.wasm --data Ada
  sandpiper invoke env.wasm --abi cgi --path "/a?b=c" --header "Accept: text/plain" --include

Next: "sandpiper dev" serves the same functions over HTTP.`,
    )
    .action(async (target: string, options: InvokeOptions) => {
      const { invokeAction } = await import("./invoke-action.ts");
      finish(await invokeAction(target, options));
    });
}
