import { guestPath } from "../support/guest-place.ts";

/** The guest that these steps are for: what each means is in its `main.rs`. */
export const NN_SCRIPT = guestPath("nn-script");

// Numbers of the specifications, written out here once more: the guest must see these, whatever our tables say.

/** `$nn_errno` of WASI-NN. */
export const NN = {
  success: 0,
  invalidArgument: 1,
  invalidEncoding: 2,
  runtimeError: 5,
  unsupportedOperation: 6,
  tooLarge: 7,
  notFound: 8,
} as const;

/** `$wasmedge_tf_errno` and `$wasmedge_tflite_errno`. */
export const TF = { success: 0, invalidArgument: 1, invalidEncoding: 2, missingMemory: 3, runtimeError: 5 } as const;

/** `$graph_encoding`. */
export const ENCODING = { openvino: 0, onnx: 1, tensorflow: 2, pytorch: 3, tensorflowLite: 4, autodetect: 5 } as const;

/** `$tensor_type` as it is since 2023. */
export const TYPE = { f16: 0, f32: 1, f64: 2, u8: 3, i32: 4, i64: 5 } as const;

/** Loads a model into `*graph`; one call. `model`, `parts` and `graph` are bytes afterwards. */
export const load = (path: string, encoding: number, graph = "graph"): string[] => [
  `file model /models/${path}`,
  "words parts &model #model",
  `room ${graph} 4`,
  `wasi.load &parts 1 ${encoding} 0 &${graph}`,
];

/** Makes `*context` for `*graph`; one call. */
export const context = (): string[] => ["room context 4", "wasi.init_execution_context *graph &context"];

/** A tensor `&tensor` of `bytes`, 20 bytes as the specification lays it out. */
export const tensor = (type: number, dimensions: readonly number[], bytes: string): string[] => [
  `words dimensions ${dimensions.join(" ")}`.trimEnd(),
  `words tensor &dimensions ${dimensions.length} ${type} &${bytes} #${bytes}`,
];

/** All of a good inference with the input on standard input; five calls, and the output's bytes. */
export const infer = (path: string, type: number, dimensions: readonly number[], outputBytes: number): string[] => [
  ...load(path, ENCODING.tensorflowLite),
  ...context(),
  "input pixels",
  ...tensor(type, dimensions, "pixels"),
  "wasi.set_input *context 0 &tensor",
  "wasi.compute *context",
  `room output ${outputBytes}`,
  "room written 4",
  "wasi.get_output *context 0 &output #output &written",
  "show output",
];

/** Runs a model that never ends. */
export const ENDLESS: readonly string[] = [
  ...load("bad/endless-loop.tflite", ENCODING.tensorflowLite),
  ...context(),
  "room numbers 16",
  ...tensor(TYPE.f32, [1, 4], "numbers"),
  "wasi.set_input *context 0 &tensor",
  "wasi.compute *context",
];
