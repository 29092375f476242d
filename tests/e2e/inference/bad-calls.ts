import { context, ENCODING, load, NN, TF, TYPE, tensor } from "./nn-steps.ts";

/** Wrong calls of one guest, and what they must come to. */
export interface BadCalls {
  readonly name: string;
  readonly steps: readonly string[];
  /** What each host call answers, in their order. */
  readonly answers: readonly number[];
  /** What is shown, in its order. */
  readonly shown?: readonly string[];
  /** The lines of the log, in their order. */
  readonly log: readonly RegExp[];
  readonly needs?: "tensorflow";
}

/** `input` f32 [1,32,32,1] to `output` f32 [1,36]. */
const FLOAT = "characters-float.tflite";
const { success: OK, invalidArgument: ARGUMENT, runtimeError: RUNTIME, tooLarge: LARGE } = NN;
const PIXELS = [1, 32, 32, 1];

const open = [...load(FLOAT, ENCODING.tensorflowLite), ...context(), "room pixels 4096", "room out 144", "room n 4"];
const feed = [...tensor(TYPE.f32, PIXELS, "pixels"), "wasi.set_input *context 0 &tensor"];
const wrongTensor = (type: number, dimensions: readonly number[], bytes = "pixels"): string[] => [
  ...tensor(type, dimensions, bytes),
  "wasi.set_input *context 0 &tensor",
];

