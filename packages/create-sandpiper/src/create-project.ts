import { chmod, lstat, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { FUNCTION_NAME, FUNCTION_NAME_RULE, SandpiperError, toFunctionName } from "@sandpiper/core";
import type { Target } from "@sandpiper/targets";
import { composeTemplate } from "./compose-template.ts";
import { readVersion } from "./read-version.ts";
import { readReferenceFiles } from "./reference-files.ts";
import { listTemplateTargets, TEMPLATES, type Template, type TemplateName } from "./templates.ts";

export interface CreateOptions {
  /** The project's own folder. Default: `name` in the working directory. */
  readonly dir?: string | undefined;
  /** A name of `TEMPLATES`. Default: `web` with a target, `rust` without. */
  readonly template?: string | undefined;
  /** Where it will be deployed: the name of one of `listTemplateTargets()`. */
  readonly target?: string | undefined;
}

export interface CreatedProject {
  /** Absolute. */
  readonly dir: string;
  readonly template: TemplateName;
  readonly target: Target | null;
  /** Relative to `dir`, with `/` between, sorted. */
  readonly files: readonly string[];
}

/**
 * Writes a project that works at once: all of it, or nothing.
 * @throws `E_USAGE` for a name that is none, a template or target that is not there or does not go with the other, or a folder that is not
 *   empty
 */
export async function createProject(name: string, options: CreateOptions = {}): Promise<CreatedProject> {
  checkName(name);
  const targets = await listTemplateTargets();
  const target = options.target === undefined ? null : findTarget(options.target, targets);
  const template = findTemplate(options.template ?? (target ? "web" : "rust"));
  checkPair(template, target, targets);
  const dir = resolve(options.dir ?? name);
  await checkFree(dir, options.dir ?? name);
  await mkdir(dirname(dir), { recursive: true });
  // Beside its place, so that the last step is one rename.
  const partial = await mkdtemp(join(dirname(dir), `.${basename(dir)}-`));
  try {
    // As any new folder: a temporary one is its owner's alone.
    await chmod(partial, 0o777 & ~process.umask());
    const files = await toFiles(TEMPLATES[template], name, target);
    for (const [path, content] of files) {
      const file = join(partial, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    await moveInto(partial, dir, options.dir ?? name);
    return { dir, template, target, files: [...files.keys()].sort() };
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function toFiles(
  template: Template,
  name: string,
  target: Target | null,
): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const { name: targetName = "", title = "" } = target ?? {};
  const values = { name, target: targetName, title, version: readVersion() };
  const files = await composeTemplate(template.layers(targetName), values);
  if (template.references) for (const [path, content] of await readReferenceFiles()) files.set(path, content);
  return files;
}

function findTarget(name: string, targets: readonly Target[]): Target {
  const found = targets.find((target) => target.name === name);
  if (found) return found;
  const names = targets.map((target) => target.name);
  throw new SandpiperError("E_USAGE", `no project is made for "${name}"`, {
    hint: `There is ${names.join(", ")}. Every project can be built for every target: sandpiper targets lists them.`,
  });
}

function findTemplate(name: string): TemplateName {
  if (Object.hasOwn(TEMPLATES, name)) return name as TemplateName;
  throw new SandpiperError("E_USAGE", `there is no template "${name}"`, {
    hint: `Take one of these: ${Object.keys(TEMPLATES).join(", ")}.`,
  });
}

function checkPair(name: TemplateName, target: Target | null, targets: readonly Target[]): void {
  const { targets: own }: Template = TEMPLATES[name];
  if (own === "none") {
    if (target === null) return;
    throw new SandpiperError("E_USAGE", `the template ${name} is not made for a target`, {
      hint: "Leave out --target, which `sandpiper build` takes, or take the template web.",
    });
  }
  const names = own ?? targets.map((each) => each.name);
  if (target !== null && names.includes(target.name)) return;
  const what = target === null ? "needs a target" : `is not made for ${target.title}`;
  throw new SandpiperError("E_USAGE", `the template ${name} ${what}`, {
    hint: `Say where it will be deployed, such as --target ${names[0]}; there is ${names.join(", ")}.`,
  });
}

function checkName(name: string): void {
  if (FUNCTION_NAME.test(name)) return;
  const better = toFunctionName(name);
  throw new SandpiperError("E_USAGE", `"${name}" cannot be a project's name: ${FUNCTION_NAME_RULE}`, {
    hint: better === null ? "Take another name." : `Try "${better}".`,
  });
}

/** @param shown as the user named it */
async function checkFree(target: string, shown: string): Promise<void> {
  // What a link leads to is looked at, if anything.
  const found = await stat(target).catch(() => lstat(target).catch(() => null));
  if (found === null || (found.isDirectory() && (await readdir(target)).length === 0)) return;
  const what = found.isDirectory()
    ? "already has files in it"
    : found.isSymbolicLink()
      ? "is a link that leads nowhere"
      : "is a file";
  throw new SandpiperError("E_USAGE", `${shown} ${what}`, {
    hint: "Take another name, or an empty folder.",
  });
}

/** Renames a finished project to its place, where at most an empty folder is. */
async function moveInto(partial: string, target: string, shown: string): Promise<void> {
  try {
    await rename(partial, target);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "ENOTEMPTY" && code !== "EEXIST" && code !== "EPERM") throw error;
    // Somebody filled the folder meanwhile, or this system does not rename onto a folder.
    await checkFree(target, shown);
    await rm(target, { recursive: true });
    await rename(partial, target);
  }
}
