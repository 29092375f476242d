import { formatDuration, formatSize } from "@sandpiper/core";
import type { Deployment, Figure, Target } from "./target.ts";

/** Why a function, or all of a deployment, would not work on a target. */
export interface DeploymentProblem {
  /** The function's name; null for what concerns all of them. */
  readonly function: string | null;
  /** `refused`: the cloud would not take it, or it could never answer. `limited`: the cloud's limit holds before ours. */
  readonly kind: "refused" | "limited";
  /** One sentence, with the cloud's figure and where it was read. */
  readonly message: string;
  /** What to change. */
  readonly hint: string;
}

/** What an artifact weighs. Bytes. */
export interface ArtifactSizes {
  readonly unpacked: number;
  /** Null while it is not packed. */
  readonly packed: number | null;
}

/** Holds a deployment against what its target allows. */
export function checkDeployment(target: Target, deployment: Deployment, sizes: ArtifactSizes): DeploymentProblem[] {
  const { limits, title } = target;
  const problems: DeploymentProblem[] = [];
  const refuse = (of: Figure | undefined, bytes: number | null, what: string): void => {
    if (!of || bytes === null || bytes <= of.value) return;
    const message = `${what} ${formatSize(bytes)}, and ${title} takes ${formatSize(of.value)} (${read(of)})`;
    problems.push({
      function: null,
      kind: "refused",
      message,
      hint: "Take functions or models out, or deploy them apart.",
    });
  };
  refuse(limits.artifactBytes, sizes.unpacked, "the artifact is");
  refuse(limits.packedBytes, sizes.packed, "packed, the artifact is");
  for (const { settings } of deployment.functions) {
    const { name, limits: own } = settings;
    const limit = (
      of: Figure | undefined,
      value: number,
      format: (value: number) => string,
      what: string,
      key: string,
    ): void => {
      if (!of || value <= of.value) return;
      const message = `${name} may ${what} ${format(value)}, and ${title} ends it at ${format(of.value)} (${read(of)})`;
      problems.push({
        function: name,
        kind: "limited",
        message,
        hint: `Lower "${key}" in its settings to what it needs.`,
      });
    };
    limit(limits.memoryBytes, own.memoryBytes, formatSize, "use", "memory");
    limit(limits.timeoutMs, own.timeoutMs, formatDuration, "take", "timeout");
    limit(limits.requestBytes, own.bodyBytes, formatSize, "be sent", "maxBody");
    limit(limits.responseBytes, own.outputBytes, formatSize, "answer", "maxOutput");
  }
  return problems;
}

function read({ source, date }: Figure): string {
  return `${new URL(source).host}, ${date}`;
}
