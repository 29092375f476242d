import { createProject } from "../new/create-project.ts";
import { displayPath } from "../output/display-path.ts";
import { ExitCode } from "../output/exit-code.ts";
import type { NewOptions } from "./new.ts";

export async function newAction(name: string, options: NewOptions): Promise<number> {
  const { dir, files } = await createProject(name, { dir: options.dir, template: options.template });
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ dir, files }, null, 2)}\n`);
    return ExitCode.success;
  }
  const folder = displayPath(dir);
  process.stdout.write(
    `Made ${folder}\n${files.map((file) => `  ${file}\n`).join("")}Next: sandpiper dev ${quote(folder)}\n`,
  );
  return ExitCode.success;
}

/** As a shell wants it. */
function quote(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
