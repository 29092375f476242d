import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { SandpiperError } from "@sandpiper/core";
import { FUNCTION_NAME, FUNCTION_NAME_RULE, toFunctionName } from "../config/function-name.ts";
import { displayPath } from "../output/display-path.ts";

export interface CreateOptions {
  /** The project's own folder. Default: `name` in the working directory. */
  readonly dir?: string | undefined;
  /** One of `templateNames()`. Default `rust`. */
  readonly template?: string | undefined;
}

export interface CreatedProject {
  /** Absolute. */
  readonly dir: string;
  /** Relative to `dir`, with `/` between, sorted. */
  readonly files: readonly string[];
}

const TEMPLATES = fileURLToPath(new URL("../../templates/", import.meta.url));

/** Files whose `{{name}}` becomes the project's name. */
const WITH_NAME = new Set(["README.md"]);

/** npm leaves a `.gitignore` out of packages, so templates have it under another name. */
const RENAMED: Readonly<Record<string, string>> = { _gitignore: ".gitignore" };

export async function templateNames(): Promise<string[]> {
  return (await readdir(TEMPLATES)).sort();
}

/**
 * Writes a project that works at once: all of it, or nothing.
 * @throws `E_USAGE` for a name that is none, an unknown template, or a folder that is not empty
 */
export async function createProject(name: string, options: CreateOptions = {}): Promise<CreatedProject> {
  const { dir = resolve(name), template = "rust" } = options;
  checkName(name);
  const known = await templateNames();
  if (!known.includes(template)) {
    throw new SandpiperError("E_USAGE", `there is no template "${template}"`, {
      hint: `Take one of these: ${known.join(", ")}.`,
    });
  }
  const target = resolve(dir);
  await checkFree(target);
  await mkdir(dirname(target), { recursive: true });
  // Beside the target, so that the last step is one rename.
  const partial = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
  try {
    const files = await copyTemplate(join(TEMPLATES, template), partial, name);
    await moveInto(partial, target);
    return { dir: target, files };
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

function checkName(name: string): void {
  if (FUNCTION_NAME.test(name)) return;
  const better = toFunctionName(name);
  throw new SandpiperError("E_USAGE", `"${name}" cannot be a project's name: ${FUNCTION_NAME_RULE}`, {
    hint: better === null ? "Take another name." : `Try \`sandpiper new ${better}\`.`,
  });
}

async function checkFree(target: string): Promise<void> {
  const found = await stat(target).catch(() => null);
  if (found === null || (found.isDirectory() && (await readdir(target)).length === 0)) return;
  const what = found.isDirectory() ? "already has files in it" : "is a file";
  throw new SandpiperError("E_USAGE", `${displayPath(target)} ${what}`, {
    hint: "Take another name, or an empty folder.",
  });
}

async function copyTemplate(from: string, to: string, name: string): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const source = join(entry.parentPath, entry.name);
    const file = join(relative(from, entry.parentPath), RENAMED[entry.name] ?? entry.name);
    const target = join(to, file);
    await mkdir(dirname(target), { recursive: true });
    if (WITH_NAME.has(entry.name)) {
      await writeFile(target, (await readFile(source, "utf8")).replaceAll("{{name}}", name));
    } else {
      await copyFile(source, target);
    }
    files.push(file.split(sep).join("/"));
  }
  return files.sort();
}

/** Renames a finished project to its place, where at most an empty folder is. */
async function moveInto(partial: string, target: string): Promise<void> {
  try {
    await rename(partial, target);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "ENOTEMPTY" && code !== "EEXIST" && code !== "EPERM") throw error;
    // Somebody filled the folder meanwhile, or this system does not rename onto a folder.
    await checkFree(target);
    await rm(target, { recursive: true });
    await rename(partial, target);
  }
}
