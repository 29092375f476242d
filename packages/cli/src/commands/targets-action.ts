import { formatDuration, formatSize } from "@sandpiper/core";
import { type Figure, TARGETS, type Target, type TargetLimits } from "@sandpiper/targets";
import { ExitCode } from "../output/exit-code.ts";
import { formatTable } from "../output/table.ts";
import type { TargetsOptions } from "./targets.ts";

export function targetsAction(options: TargetsOptions): number {
  const targets = Object.values(TARGETS);
  process.stdout.write(options.json ? `${JSON.stringify(targets.map(toJson), null, 2)}\n` : formatTargets(targets));
  return ExitCode.success;
}

function formatTargets(targets: readonly Target[]): string {
  const head = [
    "target",
    "",
    "artifact",
    "memory",
    "time",
    "request",
    "answer",
    "compiles",
    "native",
    "streams",
    "files",
  ];
  const rows = targets.map(({ name, title, limits, compilesAtRunTime, nativeCode, streams, staticFiles }) => [
    name,
    title,
    size(limits.packedBytes) === "-" ? size(limits.artifactBytes) : `${size(limits.packedBytes)} packed`,
    size(limits.memoryBytes),
    time(limits),
    size(limits.requestBytes),
    size(limits.responseBytes),
    yes(compilesAtRunTime),
    yes(nativeCode),
    yes(streams),
    staticFiles === "place" ? "by the cloud" : "by the program",
  ]);
  return `${formatTable([head, ...rows], [2, 3, 4, 5, 6])}\n`;
}

/** A dash where no limit is known. */
function size(figure: Figure | undefined): string {
  return figure ? formatSize(figure.value) : "-";
}

function time({ timeoutMs, cpuTimeMs }: TargetLimits): string {
  if (timeoutMs) return formatDuration(timeoutMs.value);
  return cpuTimeMs ? `${formatDuration(cpuTimeMs.value)} computing` : "-";
}

function yes(value: boolean): string {
  return value ? "yes" : "no";
}

function toJson({
  name,
  title,
  limits,
  compilesAtRunTime,
  nativeCode,
  streams,
  staticFiles,
  outFolder,
  deploy,
}: Target) {
  return {
    name,
    title,
    limits,
    compilesAtRunTime,
    nativeCode,
    streams,
    staticFiles,
    outFolder,
    deploy: deploy && { command: deploy.command, npm: deploy.npm, help: deploy.help },
  };
}
