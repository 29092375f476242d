import { Command } from "commander";

export interface NewOptions {
  readonly dir?: string;
  readonly target?: string;
  readonly template?: string;
  readonly json?: boolean;
}

export function defineNew(finish: (exitCode: number) => void): Command {
  return new Command("new")
    .summary("write a project that works at once")
    .description(
      "Writes a new project, ready to serve: a function with its source and its settings; or, for a cloud, two functions for " +
        "pictures with a page that uses them, the steps to deploy it, and a workflow for GitHub that does.",
    )
    .argument("<name>", "the project's name; its folder is made here")
    .option("-t, --target <name>", "make it for this cloud")
    .option(
      "--template <template>",
      "what to begin with: rust, or for a cloud web, or for Vercel next, which is web by Next.js (default: by --target)",
    )
    .option("--dir <dir>", "make it in this folder instead")
    .option("--json", "print what was written as one JSON object")
    .addHelpText(
      "after",
      `
Examples:
  sandpiper new my-app
  sandpiper new my-app --target vercel
  sandpiper new my-app --target vercel --template next
  sandpiper new my-app --dir ./services/my-app

Next: "sandpiper dev my-app" serves it; what is made for a cloud says in its README what to run.`,
    )
    .action(async (name: string, options: NewOptions) => {
      const { newAction } = await import("./new-action.ts");
      finish(await newAction(name, options));
    });
}
