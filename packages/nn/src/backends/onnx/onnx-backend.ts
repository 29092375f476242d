import { SandpiperError } from "@sandpiper/core";
import type { Backend, Graph, GraphOptions, ModelContent } from "../../backend.ts";
import { ONNX_RUNTIME } from "../../install/installables.ts";
import { findNpmPackage } from "../../install/installed-folder.ts";
import { NnError } from "../../nn-error.ts";
import { checkModel } from "./check-model.ts";
import { OnnxGraph } from "./onnx-graph.ts";
import { loadOnnxRuntime, type OnnxRuntime } from "./onnx-runtime.ts";
import { toOnnxError } from "./to-onnx-error.ts";

export interface OnnxOptions {
  /** Takes a line for the operator's log. */
  readonly log?: (line: string) => void;
  /** The cache folder; default: `cacheFolder()`. */
  readonly cache?: string;
}

/** What is held of a model for each byte of it: its tensors as they came, and as they are laid out to be run. */
const HELD_PER_BYTE = 2;

/**
 * ONNX models, by ONNX Runtime on the processor.
 * @throws SandpiperError `E_ENGINE_UNAVAILABLE` when it is not installed, or does not load
 */
export function createOnnxBackend({ log, cache }: OnnxOptions = {}): Backend {
  const folder = findNpmPackage(ONNX_RUNTIME, cache);
  if (folder === null) {
    throw new SandpiperError("E_ENGINE_UNAVAILABLE", "there is no ONNX Runtime here", {
      hint: "Run npx sandpiper nn install onnx.",
    });
  }
  try {
    const runtime = loadOnnxRuntime(folder);
    log?.(`ONNX Runtime ${ONNX_RUNTIME.version} of ${folder}`);
    return new OnnxBackend(runtime);
  } catch (cause) {
    throw new SandpiperError(
      "E_ENGINE_UNAVAILABLE",
      `the ONNX Runtime in ${folder} does not load: ${cause instanceof Error ? cause.message : String(cause)}`,
      { hint: "Run npx sandpiper nn remove onnx, then npx sandpiper nn install onnx.", cause },
    );
  }
}

class OnnxBackend implements Backend {
  readonly name = "onnx";
  readonly encoding = "onnx";
  readonly #runtime: OnnxRuntime;

  constructor(runtime: OnnxRuntime) {
    this.#runtime = runtime;
  }

  async load(model: ModelContent, { threads }: GraphOptions): Promise<Graph> {
    if ("folder" in model) throw new NnError("invalid-encoding", "an ONNX model is one file, not a folder");
    // A copy of bytes that others may write to while they are read: what is checked must be what is loaded.
    const bytes = model.bytes.buffer instanceof ArrayBuffer ? model.bytes : new Uint8Array(model.bytes);
    checkModel(bytes);
    try {
      const session = await this.#runtime.InferenceSession.create(bytes, {
        executionProviders: ["cpu"],
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        logSeverityLevel: 4,
        // Its threads would go on turning for a while after each run, on processors that guests could use.
        extra: { session: { intra_op: { allow_spinning: "0" } } },
      });
      return new OnnxGraph(this.#runtime, session, bytes.byteLength * HELD_PER_BYTE);
    } catch (error) {
      throw toOnnxError(error, "invalid-encoding");
    }
  }

  close(): void {
    // The library has nothing to be freed beside its sessions.
  }
}
