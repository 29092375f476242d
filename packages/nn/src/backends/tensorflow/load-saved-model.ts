import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Graph, GraphOptions } from "../../backend.ts";
import { NnError } from "../../nn-error.ts";
import { checkSavedModel } from "./check-saved-model.ts";
import { GraphReach } from "./graph-reach.ts";
import { endsOf, HELD_PER_BYTE, placeholdersOf } from "./load-frozen-graph.ts";
import type { TensorflowLibrary } from "./open-library.ts";
import type { OperatorList } from "./operator-list.ts";
import { parseSavedModel } from "./saved-model.ts";
import { withNewGraph, withNewSession } from "./session.ts";
import { withSessionOptions } from "./session-options.ts";
import { withStatus } from "./status.ts";
import { TensorflowGraph } from "./tensorflow-graph.ts";

/**
 * Loads a saved model: a folder with `saved_model.pb` and `variables/`. Its inputs and outputs are those of the signature
 * `serving_default`, else of its first; without one they are found as a frozen graph's are.
 */
export function loadSavedModel(
  library: TensorflowLibrary,
  operators: OperatorList,
  { folder, tags }: { readonly folder: string; readonly tags: readonly string[] },
  options: GraphOptions,
): Graph {
  const model = parseSavedModel(readModel(folder), tags);
  const reach = new GraphReach(model.graph, operators);
  checkSavedModel(model, reach);
  return withNewGraph(library, (graph) => {
    const session = withSessionOptions(library, options, (sessionOptions) =>
      withStatus(library, { invalid: "invalid-encoding", otherwise: "invalid-encoding" }, (status) =>
        library.TF_LoadSessionFromSavedModel(sessionOptions, null, folder, [...tags], tags.length, graph, null, status),
      ),
    );
    return withNewSession(library, { graph, session: session! }, (opened) => {
      const { inputs, outputs } = model.signature ?? {
        inputs: placeholdersOf(model.graph),
        outputs: endsOf(library, graph, model.graph),
      };
      return new TensorflowGraph(library, opened, {
        reach,
        inputs,
        outputs,
        byteSize: sizeOf(folder) * HELD_PER_BYTE,
      });
    });
  });
}

function readModel(folder: string): Uint8Array {
  try {
    return readFileSync(join(folder, "saved_model.pb"));
  } catch (cause) {
    throw new NnError("invalid-encoding", "the folder is no saved model: it has no saved_model.pb", { cause });
  }
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
