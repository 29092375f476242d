import type { Graph, GraphOptions } from "../../backend.ts";
import { NnError } from "../../nn-error.ts";
import { fromDataType } from "./data-type.ts";
import { type GraphDef, parseGraphDef } from "./graph-def.ts";
import { GraphReach, parseInput } from "./graph-reach.ts";
import type { Pointer, TensorflowLibrary } from "./open-library.ts";
import type { OperatorList } from "./operator-list.ts";
import { withNewGraph, withNewSession } from "./session.ts";
import { withSessionOptions } from "./session-options.ts";
import { withStatus } from "./status.ts";
import { type Signature, TensorflowGraph } from "./tensorflow-graph.ts";

/** What is held of a model for each byte of it: its operations and constants, once as they came and once as they run. */
export const HELD_PER_BYTE = 3;
/** Protobuf counts bytes of a message in 31 bits. */
const MOST_BYTES = 2 ** 31 - 1;

/** Loads a `GraphDef` whose variables were made constants: a "frozen graph". */
export function loadFrozenGraph(
  library: TensorflowLibrary,
  operators: OperatorList,
  bytes: Uint8Array,
  options: GraphOptions,
): Graph {
  if (bytes.byteLength > MOST_BYTES) throw new NnError("too-large", "a frozen graph cannot have 2 GiB");
  const def = parseGraphDef(bytes);
  const reach = new GraphReach(def, operators);
  reach.check(def.nodes, { verdicts: new Set(["computes", "reads-variables"]) });
  return withNewGraph(library, (graph) => {
    importGraph(library, graph, bytes);
    const inputs = placeholdersOf(def);
    const outputs = endsOf(library, graph, def);
    const session = withSessionOptions(library, options, (sessionOptions) =>
      withStatus(library, { invalid: "runtime-error", otherwise: "runtime-error" }, (status) =>
        library.TF_NewSession(graph, sessionOptions, status),
      ),
    );
    return withNewSession(library, { graph, session: session! }, (opened) => {
      const parts = { reach, inputs, outputs, byteSize: bytes.byteLength * HELD_PER_BYTE };
      return new TensorflowGraph(library, opened, parts);
    });
  });
}

function importGraph(library: TensorflowLibrary, graph: Pointer, bytes: Uint8Array): void {
  const buffer = library.TF_NewBufferFromString(bytes, bytes.byteLength);
  const options = library.TF_NewImportGraphDefOptions();
  try {
    withStatus(library, { invalid: "invalid-encoding", otherwise: "invalid-encoding" }, (status) =>
      library.TF_GraphImportGraphDef(graph, buffer, options, status),
    );
  } finally {
    library.TF_DeleteImportGraphDefOptions(options);
    library.TF_DeleteBuffer(buffer);
  }
}

/** The inputs of a graph that has no signature. */
export function placeholdersOf({ nodes }: GraphDef): Signature {
  return new Map(nodes.filter(({ op }) => op === "Placeholder").map(({ name }) => [name, `${name}:0`]));
}

/** The outputs of a graph that has no signature: the tensors of a readable type that no operation takes. */
export function endsOf(library: TensorflowLibrary, graph: Pointer, { nodes }: GraphDef): Signature {
  const taken = new Set(nodes.flatMap(({ inputs }) => inputs.map((input) => parseInput(input).operation)));
  const ends = new Map<string, string>();
  for (const { name, op } of nodes) {
    if (taken.has(name) || op === "Placeholder" || op === "Const") continue;
    const oper = library.TF_GraphOperationByName(graph, name);
    if (oper === null) continue;
    const count = library.TF_OperationNumOutputs(oper);
    for (let index = 0; index < count; index += 1) {
      if (fromDataType(library.TF_OperationOutputType({ oper, index })) === null) continue;
      ends.set(index === 0 ? name : `${name}:${index}`, `${name}:${index}`);
    }
  }
  return ends;
}
