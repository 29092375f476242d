import { parseArgs } from "node:util";
import { isSandpiperError, SandpiperError, toSandpiperError } from "@sandpiper/core";
import { type Answers, askForAnswers } from "./ask-for-answers.ts";
import { createProject } from "./create-project.ts";
import { formatCreated, toNextCommands } from "./format-created.ts";
import { readVersion } from "./read-version.ts";
import { listTemplateTargets } from "./templates.ts";

const OPTIONS = {
  target: { type: "string", short: "t" },
  template: { type: "string" },
  dir: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const;

/** Exit codes: as those of `sandpiper`, and 130 when the questions were left with Ctrl-C. */
const EXIT = { success: 0, failure: 1, usage: 2, cancelled: 130 } as const;

/**
 * `create-sandpiper`, which `npm create sandpiper` runs: what is not said is asked where somebody can answer.
 * @param argv what stands behind the program's name
 * @returns the exit code
 */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    return await run(argv);
  } catch (error) {
    return report(error, argv.includes("--json"));
  }
}

async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parse(argv);
  if (values.help) return say(await helpText());
  if (values.version) return say(`${readVersion()}\n`);
  const [name, ...more] = positionals;
  if (more.length > 0) throw usage(`too many arguments: ${more.join(" ")}`, "Name one project.");
  const given: Answers = { name, target: values.target, template: values.template };
  const asks = Boolean(process.stdin.isTTY && process.stdout.isTTY) && !values.json;
  const answers = asks ? await askForAnswers(given) : given;
  if (answers === null) return EXIT.cancelled;
  if (answers.name === undefined)
    throw usage("the project has no name", "Name it, such as: npm create sandpiper my-app -- --target vercel");
  const created = await createProject(answers.name, { ...answers, dir: values.dir });
  const { dir, template, target, files } = created;
  if (values.json) return say(`${JSON.stringify({ dir, template, target: target?.name ?? null, files }, null, 2)}\n`);
  return say(
    `${formatCreated(created)}\n\nNext:\n${toNextCommands(created)
      .map((line) => `  ${line}\n`)
      .join("")}`,
  );
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // "Unknown option '--tarhet'. To specify a positional argument starting with ..."
    throw usage(String((error as Error).message).split(". ")[0]!, "Run: npm create sandpiper -- --help");
  }
}

function say(text: string): number {
  process.stdout.write(text);
  return EXIT.success;
}

function usage(message: string, hint: string): SandpiperError {
  return new SandpiperError("E_USAGE", message, { hint });
}

function report(error: unknown, json: boolean): number {
  const { code, message, hint } = toSandpiperError(error);
  const said = { code, message, ...(hint ? { hint } : {}) };
  process.stderr.write(
    json ? `${JSON.stringify({ error: said })}\n` : `error[${code}]: ${message}\n${hint ? `  next: ${hint}\n` : ""}`,
  );
  if (process.env.SANDPIPER_DEBUG && !isSandpiperError(error)) console.error(error);
  return code === "E_USAGE" ? EXIT.usage : EXIT.failure;
}

async function helpText(): Promise<string> {
  const targets = await listTemplateTargets();
  return `Usage: npm create sandpiper [name] -- [options]

Makes a project of WebAssembly functions in a folder of its own. What you leave out is asked, where somebody can answer.

Options:
  -t, --target <name>  the cloud: ${targets.map(({ name }) => name).join(", ")}
      --template <template>  what to begin with: rust (no cloud, no page), or for a cloud web, or for Vercel next (Next.js)
      --dir <dir>      make it in this folder instead
      --json           print what was written as one JSON object, and ask nothing
  -h, --help           print this
  -v, --version        print the version

Examples:
  npm create sandpiper
  npm create sandpiper my-app -- --target vercel
  npm create sandpiper my-app -- --target vercel --template next
  npm create sandpiper my-app -- --template rust
`;
}
