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

## How it is held

[Every target is asked the same](conformance.md), started with the cloud's own tool, and what it does otherwise is listed there.
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
