import { NnError } from "../../nn-error.ts";
import type { GraphNode } from "./graph-def.ts";
import { type GraphReach, parseInput } from "./graph-reach.ts";
import type { MetaGraph } from "./saved-model.ts";

/** Besides computing: what fills the variables of a model, from its own values. */
const FILLS = ["Assign", "AssignVariableOp", "InitializeTableV2", "LookupTableImportV2", "NoOp"];
const RESTORES = "RestoreV2";
/** They pass on what they are given. */
const PASSES_ON = new Set(["Identity", "PlaceholderWithDefault"]);
const VARIABLES = new Set(["VarHandleOp", "Variable", "VariableV2"]);

/**
 * Whether TensorFlow may load it. Loading runs operations of the model: one that restores its variables, one that initialises it.
 * They may fill variables, from the files of the model itself and no others: the name of a file may not come from the model.
 * @throws NnError `unsupported-operation`
 */
export function checkSavedModel({ saver, initial }: MetaGraph, reach: GraphReach): void {
  // Whatever it runs later is looked at when it is asked for; what TensorFlow may run unasked is not allowed to be there.
  reach.check(reach.graph.nodes, { verdicts: new Set(["computes", "reads-variables", "acts"]) });
  const operation = (tensor: string) => parseInput(tensor).operation;
  const verdicts = new Set(["computes", "reads-variables"] as const);
  const fill = new Set(FILLS);
  reach.check(reach.needed(initial.map(operation), new Set()), { verdicts, operators: fill });
  if (saver === null) return;
  const restoring = reach.needed([operation(saver.restore)], new Set());
  reach.check(restoring, { verdicts, operators: new Set([...fill, RESTORES]) });
  new RestoreCheck(reach, operation(saver.filename)).check(restoring);
}

class RestoreCheck {
  readonly #reach: GraphReach;
  readonly #filename: string;

  constructor(reach: GraphReach, filename: string) {
    this.#reach = reach;
    this.#filename = filename;
  }

  check(nodes: ReadonlySet<GraphNode>): void {
    this.#checkScope(nodes, (name) => name === this.#filename);
    for (const name of this.#reach.calledBy(nodes)) {
      // In a function, what no operation of it makes is an argument; what it is called with is looked at where it is called.
      const body = this.#reach.graph.functions.get(name)!;
      const own = new Set(body.map((node) => node.name));
      this.#checkScope(body, (input) => !own.has(input));
    }
  }

  #checkScope(nodes: Iterable<GraphNode>, isGiven: (name: string) => boolean): void {
    const scope = new Map([...nodes].map((node) => [node.name, node]));
    const source = (input: string): string => {
      let { operation } = parseInput(input);
      for (let steps = 0; steps < scope.size; steps += 1) {
        const node = scope.get(operation);
        if (node === undefined || isGiven(operation) || !PASSES_ON.has(node.op) || node.inputs[0] === undefined) break;
        operation = parseInput(node.inputs[0]).operation;
      }
      return operation;
    };
    for (const node of scope.values()) {
      const inputs = node.inputs.filter((input) => !input.startsWith("^"));
      const suspects = node.op === RESTORES ? inputs.slice(0, 1) : this.#restoresInFunction(node) ? inputs : [];
      for (const input of suspects) {
        const from = source(input);
        if (isGiven(from) || (node.op !== RESTORES && VARIABLES.has(scope.get(from)?.op ?? ""))) continue;
        throw new NnError(
          "unsupported-operation",
          `the operation "${node.name}" restores from a file that the model names`,
        );
      }
    }
  }

  #restoresInFunction(node: GraphNode): boolean {
    const { functions } = this.#reach.graph;
    return [...this.#reach.calledBy([node])].some((name) => functions.get(name)!.some(({ op }) => op === RESTORES));
  }
}
