import { Command } from "commander";

export interface TargetsOptions {
  readonly json?: boolean;
}

export function defineTargets(finish: (exitCode: number) => void): Command {
  return new Command("targets")
    .summary("list the clouds a project can be built for")
    .description(
      "Lists every target of build, check and deploy: what it allows at most, and what it offers. Figures are the cloud's own, " +
        "for its largest plan; with --json each has the page it was read on and when.",
    )
    .option("--json", "print all there is to know as one JSON array")
    .addHelpText(
      "after",
      `
Examples:
  sandpiper targets
  sandpiper targets --json

Next: "sandpiper check --target NAME" tells what of a project would not work there.`,
    )
    .action(async (options: TargetsOptions) => {
      const { targetsAction } = await import("./targets-action.ts");
      finish(targetsAction(options));
    });
}
