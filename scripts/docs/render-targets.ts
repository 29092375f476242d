import { existsSync } from "node:fs";
import { formatDuration, formatSize } from "../../packages/core/src/units.ts";
import type { Figure, Target, TargetLimits } from "../../packages/targets/src/target.ts";
import { TARGETS } from "../../packages/targets/src/targets.ts";

/** `docs/targets/README.md`, from the targets' own data and what the corpus's replays are held to. */
export function renderTargets(): string {
  const targets = Object.values(TARGETS);
  return `# Targets

\`sandpiper build --target NAME\` makes of a project what a cloud deploys, \`sandpiper check --target NAME\` tells what would not work there, and
\`sandpiper deploy --target NAME\` runs the cloud's own tool. The same functions run on all of them, unchanged.

## What each allows and offers

A dash stands where no limit is known. Figures are the cloud's own, of its largest plan.

| target | artifact | memory | time | request | answer | compiles at run time | native code | streams | static files |
| --- | ---: | ---: | ---: | ---: | ---: | --- | --- | --- | --- |
${targets.map(toRow).join("\n")}

Read at:

${targets.flatMap(toSources).join("\n")}

## On this machine

\`sandpiper dev --target NAME\` serves a project as that target would: it makes the artifact, runs the program of it in a process of its own, and builds both again
when files change. Nothing has to be installed. Before and after the program comes what the cloud does: routes and static files, the event
that a request becomes, headers, limits of sizes and time. What goes over one of those is refused, and the log says which it was and
where the figure was read. Deno and Bun run their programs themselves, so one of them has to be there; \`npx\` fetches it otherwise.

What stands before the program is written from the clouds' documentation. Their own tools go further; the pages of the targets say how to start
them. What no machine but the cloud's does is not done here: memory is not held to the cloud's, and Cloudflare's processor time is counted
as time.

## How it is held

[Every target is asked the same](conformance.md), started with the cloud's own tool, and what it does otherwise is listed there.
[How large each artifact is, and how soon it answers](sizes.md), beside the older way of a process for each request.
`;
}

function toRow({ name, title, limits, compilesAtRunTime, nativeCode, streams, staticFiles }: Target): string {
  const cells = [
    existsSync(new URL(`../../docs/targets/${name}.md`, import.meta.url)) ? `[${title}](${name}.md)` : title,
    limits.packedBytes ? `${size(limits.packedBytes)} packed` : size(limits.artifactBytes),
    size(limits.memoryBytes),
    time(limits),
    size(limits.requestBytes),
    size(limits.responseBytes),
    ...[compilesAtRunTime, nativeCode, streams].map((value) => (value ? "yes" : "no")),
    staticFiles === "place" ? "by the cloud" : "by the program",
  ];
  return `| ${cells.join(" | ")} |`;
}

function size(figure: Figure | undefined): string {
  return figure ? formatSize(figure.value) : "-";
}

function time({ timeoutMs, cpuTimeMs }: TargetLimits): string {
  if (timeoutMs) return formatDuration(timeoutMs.value);
  return cpuTimeMs ? `${formatDuration(cpuTimeMs.value)} computing` : "-";
}

function toSources({ title, limits }: Target): string[] {
  const read = new Set(Object.values(limits).map(({ source, date }: Figure) => `<${source}> (${date})`));
  return read.size === 0 ? [] : [`- ${title}: ${[...read].join(", ")}`];
}
