import { Command } from "commander";
import type { EngineName } from "../engine/engine-name.ts";
import { engineOption } from "./parse-options.ts";

export interface CheckOptions {
  readonly target: string;
  readonly engine?: EngineName;
  readonly json?: boolean;
}

export function defineCheck(finish: (exitCode: number) => void): Command {
  return new Command("check")
    .summary("tell what of a project would not work on a cloud")
    .description(
      "Makes what a cloud would deploy without writing it, and tells what the cloud would refuse, where its limits hold before " +
        "the project's own, and what to change. It ends with 1 if anything is refused.",
    )
    .argument("[dir]", "the project's folder", ".")
    .requiredOption("-t, --target <name>", "the cloud (sandpiper targets lists them)")
    .option(
      "--engine <name>",
      "what runs all functions there: v8 or wasmedge (default: $SANDPIPER_ENGINE, the settings', v8)",
      engineOption,
    )
    .option("--json", "print sizes and problems as one JSON object")
    .addHelpText(
      "after",
      `
Examples:
  sandpiper check --target vercel
  sandpiper check my-app --target aws-lambda --json
  sandpiper check --target aws-lambda --engine wasmedge

Next: "sandpiper build --target NAME" writes what was checked.`,
    )
    .action(async (dir: string, options: CheckOptions) => {
      const { checkAction } = await import("./check-action.ts");
      finish(await checkAction(dir, options));
    });
}
