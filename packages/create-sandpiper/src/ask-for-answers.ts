import type { Readable, Writable } from "node:stream";
import { cancel, intro, isCancel, select, text } from "@clack/prompts";
import { FUNCTION_NAME, FUNCTION_NAME_RULE } from "@sandpiper/core";
import { listTemplateTargets, TEMPLATES, type Template } from "./templates.ts";

/** What a project is made by; what is missing is as it is when nothing is said. */
export interface Answers {
  readonly name?: string | undefined;
  readonly target?: string | undefined;
  readonly template?: string | undefined;
}

/** Where to ask; left out, the process's own terminal. */
export interface AskOptions {
  readonly input?: Readable;
  readonly output?: Writable;
}

const DEFAULT_NAME = "my-app";
/** The answer that is no target. */
const NOWHERE = "";

/** Asks for what was not said. Null: left with Ctrl-C. */
export async function askForAnswers(given: Answers, options: AskOptions = {}): Promise<Answers | null> {
  const asked = { name: given.name === undefined, target: given.target === undefined && given.template === undefined };
  if (!asked.name && !asked.target) return given;
  intro("A project of WebAssembly functions", options);
  const name = asked.name ? await askForName(options) : given.name;
  if (isCancel(name)) return left(options);
  const target = asked.target ? await askForTarget(options) : given.target;
  if (isCancel(target)) return left(options);
  const template = given.template ?? (await askForTemplate(target, options));
  if (isCancel(template)) return left(options);
  return { name, target: target === NOWHERE ? undefined : target, template };
}

const askForName = (options: AskOptions) =>
  text({
    message: "What is it called?",
    placeholder: DEFAULT_NAME,
    defaultValue: DEFAULT_NAME,
    validate: (value) => (!value || FUNCTION_NAME.test(value) ? undefined : `A name has ${FUNCTION_NAME_RULE}.`),
    ...options,
  });

async function askForTarget(options: AskOptions) {
  const targets = await listTemplateTargets();
  return select<string>({
    message: "Where will it run?",
    options: [
      ...targets.map(({ name, title }) => ({ value: name, label: title, hint: TEMPLATES.web.summary })),
      { value: NOWHERE, label: "I don't know yet", hint: TEMPLATES.rust.summary },
    ],
    ...options,
  });
}

/** Asked only where there is a choice. */
async function askForTemplate(target: string | undefined, options: AskOptions) {
  const choices = Object.entries<Template>(TEMPLATES).filter(
    ([, { targets }]) => targets !== "none" && (targets === null || targets.some((name) => name === target)),
  );
  if (!target || choices.length < 2) return undefined;
  return select<string>({
    message: "What does it begin with?",
    options: choices.map(([value, { summary }]) => ({ value, label: value, hint: summary })),
    ...options,
  });
}

function left(options: AskOptions): null {
  cancel("Nothing was made.", options);
  return null;
}
