import { createRequire } from "node:module";

/** What is used of `onnxruntime-node`, which is no dependency of this package: `nn install onnx` puts it in the cache. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(bytes: Uint8Array, options: Readonly<Record<string, unknown>>): Promise<OnnxSession>;
  };
  readonly Tensor: new (type: string, data: ArrayBufferView, dimensions: readonly number[]) => OnnxTensor;
  readonly env: { logLevel?: string };
}

export interface OnnxSession {
  readonly inputMetadata: readonly OnnxValueInfo[];
  readonly outputMetadata: readonly OnnxValueInfo[];
  run(
    feeds: Readonly<Record<string, OnnxTensor>>,
    fetches: readonly string[],
    options: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, OnnxTensor>>>;
  release(): Promise<void>;
}

export interface OnnxValueInfo {
  readonly name: string;
  readonly isTensor: boolean;
  readonly type?: string;
  /** A name stands for a size that is open. */
  readonly shape?: readonly (number | string)[];
}

export interface OnnxTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: ArrayBufferView | readonly string[];
}

/** @param folder the folder whose `node_modules` has it */
export function loadOnnxRuntime(folder: string): OnnxRuntime {
  const require = createRequire(`${folder}/package.json`);
  // Before the binding is loaded, which reads it once: nothing is to be printed on the server's own streams.
  const runtime = require("onnxruntime-node") as OnnxRuntime;
  runtime.env.logLevel = "fatal";
  return runtime;
}
