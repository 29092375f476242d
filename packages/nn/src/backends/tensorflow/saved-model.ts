import { NnError } from "../../nn-error.ts";
import { asBytes, asMapEntry, asText, forEachField } from "../protobuf/for-each-field.ts";
import { type GraphDef, parseGraphDef } from "./graph-def.ts";
import type { Signature } from "./tensorflow-graph.ts";

/** A `MetaGraphDef` (`tensorflow/core/protobuf/meta_graph.proto`), as far as it is looked at. */
export interface MetaGraph {
  readonly graph: GraphDef;
  /** Null: it has no signature to be called by. */
  readonly signature: { readonly inputs: Signature; readonly outputs: Signature } | null;
  /** What TensorFlow runs when it loads it. */
  readonly saver: { readonly filename: string; readonly restore: string } | null;
  /** Operations that TensorFlow runs after it restored the variables. */
  readonly initial: readonly string[];
}

const PREFERRED = "serving_default";
/** The signature whose output is the operation that initialises the model (`constants.h` of saved_model). */
const INITIAL_SIGNATURE = "__saved_model_init_op";
/** Where older models name it (the same file). */
const INITIAL_COLLECTIONS = new Set(["saved_model_main_op", "legacy_init_op"]);

/**
 * Reads the meta graph with exactly these tags out of a `saved_model.pb`.
 * @throws NnError `invalid-encoding`; `not-found` when none has these tags
 */
export function parseSavedModel(bytes: Uint8Array, tags: readonly string[]): MetaGraph {
  const wanted = [...new Set(tags)].sort().join();
  let found: Uint8Array | undefined;
  const others: string[] = [];
  // SavedModel: saved_model_schema_version 1, meta_graphs 2.
  forEachField(bytes, (field, value) => {
    if (field !== 2) return;
    const own = tagsOf(asBytes(value)).sort().join();
    if (own === wanted) found ??= asBytes(value);
    else others.push(own);
  });
  if (found !== undefined) return parseMetaGraph(found);
  throw new NnError(
    "not-found",
    `the saved model has no graph tagged "${wanted}", only: ${others.join(" | ") || "none"}`,
  );
}

/** `MetaGraphDef`: meta_info_def 1, of which tags 4. */
function tagsOf(metaGraph: Uint8Array): string[] {
  const tags = new Set<string>();
  forEachField(metaGraph, (field, value) => {
    if (field !== 1) return;
    forEachField(asBytes(value), (inInfo, tag) => {
      if (inInfo === 4) tags.add(asText(tag));
    });
  });
  return [...tags];
}

/** `MetaGraphDef`: graph_def 2, saver_def 3, collection_def 4, signature_def 5. */
function parseMetaGraph(bytes: Uint8Array): MetaGraph {
  let graph: GraphDef | undefined;
  let saver: MetaGraph["saver"] = null;
  const initial: string[] = [];
  const signatures = new Map<string, { readonly inputs: Signature; readonly outputs: Signature }>();
  forEachField(bytes, (field, value) => {
    if (field === 2) graph = parseGraphDef(asBytes(value));
    if (field === 3) saver = parseSaver(asBytes(value));
    if (field === 4) {
      const { key, value: collection } = asMapEntry(value);
      if (INITIAL_COLLECTIONS.has(key)) initial.push(...parseNodeList(collection));
    }
    if (field === 5) {
      const { key, value: signature } = asMapEntry(value);
      signatures.set(key, parseSignature(signature));
    }
  });
  if (graph === undefined) throw new NnError("invalid-encoding", "the saved model has no graph");
  initial.push(...(signatures.get(INITIAL_SIGNATURE)?.outputs.values() ?? []));
  const callable = [...signatures].filter(([key, { outputs }]) => !key.startsWith("__") && outputs.size > 0);
  const signature = (callable.find(([key]) => key === PREFERRED) ?? callable.sort(byKey)[0])?.[1] ?? null;
  return { graph, signature, saver, initial };
}

/** `SaverDef`: filename_tensor_name 1, restore_op_name 3. */
function parseSaver(bytes: Uint8Array): MetaGraph["saver"] {
  let filename = "";
  let restore = "";
  forEachField(bytes, (field, value) => {
    if (field === 1) filename = asText(value);
    if (field === 3) restore = asText(value);
  });
  return restore === "" ? null : { filename, restore };
}

/** `CollectionDef`: node_list 1, of which value 1. */
function parseNodeList(bytes: Uint8Array): string[] {
  const names: string[] = [];
  forEachField(bytes, (field, value) => {
    if (field !== 1) return;
    forEachField(asBytes(value), (inList, name) => {
      if (inList === 1) names.push(asText(name));
    });
  });
  return names;
}

/** `SignatureDef`: inputs 1, outputs 2, both maps to `TensorInfo`, of which name 1. In the order of their names, as a map has none. */
function parseSignature(bytes: Uint8Array): { readonly inputs: Signature; readonly outputs: Signature } {
  const inputs: [string, string][] = [];
  const outputs: [string, string][] = [];
  forEachField(bytes, (field, entry) => {
    if (field !== 1 && field !== 2) return;
    const { key, value } = asMapEntry(entry);
    forEachField(value, (inInfo, name) => {
      if (inInfo === 1) (field === 1 ? inputs : outputs).push([key, asText(name)]);
    });
  });
  return { inputs: new Map(inputs.sort(byKey)), outputs: new Map(outputs.sort(byKey)) };
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
