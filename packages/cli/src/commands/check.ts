import { Command } from "commander";

export interface CheckOptions {
  readonly target: string;
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
    .option("--json", "print sizes and problems as one JSON object")
    .addHelpText(
      "after",
      `
Examples:
  sandpiper check --target vercel
  sandpiper check my-app --target aws-lambda --json

Next: "sandpiper build --target NAME" writes what was checked.`,
    )
    .action(async (dir: string, options: CheckOptions) => {
      const { checkAction } = await import("./check-action.ts");
      finish(await checkAction(dir, options));
    });
}
