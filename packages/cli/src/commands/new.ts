import { Command } from "commander";

export interface NewOptions {
  readonly dir?: string;
  readonly template?: string;
  readonly json?: boolean;
}

export function defineNew(finish: (exitCode: number) => void): Command {
  return new Command("new")
    .summary("write a project that works at once")
    .description("Writes a new project with a function, its source and its settings, ready to serve.")
    .argument("<name>", "the project's name; its folder is made here")
    .option("--dir <dir>", "make it in this folder instead")
    .option("--template <template>", "what to begin with (default: rust)")
    .option("--json", "print what was written as one JSON object")
    .addHelpText(
      "after",
      `
Examples:
  sandpiper new my-app
  sandpiper new my-app --dir ./services/my-app

Next: "sandpiper dev my-app" serves it.`,
    )
    .action(async (name: string, options: NewOptions) => {
      const { newAction } = await import("./new-action.ts");
      finish(await newAction(name, options));
    });
}
