import type { DeploymentProblem, Target } from "@sandpiper/targets";
import { DEFAULT_ENGINE, type EngineName } from "../engine/engine-name.ts";
import type { Project, ProjectFunction } from "../project/project.ts";

export interface ChosenFunctions {
  /** Those that run in WasmEdge there. */
  readonly functions: readonly ProjectFunction[];
  readonly problems: readonly DeploymentProblem[];
}

/**
 * Which functions of a project run in WasmEdge on a target. What was asked for and cannot be is refused; what is only in the settings, which
 * are for other places too, runs in V8.
 * @param asked for every function, whatever its settings say
 */
export function chooseFunctions(
  target: Target,
  project: Pick<Project, "functions">,
  asked: EngineName | undefined,
  architecture: string = process.arch,
): ChosenFunctions {
  const functions = project.functions.filter(({ engine }) => (asked ?? engine ?? DEFAULT_ENGINE) === "wasmedge");
  const why = whyNot(target, architecture);
  if (why === null || functions.length === 0) return { functions, problems: [] };
  const problem: DeploymentProblem =
    asked === undefined
      ? {
          functions: namesOf(functions),
          kind: "limited",
          message: `${listOf(functions)} in V8: ${why}`,
          hint: AS_IT_IS,
        }
      : { functions: namesOf(functions), kind: "refused", message: `there is no WasmEdge there: ${why}`, hint: HINT };
  return { functions: [], problems: [problem] };
}

const HINT = "Leave --engine (or SANDPIPER_ENGINE) away: V8 runs the same functions.";
const AS_IT_IS = "Nothing has to change: the answers are the same.";

/** In words; null where WasmEdge can be part of the artifact. */
function whyNot({ title, nativeCode, processors }: Target, architecture: string): string | null {
  if (!nativeCode) return `${title} runs no native code that comes with a deployment`;
  if (!processors || processors.includes(architecture)) return null;
  return `${title} runs on ${processors.join(" and ")}, and this machine, which compiles for its own kind, is ${architecture}`;
}

function namesOf(functions: readonly ProjectFunction[]): string[] {
  return functions.map(({ name }) => name);
}

function listOf(functions: readonly ProjectFunction[]): string {
  const names = namesOf(functions);
  return names.length === 1 ? `${names[0]} runs` : `${names.slice(0, -1).join(", ")} and ${names.at(-1)} run`;
}
