import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sandpiper } from "../../e2e/support/run-sandpiper.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { runTool } from "./run-tool.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** Where the checkout's own `sandpiper` is. */
const BIN = at("../../../node_modules/.bin");
/** Google's classifier of birds and a picture of one; null where they are not. */
export const BIRDS = existsSync(at("../../../../shared/data/birds")) ? at("../../../../shared/data/birds") : null;

/** The environment in which a project's scripts find `sandpiper`, and the Node that runs the tests. */
export const PROJECT_ENV = {
  PATH: [dirname(process.execPath), BIN, process.env.PATH].join(delimiter),
  NEXT_TELEMETRY_DISABLED: "1",
};

export interface TemplateProjectOptions {
  readonly template?: string | undefined;
  /** Folder in whose `node_modules` is what its `package.json` asks for, besides `sandpiper`. */
  readonly tools: string;
  /** Puts them into the project itself: Next.js takes none from outside it. */
  readonly copies?: boolean;
}

/** Makes a project as `sandpiper new` does, with its tools as if `npm install` had run; its folder. */
export async function makeTemplateProject(target: string, options: TemplateProjectOptions): Promise<string> {
  const cwd = temporaryFolder();
  const template = options.template ? ["--template", options.template] : [];
  const { code, stderr } = await sandpiper(["new", "my-app", "--target", target, ...template], { cwd });
  assert.equal(code, 0, stderr);
  const project = join(cwd, "my-app");
  const [from, to] = [join(options.tools, "node_modules"), join(project, "node_modules")];
  if (options.copies) copyFolder(from, to);
  else symlinkSync(from, to, "dir");
  return project;
}

/** By hard links where that goes, which takes no time and no space. */
function copyFolder(from: string, to: string): void {
  if (spawnSync("cp", ["-al", from, to], { stdio: "ignore" }).status === 0) return;
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

/** Does what the project's README says of birds. */
export function addBirds(project: string, birds: string): void {
  cpSync(join(birds, "aiy_birds_v1_3.tflite"), join(project, "models/birds.tflite"));
  cpSync(join(birds, "labels.txt"), join(project, "models/labels.txt"));
  const file = join(project, "sandpiper.config.json");
  const settings = JSON.parse(readFileSync(file, "utf8"));
  settings.functions["image-classify"].models = {
    birds: { path: "./models/birds.tflite", labels: "./models/labels.txt" },
  };
  writeFileSync(file, JSON.stringify(settings, null, 2));
}

/** Runs a script of its `package.json`; what it printed. */
export async function runScript(project: string, script: string): Promise<string> {
  const { code, output } = await runTool("npm", ["run", script], { cwd: project, env: PROJECT_ENV });
  assert.equal(code, 0, output);
  return output;
}

/** What the tools' own `package.json` has has to be what the project asks for. */
export function checkVersions(project: string, tools: string): void {
  const read = (folder: string) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const { dependencies = {}, devDependencies } = read(project);
  const wanted: Record<string, string> = { ...dependencies, ...devDependencies };
  delete wanted.sandpiper;
  const versions = Object.entries(wanted).map(([name, range]) => [name, range.replace(/^\^/, "")]);
  assert.deepEqual(Object.fromEntries(versions), read(tools).dependencies);
}
