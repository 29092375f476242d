import { createProject, formatCreated, toNextCommands } from "create-sandpiper";
import { ExitCode } from "../output/exit-code.ts";
import type { NewOptions } from "./new.ts";

export async function newAction(name: string, options: NewOptions): Promise<number> {
  const created = await createProject(name, options);
  if (options.json) {
    const { dir, template, target, files } = created;
    process.stdout.write(`${JSON.stringify({ dir, template, target: target?.name ?? null, files }, null, 2)}\n`);
  } else {
    process.stdout.write(`${formatCreated(created)}\nNext: ${toNextCommands(created).join(" && ")}\n`);
  }
  return ExitCode.success;
}
