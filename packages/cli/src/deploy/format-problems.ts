import type { DeploymentProblem } from "@sandpiper/targets";

/** For people: a line for each problem and below it what to change, what is refused first; ends with a line break. */
export function formatProblems(problems: readonly DeploymentProblem[]): string {
  return problems
    .toSorted((a, b) => Number(isRefusal(b)) - Number(isRefusal(a)))
    .map((problem) => `${isRefusal(problem) ? "refused" : "note"}: ${problem.message}\n  next: ${problem.hint}\n`)
    .join("");
}

/** Whether the place would not take it, or it could never answer there. */
export function isRefusal({ kind }: DeploymentProblem): boolean {
  return kind === "refused";
}
