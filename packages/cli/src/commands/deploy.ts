import { SandpiperError } from "@sandpiper/core";
import { Command } from "commander";
import type { EngineName } from "../engine/engine-name.ts";
import { engineOption } from "./parse-options.ts";

export interface DeployOptions {
  readonly target: string;
  readonly engine?: EngineName;
  readonly dryRun?: boolean;
}

export function defineDeploy(finish: (exitCode: number) => void): Command {
  return new Command("deploy")
    .summary("build for a cloud, and deploy with the cloud's own tool")
    .description(
      "Builds what a cloud deploys, as build --target does, and runs the cloud's own tool on it: the one on the PATH, else npx " +
        "fetches it. The tool signs in by itself: Sandpiper reads and stores no credentials. What stands behind -- is the tool's. " +
        "Where the output is no terminal, the address alone goes to standard output, all else to standard error.",
    )
    .argument("[dir]", "the project's folder")
    .argument("[args...]", "behind --: arguments for the tool")
    .requiredOption("-t, --target <name>", "the cloud (sandpiper targets lists them)")
    .option(
      "--engine <name>",
      "what runs all functions there: v8 or wasmedge (default: $SANDPIPER_ENGINE, the settings', v8)",
      engineOption,
    )
    .option("--dry-run", "check, and print what would run and where; write and run nothing")
    .addHelpText(
      "after",
      `
Examples:
  sandpiper deploy --target vercel --dry-run
  sandpiper deploy --target vercel -- --prod
  sandpiper deploy my-app --target aws-lambda
  sandpiper deploy --target azure -- my-function-app

Next: call the address it prints; "sandpiper check --target NAME" tells why a cloud would refuse it.`,
    )
    .action(async (_dir: unknown, _args: unknown, options: DeployOptions, command: Command) => {
      const { dir, args } = splitOperands(command);
      const { deployAction } = await import("./deploy-action.ts");
      finish(await deployAction(dir, args, options));
    });
}

/** Commander keeps no trace of where `--` stood among the operands, and `[dir]` may be left out. */
function splitOperands(command: Command): { dir: string; args: string[] } {
  const { rawArgs } = command.parent as Command & { readonly rawArgs: readonly string[] };
  const dashes = rawArgs.indexOf("--");
  const args = dashes === -1 ? [] : rawArgs.slice(dashes + 1);
  const [dir = ".", ...more] = command.args.slice(0, command.args.length - args.length);
  if (more.length === 0) return { dir, args };
  throw new SandpiperError("E_USAGE", `too many arguments for 'deploy': ${more.join(" ")}`, {
    hint: "Put what is for the tool behind --, such as: sandpiper deploy --target vercel -- --prod",
  });
}
