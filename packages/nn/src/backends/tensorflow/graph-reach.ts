import { NnError } from "../../nn-error.ts";
import type { GraphDef, GraphNode } from "./graph-def.ts";
import type { OperatorList } from "./operator-list.ts";
import { judgeOperator, type Verdict } from "./operator-policy.ts";

/** Which operators a graph, or a part of it, may hold. */
export interface Allowance {
  readonly verdicts: ReadonlySet<Verdict>;
  /** Operators that are allowed besides. */
  readonly operators?: ReadonlySet<string>;
}

/** What happens when something of a graph is fetched. */
export class GraphReach {
  readonly graph: GraphDef;
  readonly #byName: ReadonlyMap<string, GraphNode>;
  readonly #operators: OperatorList;

  constructor(graph: GraphDef, operators: OperatorList) {
    this.graph = graph;
    this.#operators = operators;
    this.#byName = new Map(graph.nodes.map((node) => [node.name, node]));
  }

  node(name: string): GraphNode | undefined {
    return this.#byName.get(name);
  }

  /**
   * Every operation that runs when `fetches` are asked for: they, and what they get their data from. What is fed does not run.
   * @param fetches names of operations
   * @param fed tensors as `name:output`
   */
  needed(fetches: Iterable<string>, fed: ReadonlySet<string>): Set<GraphNode> {
    const found = new Set<GraphNode>();
    const open = [...fetches];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const node = this.#byName.get(name);
      if (node === undefined || found.has(node)) continue;
      found.add(node);
      for (const input of node.inputs) {
        const { operation, tensor } = parseInput(input);
        if (!fed.has(tensor)) open.push(operation);
      }
    }
    return found;
  }

  /** Names of the functions that these operations call, and those that these call. */
  calledBy(nodes: Iterable<GraphNode>): Set<string> {
    const found = new Set<string>();
    const open = [...nodes];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      for (const name of [node.op, ...node.functions]) {
        const body = this.graph.functions.get(name);
        if (body === undefined || found.has(name)) continue;
        found.add(name);
        for (const inner of body) open.push(inner);
      }
    }
    return found;
  }

  /**
   * Looks at every one of these operations, and at all of the functions they call.
   * @throws NnError `unsupported-operation` for one that is not allowed
   */
  check(nodes: ReadonlySet<GraphNode> | readonly GraphNode[], { verdicts, operators }: Allowance): void {
    const refuse = (node: GraphNode) => {
      // A function of the graph shadows nothing: TensorFlow refuses one that is named as an operator is.
      const verdict = judgeOperator(node.op, this.#operators);
      if (verdict === null || verdicts.has(verdict) || operators?.has(node.op)) return;
      throw new NnError(
        "unsupported-operation",
        `the operation "${node.name}" is a ${node.op}: a model may compute, and do nothing else here`,
      );
    };
    for (const node of nodes) refuse(node);
    for (const name of this.calledBy(nodes)) for (const node of this.graph.functions.get(name)!) refuse(node);
  }
}

/** `name` is `name:0`; `^name` is no tensor. */
export function parseInput(input: string): { readonly operation: string; readonly tensor: string } {
  if (input.startsWith("^")) return { operation: input.slice(1), tensor: input };
  const colon = input.indexOf(":");
  return colon === -1
    ? { operation: input, tensor: `${input}:0` }
    : { operation: input.slice(0, colon), tensor: input };
}
