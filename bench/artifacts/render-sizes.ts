import { cpus, loadavg, totalmem } from "node:os";
import type { Row } from "../report.ts";
import { ARTIFACTS, OLDER_NAME, WITH_INFERENCE, WITH_WASMEDGE } from "../scenarios/artifacts.ts";

/**
 * `docs/targets/sizes.md`, of one run's rows.
 * @throws when the run measured no artifacts
 */
export function renderSizes(rows: readonly Row[]): string {
  const names = [...new Set(rows.filter(({ group }) => group === ARTIFACTS).map(({ name }) => name))];
  if (names.length === 0) throw new Error("this run measured no artifacts: npm run bench -- --only artifacts --write");
  const find = (group: string, name: string, what: string) =>
    rows.find((row) => row.group === group && row.name === name && row.what === what);
  const value = (group: string, name: string, what: string, digits: number) =>
    find(group, name, what)?.value.toFixed(digits) ?? "-";
  const measured = names.map((name) => {
    const target = name.replace(WITH_WASMEDGE, "");
    const title = name === OLDER_NAME ? name : `[${name}](${target}.md)`;
    const cells = [
      value(ARTIFACTS, name, "files", 0),
      value(ARTIFACTS, name, "unpacked", 2),
      value(ARTIFACTS, name, "packed", 2),
      value(ARTIFACTS, name, "first answer of hello", 0),
      value(ARTIFACTS, name, "next answer of hello", 1),
      value(ARTIFACTS, name, "first answer of image-grayscale", 0),
      value(ARTIFACTS, name, "next answer of image-grayscale", 1),
      find(ARTIFACTS, name, "first answer of hello")?.note ?? "",
    ];
    return `| ${[title, ...cells].join(" | ")} |`;
  });
  const whole = names
    .filter((name) => find(WITH_INFERENCE, name, "files"))
    .map((name) => {
      const cells = [
        value(WITH_INFERENCE, name, "files", 0),
        value(WITH_INFERENCE, name, "unpacked", 2),
        value(WITH_INFERENCE, name, "packed", 2),
      ];
      return `| ${[name, ...cells].join(" | ")} |`;
    });
  return `# Sizes and cold starts

Measured in one run of \`npm run bench -- --only artifacts --write\`, which writes this page, on ${new Date().toISOString().slice(0, 10)}: ${describe()}.

## Two functions

\`hello\` and \`image-grayscale\`, as each target deploys them. A first answer is the time from the start of a process to the last byte of the first answer that it
gives, the module compiled in between; the next is that of the same request, asked again. Medians of some starts, with the files in the system's
cache. A cloud puts its own time before that, to fetch and unpack the artifact and to start a machine for it. Sizes are MiB; packed is a zip.

| target | files | unpacked | packed | hello: first, ms | next, ms | image-grayscale: first, ms | next, ms | in |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
${measured.join("\n")}

"With WasmEdge" is the same target built with \`--engine wasmedge\`: compiled ahead of time, with WasmEdge's library but not its compiler in the artifact,
and run in a process beside the program.

The last row is the older way: a template that ships the \`wasmedge\` program and starts it for each request. It is Debian's build with the
libraries that it loads, LLVM among them, which it has for compiling; the functions are compiled ahead of time, so that its first answer of a
large function needs no compiling, and each later one costs a process.

## All examples, with inference

The same with \`image-classify\` and \`cgi-env\`: the module has its model in it, and LiteRT goes along as WebAssembly.

| target | files | unpacked | packed |
| --- | ---: | ---: | ---: |
${whole.join("\n")}
`;
}

function describe(): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  // The run itself makes about 1 of it: more is others'.
  const load = loadavg()[2]!.toFixed(1);
  return `${cpus().length} processors (${cpus()[0]?.model}), ${memory} GiB of memory, ${process.platform} on ${process.arch}, under a load of ${load}`;
}
