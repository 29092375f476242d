import { asBytes, asNumber, asText, forEachField } from "../protobuf/for-each-field.ts";
import type { TensorflowLibrary } from "./open-library.ts";

/** What TensorFlow says of an operator. */
export interface Operator {
  /** It keeps something between runs, or acts on something outside of the graph. */
  readonly stateful: boolean;
  /** It takes a reference to a variable, and so may write to it. */
  readonly takesReference: boolean;
}

export type OperatorList = ReadonlyMap<string, Operator>;

/** Every operator of this library. */
export function readOperatorList(library: TensorflowLibrary): OperatorList {
  const buffer = library.TF_GetAllOpList();
  try {
    return parseOperatorList(library.bufferBytes(buffer));
  } finally {
    library.TF_DeleteBuffer(buffer);
  }
}

/** `OpList`: op 1; `OpDef`: name 1, input_arg 2 (of which is_ref 16), is_stateful 17 (`op_def.proto`). */
export function parseOperatorList(bytes: Uint8Array): OperatorList {
  const operators = new Map<string, Operator>();
  forEachField(bytes, (_op, definition) => {
    let name = "";
    let stateful = false;
    let takesReference = false;
    forEachField(asBytes(definition), (field, value) => {
      if (field === 1) name = asText(value);
      if (field === 2) {
        forEachField(asBytes(value), (part, flag) => {
          if (part === 16) takesReference ||= asNumber(flag) !== 0;
        });
      }
      if (field === 17) stateful = asNumber(value) !== 0;
    });
    operators.set(name, { stateful, takesReference });
  });
  return operators;
}
