import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { SandpiperError } from "@sandpiper/core";
import type { Tool } from "@sandpiper/targets";

/**
 * The command that runs a cloud's own tool: the program on the PATH, else through `npx`.
 * @throws `E_ENGINE_UNAVAILABLE` when there is neither
 */
export async function findTool({ command, npm, help }: Tool, path = process.env.PATH ?? ""): Promise<string[]> {
  if (await isOnPath(command[0]!, path)) return [...command];
  if (npm !== null && (await isOnPath("npx", path))) return ["npx", "--yes", `--package=${npm}`, "--", ...command];
  throw new SandpiperError("E_ENGINE_UNAVAILABLE", `there is no ${command[0]} on the PATH`, {
    hint: `Install it: ${help}`,
  });
}

async function isOnPath(program: string, path: string): Promise<boolean> {
  // What is found by a relative entry depends on the folder it runs in, which is another one.
  for (const folder of path.split(delimiter).filter(isAbsolute))
    if (await isProgram(join(folder, program))) return true;
  return false;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
