import { context, ENCODING, load, NN, TF, TYPE, tensor } from "./nn-steps.ts";

/** Host calls that are right but for one pointer. */
export interface WildCalls {
  readonly name: string;
  /** What makes everything the call needs; its own calls all answer 0. */
  readonly prepare: readonly string[];
  /** Of them, host calls. */
  readonly prepared: number;
  readonly wild: readonly string[];
  /** What each of the wild ones answers. */
  readonly errno: number;
  readonly needs?: "tensorflow";
}

/** Across the end of any memory, at its very end, and far outside, signed and unsigned. */
const WILD = ["-1", "4294967280", "2147483647", "-2147483648"];

/** The call once for each pointer (`&...`) among its arguments and each place that leads nowhere. */
function astray(call: string): string[] {
  const words = call.split(" ");
  return words.flatMap((word, at) => (word.startsWith("&") ? WILD.map((wild) => words.with(at, wild).join(" ")) : []));
}

/** The same for the pointers (`&...`) in a structure: each wild structure, and the call that takes it. */
function astrayWithin(structure: string, call: string): string[] {
  return astray(structure).flatMap((words) => [words, call]);
}

const FLOAT = "characters-float.tflite";
const pixels = ["room pixels 4096", "room out 144", "room n 4"];
const opened = [...load(FLOAT, ENCODING.tensorflowLite), ...context(), ...pixels];
const fed = [...opened, ...tensor(TYPE.f32, [1, 32, 32, 1], "pixels"), "wasi.set_input *context 0 &tensor"];
const ran = [...fed, "wasi.compute *context"];

const session = (module: string, file: string): string[] => [
  `file model /models/${file}`,
  "room session 4",
  `${module}.create_session &model #model &session`,
  "text input input",
  "text output output",
  "room id 4",
  ...pixels,
];

const lite = session("lite", FLOAT);
const liteRan = [...lite, "lite.append_input *session &input #input &pixels #pixels", "lite.run_session *session"];
const tensorflow = [...session("tensorflow", "characters-float.pb"), "words shape 1 0 32 0 32 0 1 0"];
const tensorflowRan = [
  ...tensorflow,
  "tensorflow.append_input *session &input #input &shape 4 1 &pixels #pixels",
  "tensorflow.append_output *session &output #output",
  "tensorflow.run_session *session",
];

const IS_CALL = /^[a-z]+\./;
const wildCalls = (name: string, errno: number, prepare: readonly string[], wild: readonly string[]): WildCalls => ({
  name,
  prepare,
  prepared: prepare.filter((step) => IS_CALL.test(step)).length,
  wild,
  errno,
  ...(name.startsWith("wasmedge_tensorflow:") ? { needs: "tensorflow" } : {}),
});

export const WILD_CALLS: readonly WildCalls[] = [
  wildCalls("wasi-nn: load", NN.invalidArgument, opened, [
    ...astray("wasi.load &parts 1 4 0 &graph"),
    ...astrayWithin("words parts &model #model", "wasi.load &parts 1 4 0 &graph"),
    // A length that leads out of the memory.
    "words parts &model -1",
    "wasi.load &parts 1 4 0 &graph",
  ]),
  wildCalls(
    "wasi-nn: load_by_name",
    NN.invalidArgument,
    ["text name it", "room config 4", ...opened],
    [
      ...astray("wasi.load_by_name &name #name &n"),
      ...astray("wasi.load_by_name_with_config &name #name &config 0 &n"),
    ],
  ),
  wildCalls("wasi-nn: init_execution_context", NN.invalidArgument, opened, [
    ...astray("wasi.init_execution_context *graph &n"),
    ...astray("sandpiper.describe_graph *graph &out #out &n"),
  ]),
  wildCalls("wasi-nn: set_input", NN.invalidArgument, fed, [
    ...astray("wasi.set_input *context 0 &tensor"),
    ...astrayWithin("words tensor &dimensions 4 1 &pixels #pixels", "wasi.set_input *context 0 &tensor"),
    "words tensor &dimensions 4 1 &pixels -1",
    "wasi.set_input *context 0 &tensor",
    "words tensor &dimensions -1 1 &pixels #pixels",
    "wasi.set_input *context 0 &tensor",
  ]),
  wildCalls("wasi-nn: get_output", NN.invalidArgument, ran, [
    ...astray("wasi.get_output *context 0 &out #out &n"),
    "wasi.get_output *context 0 &out -1 &n",
  ]),
  wildCalls("wasmedge_tensorflowlite: a session", TF.missingMemory, lite, [
    ...astray("lite.create_session &model #model &session"),
    "lite.create_session &model -1 &session",
    ...astray("lite.append_input *session &input #input &pixels #pixels"),
    "lite.append_input *session &input #input &pixels -1",
  ]),
  wildCalls("wasmedge_tensorflowlite: its outputs", TF.missingMemory, liteRan, [
    ...astray("lite.get_output_tensor *session &output #output &id"),
    ...astray("lite.get_tensor_len *session 0 &n"),
    ...astray("lite.get_tensor_data *session 0 &out #out &n"),
    "lite.get_tensor_data *session 0 &out -1 &n",
  ]),
  wildCalls("wasmedge_tensorflow: a session", TF.missingMemory, tensorflow, [
    ...astray("tensorflow.create_session &model #model &session"),
    "tensorflow.create_session &model -1 &session",
    ...astray("tensorflow.append_input *session &input #input &shape 4 1 &pixels #pixels"),
    ...astray("tensorflow.append_output *session &output #output"),
  ]),
  wildCalls(
    "wasmedge_tensorflow: a saved model",
    TF.missingMemory,
    [...tensorflow, "text path /models/characters-saved-model", "text tag serve", "words tags &tag #tag"],
    [
      ...astray("tensorflow.create_session_saved_model &path #path &tags 1 &session"),
      ...astrayWithin("words tags &tag #tag", "tensorflow.create_session_saved_model &path #path &tags 1 &session"),
    ],
  ),
  wildCalls("wasmedge_tensorflow: its outputs", TF.missingMemory, tensorflowRan, [
    ...astray("tensorflow.get_output_tensor *session &output #output &id"),
    ...astray("tensorflow.get_tensor_len *session 0 &n"),
    ...astray("tensorflow.get_tensor_data *session 0 &out #out &n"),
  ]),
  wildCalls(
    "wasmedge_image",
    1,
    ["room pixels 3072", "room picture 64"],
    [
      ...astray("image.load_jpg &picture #picture 32 32 0 &pixels #pixels"),
      ...astray("image.load_png &picture #picture 32 32 0 &pixels #pixels"),
      "image.load_png &picture -1 32 32 0 &pixels #pixels",
      "image.load_png &picture #picture 32 32 0 &pixels -1",
      "image.load_png &picture #picture 4294967295 4294967295 0 &pixels #pixels",
    ],
  ),
];
