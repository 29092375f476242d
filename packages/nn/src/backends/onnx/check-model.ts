import { NnError } from "../../nn-error.ts";
import { asBytes, asNumber, asText, forEachField } from "../protobuf/for-each-field.ts";

/** Subgraphs in subgraphs: more than any model has, and few enough for the stack. */
const MAX_DEPTH = 32;

/**
 * Looks through an ONNX model (`onnx/onnx.proto`) before the runtime gets it: a tensor may say that its bytes lie in a file, and
 * the runtime would read that from the folder the server runs in.
 * @throws NnError `invalid-encoding`; `unsupported-operation` for a model that refers to files
 */
export function checkModel(bytes: Uint8Array): void {
  let graphs = 0;
  // ModelProto: graph 7, functions 25 (FunctionProto: node 7); training_info 20 is never run.
  forEachField(bytes, (field, value) => {
    if (field === 7) {
      graphs += 1;
      checkGraph(asBytes(value), 0);
    }
    if (field === 25) {
      forEachField(asBytes(value), (part, node) => {
        if (part === 7) checkNode(asBytes(node), 0);
      });
    }
    if (field === 20)
      throw new NnError("unsupported-operation", "the model carries its training: export it for inference");
  });
  if (graphs === 0) throw new NnError("invalid-encoding", "the model has no graph");
}

/** `GraphProto`: node 1, initializer 5, sparse_initializer 15. */
function checkGraph(graph: Uint8Array, depth: number): void {
  if (depth > MAX_DEPTH) throw new NnError("invalid-encoding", "the model's graphs lie too deep in one another");
  forEachField(graph, (field, value) => {
    if (field === 1) checkNode(asBytes(value), depth);
    if (field === 5) checkTensor(asBytes(value));
    if (field === 15) checkSparseTensor(asBytes(value));
  });
}

/** `NodeProto`: op_type 4, attribute 5. */
function checkNode(node: Uint8Array, depth: number): void {
  forEachField(node, (field, value) => {
    if (field === 4 && asText(value) === "EPContext") {
      throw new NnError(
        "unsupported-operation",
        "the model has an EPContext, which is compiled code or the name of a file with it",
      );
    }
    if (field === 5) checkAttribute(asBytes(value), depth);
  });
}

/** `AttributeProto`: t 5, g 6, tensors 10, graphs 11, sparse_tensor 22, sparse_tensors 23. */
function checkAttribute(attribute: Uint8Array, depth: number): void {
  forEachField(attribute, (field, value) => {
    if (field === 5 || field === 10) checkTensor(asBytes(value));
    if (field === 6 || field === 11) checkGraph(asBytes(value), depth + 1);
    if (field === 22 || field === 23) checkSparseTensor(asBytes(value));
  });
}

/** `SparseTensorProto`: values 1, indices 2. */
function checkSparseTensor(sparse: Uint8Array): void {
  forEachField(sparse, (field, value) => {
    if (field === 1 || field === 2) checkTensor(asBytes(value));
  });
}

/** `TensorProto`: external_data 13, data_location 14 (1: external). */
function checkTensor(tensor: Uint8Array): void {
  forEachField(tensor, (field, value) => {
    if (field === 13 || (field === 14 && asNumber(value) !== 0)) {
      throw new NnError("unsupported-operation", "the model keeps tensors in other files: export it as one file");
    }
  });
}
