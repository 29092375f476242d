import { NnError } from "../../nn-error.ts";
import { asBytes, asMapEntry, asText, forEachField } from "../protobuf/for-each-field.ts";

/** What of an operation tells where it gets its data and what it runs. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** `name`, `name:output`, or `^name` for one that only has to run before. */
  readonly inputs: readonly string[];
  /** Functions of the library that its attributes name: the branches of an `If`, what a `PartitionedCall` calls. */
  readonly functions: readonly string[];
}

/** A `GraphDef` (`tensorflow/core/framework/graph.proto`) as far as it is looked at before TensorFlow gets it. */
export interface GraphDef {
  readonly nodes: readonly GraphNode[];
  /** The functions of its library, with the operations they are made of. */
  readonly functions: ReadonlyMap<string, readonly GraphNode[]>;
}

/** Protobuf's own limit of how deep messages lie in messages: TensorFlow refuses what is deeper. */
const MAX_DEPTH = 100;

/**
 * @throws NnError `invalid-encoding` for bytes that are no such message, or one without an operation
 */
export function parseGraphDef(bytes: Uint8Array): GraphDef {
  const nodes: GraphNode[] = [];
  const functions = new Map<string, readonly GraphNode[]>();
  forEachField(bytes, (field, value) => {
    if (field === 1) nodes.push(parseNode(asBytes(value)));
    else if (field === 2) parseLibrary(asBytes(value), functions);
    // versions, version, debug_info: the others that there are.
    else if (field > 5) throw new NnError("invalid-encoding", "the model is not a TensorFlow graph");
  });
  if (nodes.length === 0) throw new NnError("invalid-encoding", "the graph has no operation");
  return { nodes, functions };
}

/** `NodeDef`: name 1, op 2, input 3, device 4, attr 5. */
function parseNode(bytes: Uint8Array): GraphNode {
  let name = "";
  let op = "";
  const inputs: string[] = [];
  const functions: string[] = [];
  forEachField(bytes, (field, value) => {
    if (field === 1) name = asText(value);
    if (field === 2) op = asText(value);
    if (field === 3) inputs.push(asText(value));
    if (field === 5) collectFunctions(asMapEntry(value).value, functions, 0);
  });
  if (name === "" || op === "")
    throw new NnError("invalid-encoding", "the graph has an operation without a name or a kind");
  return { name, op, inputs, functions };
}

/** `AttrValue`: list 1 (of which func 9), func 10; `NameAttrList`: name 1, attr 2. Tensors (8) and the like are passed over. */
function collectFunctions(attribute: Uint8Array, into: string[], depth: number): void {
  if (depth > MAX_DEPTH) throw new NnError("invalid-encoding", "the graph's attributes lie too deep in one another");
  const takeNameAndAttributes = (message: Uint8Array) =>
    forEachField(message, (field, value) => {
      if (field === 1) into.push(asText(value));
      if (field === 2) collectFunctions(asMapEntry(value).value, into, depth + 1);
    });
  forEachField(attribute, (field, value) => {
    if (field === 1) {
      forEachField(asBytes(value), (inList, item) => {
        if (inList === 9) takeNameAndAttributes(asBytes(item));
      });
    }
    if (field === 10) takeNameAndAttributes(asBytes(value));
  });
}

/** `FunctionDefLibrary`: function 1, gradient 2; `FunctionDef`: signature 1 (of which name 1), node_def 3. */
function parseLibrary(library: Uint8Array, into: Map<string, readonly GraphNode[]>): void {
  forEachField(library, (field, definition) => {
    if (field !== 1) return;
    let name = "";
    const nodes: GraphNode[] = [];
    forEachField(asBytes(definition), (part, value) => {
      if (part === 1) {
        forEachField(asBytes(value), (inSignature, text) => {
          if (inSignature === 1) name = asText(text);
        });
      }
      if (part === 3) nodes.push(parseNode(asBytes(value)));
    });
    into.set(name, nodes);
  });
}