export const BAD_WASI_NN_CALLS: readonly BadCalls[] = [
  {
    name: "an input of the wrong shape",
    steps: [
      ...open,
      ...wrongTensor(TYPE.f32, [1, 32, 32]),
      ...wrongTensor(TYPE.f32, [1, 16, 64, 1]),
      ...wrongTensor(TYPE.f32, []),
      ...wrongTensor(TYPE.f32, [1, 4_294_967_295, 32, 1]),
      ...wrongTensor(TYPE.f32, Array(100).fill(1)),
      // What was refused is no input.
      "wasi.compute *context",
      ...feed,
      "wasi.compute *context",
    ],
    answers: [OK, OK, ARGUMENT, ARGUMENT, ARGUMENT, ARGUMENT, ARGUMENT, ARGUMENT, OK, OK],
    log: [
      /set_input: input "input" is f32\[1,32,32,1\]/,
      /set_input: input "input" is f32\[1,32,32,1\], not f32\[1,16,64,1\]/,
      /set_input: .* in 4096 bytes/,
      /set_input: .* in 4096 bytes/,
      /set_input: a tensor of 100 dimensions/,
      /compute: .*"input"/,
    ],
  },
  {
    name: "an input of the wrong type",
    steps: [
      ...open,
      "room small 1024",
      "room double 8192",
      ...wrongTensor(TYPE.u8, PIXELS, "small"),
      ...wrongTensor(TYPE.f64, PIXELS, "double"),
      ...wrongTensor(TYPE.i32, PIXELS),
      ...wrongTensor(17, PIXELS),
    ],
    answers: [OK, OK, ARGUMENT, ARGUMENT, ARGUMENT, ARGUMENT],
    log: [/is f32.*not u8/, /is f32.*not f64/, /is f32.*not i32/, /a tensor of type 17, which is none/],
  },
  {
    name: "an input of the wrong length",
    steps: [
      ...open,
      "room short 4095",
      "room long 4100",
      "room none 0",
      ...["short", "long", "none"].flatMap((bytes) => wrongTensor(TYPE.f32, PIXELS, bytes)),
    ],
    answers: [OK, OK, ARGUMENT, ARGUMENT, ARGUMENT],
    log: [/in 4095 bytes/, /in 4100 bytes/, /in 0 bytes/],
  },
  {
    name: "inputs and outputs that are not there",
    steps: [
      ...open,
      ...tensor(TYPE.f32, PIXELS, "pixels"),
      "wasi.set_input *context 1 &tensor",
      "wasi.set_input *context 4294967295 &tensor",
      ...feed,
      "wasi.compute *context",
      "wasi.get_output *context 1 &out #out &n",
      "wasi.get_output *context -1 &out #out &n",
    ],
    answers: [OK, OK, ARGUMENT, ARGUMENT, OK, OK, ARGUMENT, ARGUMENT],
    log: [
      /set_input: input 1 of a model that has 1/,
      /set_input: input 4294967295 of/,
      /get_output: output 1 of/,
      /get_output: output 4294967295 of/,
    ],
  },
  {
    name: "a run without its input, an output without a run",
    steps: [
      ...open,
      "wasi.get_output *context 0 &out #out &n",
      "wasi.compute *context",
      "wasi.get_output *context 0 &out #out &n",
    ],
    answers: [OK, OK, RUNTIME, ARGUMENT, RUNTIME],
    log: [/get_output: nothing was computed yet/, /compute: .*"input"/, /get_output: nothing was computed yet/],
  },
  {
    name: "a buffer too small for the output",
    steps: [
      ...open,
      ...feed,
      "wasi.compute *context",
      "room tiny 4",
      "wasi.get_output *context 0 &tiny 4 &n",
      "wasi.get_output *context 0 &out 143 &n",
      "wasi.get_output *context 0 &out 0 &n",
      "show tiny",
      "show n",
      "wasi.get_output *context 0 &out #out &n",
      "show n",
    ],
    answers: [OK, OK, OK, OK, LARGE, LARGE, LARGE, OK],
    // Nothing is written, then 144.
    shown: ["0 0 0 0", "0 0 0 0", "144 0 0 0"],
    log: [/output 0 is 144 bytes, the buffer 4$/, /the buffer 143$/, /the buffer 0$/],
  },
  {
    name: "a handle of another kind",
    steps: [
      ...open,
      "room session 4",
      "lite.create_session &model #model &session",
      "wasi.init_execution_context *context &n",
      "wasi.init_execution_context *session &n",
      "wasi.compute *graph",
      "wasi.get_output *session 0 &out #out &n",
      "wasi.unload *context",
      "wasi.finalize_execution_context *graph",
      "sandpiper.describe_graph *session &out #out &n",
      "lite.run_session *graph",
      "lite.delete_session *context",
      "tensorflow.run_session *context",
    ],
    answers: [OK, OK, OK, ...Array(7).fill(ARGUMENT), ...Array(3).fill(TF.invalidArgument)],
    log: [
      / is no graph$/,
      / is no graph$/,
      / is no context$/,
      / is no context$/,
      / is no graph$/,
      / is no context$/,
      / is no graph$/,
      / is no session$/,
      / is no session$/,
      / is no session$/,
    ],
  },
  {
    name: "a handle that was freed, and none at all",
    steps: [
      ...open,
      "wasi.unload *graph",
      "wasi.unload *graph",
      "wasi.init_execution_context *graph &n",
      "wasi.finalize_execution_context *context",
      "wasi.finalize_execution_context *context",
      "wasi.compute *context",
      "room session 4",
      "lite.create_session &model #model &session",
      "lite.delete_session *session",
      "lite.run_session *session",
      "wasi.compute 0",
      "wasi.init_execution_context -1 &n",
      "wasi.compute 4294967295",
    ],
    answers: [OK, OK, OK, ARGUMENT, ARGUMENT, OK, ARGUMENT, ARGUMENT, OK, OK, 1, ARGUMENT, ARGUMENT, ARGUMENT],
    log: [
      / is no graph$/,
      / is no graph$/,
      / is no context$/,
      / is no context$/,
      / is no session$/,
      / 0 is no context$/,
      / 4294967295 is no graph$/,
      / 4294967295 is no context$/,
    ],
  },
  {
    name: "a graph that is unloaded while its context lives",
    steps: [...open, ...feed, "wasi.unload *graph", "wasi.compute *context", "wasi.get_output *context 0 &out #out &n"],
    answers: [OK, OK, OK, OK, OK, OK],
    log: [],
  },
  {
    name: "a name that no model has",
    steps: [
      "text name nobody",
      "room graph 4",
      "wasi.load_by_name &name #name &graph",
      "wasi.load_by_name &name 0 &graph",
      "wasi.load_by_name_with_config &name #name &name 0 &graph",
      "room long 2000",
      "wasi.load_by_name &long #long &graph",
      "words bytes 4294967295",
      "wasi.load_by_name &bytes 4 &graph",
    ],
    answers: [NN.notFound, NN.notFound, NN.notFound, ARGUMENT, ARGUMENT],
    log: [/"nobody"/, /""/, /"nobody"/, /a name of 2000 bytes/, /not UTF-8/],
  },
  {
    name: "a model in parts, in none, and for a place that is none",
    steps: [
      ...load(FLOAT, ENCODING.tensorflowLite),
      "words parts &model #model &model #model",
      "wasi.load &parts 2 4 0 &graph",
      "wasi.load &parts 0 4 0 &graph",
      "wasi.load &parts -1 4 0 &graph",
      "wasi.load &parts 1 4 9 &graph",
      "wasi.load &parts 1 -1 0 &graph",
    ],
    answers: [OK, ARGUMENT, ARGUMENT, ARGUMENT, ARGUMENT, NN.invalidEncoding],
    log: [/not 2$/, /not 0$/, /not 4294967295$/, /target 9$/, /encoding 4294967295/],
  },
  {
    name: "what is for language models",
    steps: [
      ...open,
      "wasi.compute_single *context",
      "wasi.get_output_single *context 0 &out #out &n",
      "wasi.fini_single *context",
    ],
    answers: [OK, OK, ...Array(3).fill(NN.unsupportedOperation)],
    log: Array(3).fill(/models are run whole/),
  },
];
