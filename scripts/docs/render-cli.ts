import type { Command } from "commander";
import { COMMANDS } from "../../packages/cli/src/commands/commands.ts";
import { createProgram } from "../../packages/cli/src/commands/create-program.ts";

/** `docs/reference/cli.md`, from the definitions that read the command line. */
export async function renderCli(): Promise<string> {
  const program = await createProgram(Object.keys(COMMANDS), () => undefined);
  const list = program.commands.map(
    (command) => `- [\`sandpiper ${command.name()}\`](#sandpiper-${command.name()}): ${command.summary()}`,
  );
  return `# The command line

${list.join("\n")}

\`sandpiper help <command>\` shows the same with examples, \`sandpiper --version\` the version. Commands end with 0 for success,
2 when the command line or the settings are not understood, 1 for any other failure; \`run\` ends with the guest's own code.
Errors are one line with a code of [the table](errors.md) and the next step.

${program.commands.map(renderCommand).join("\n")}`;
}

function renderCommand(command: Command): string {
  const usage = `sandpiper ${command.name()} ${command.usage()}`;
  const rows = [
    ...command.registeredArguments.map((argument) =>
      row(
        `${argument.name()}${argument.variadic ? "..." : ""}`,
        `${argument.description}${toDefault(argument.defaultValue)}`,
      ),
    ),
    ...command.options.map(({ flags, description, defaultValue, argChoices }) =>
      row(flags, `${description}${argChoices ? `: ${argChoices.join(" or ")}` : ""}${toDefault(defaultValue)}`),
    ),
  ];
  return `## sandpiper ${command.name()}

${command.description().replaceAll("<", "&lt;")}

\`\`\`
${usage}
\`\`\`

| argument or option | meaning |
| --- | --- |
${rows.join("\n")}

${toExamples(command)}
`;
}

/** The text that the command's help ends with. */
function toExamples(command: Command): string {
  let text = "";
  const write = command.configureOutput().writeOut;
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  command.configureOutput({ ...(write ? { writeOut: write } : {}) });
  const examples = text.slice(text.indexOf("Examples:") + "Examples:".length);
  const [commands = "", ...rest] = examples.trim().split("\n\n");
  const lines = commands.split("\n").map((line) => line.trim());
  return [`\`\`\`sh\n${lines.join("\n")}\n\`\`\``, ...rest].join("\n\n");
}

function row(left: string, right: string): string {
  return `| \`${left}\` | ${right.replaceAll("|", "\\|").replaceAll("<", "&lt;")} |`;
}

function toDefault(value: unknown): string {
  return value === undefined ? "" : ` (default: \`${value}\`)`;
}
