import type { BadCalls } from "./bad-calls.ts";
import { TF } from "./nn-steps.ts";

/** `input` f32 [1,32,32,1] to `output` f32 [1,36]. */
const FLOAT = "characters-float.tflite";
const PIXELS = [1, 32, 32, 1];
const OK = TF.success;

const openLite = [
  `file model /models/${FLOAT}`,
  "room session 4",
  "lite.create_session &model #model &session",
  "text input input",
  "text output output",
  "room pixels 4096",
  "room out 144",
  "room id 4",
  "room n 4",
];

const LITE: readonly BadCalls[] = [
  {
    name: "wasmedge_tensorflowlite: inputs, outputs and names",
    steps: [
      ...openLite,
      "lite.append_input *session &input #input &pixels 4095",
      "lite.append_input *session &input #input &pixels 0",
      "lite.append_input *session &output #output &pixels 4096",
      "lite.get_output_tensor *session &input #input &id",
      "lite.run_session *session",
      "lite.get_output_tensor *session &output #output &id",
      "lite.get_tensor_len *session *id &n",
      "show n",
      "lite.get_tensor_len *session 7 &n",
      "lite.append_input *session &input #input &pixels #pixels",
      "lite.run_session *session",
      "lite.get_tensor_data *session *id &out 143 &n",
      "lite.get_tensor_data *session 7 &out 144 &n",
      "lite.get_tensor_data *session *id &out 144 &n",
    ],
    answers: [OK, 1, 1, 1, 1, 1, OK, OK, 1, OK, OK, 1, 1, OK],
    // No length before a run.
    shown: ["0 0 0 0"],
    log: [
      /takes 4096 bytes, not 4095/,
      /takes 4096 bytes, not 0/,
      /no input "output"/,
      /no output "input"/,
      /run_session: .*"input"/,
      /7 is no output's id/,
      /is 144 bytes, the buffer 143/,
      /7 is no output's id/,
    ],
  },
  {
    name: "wasmedge_tensorflowlite: models that are none",
    steps: [
      "room session 4",
      ...["truncated.tflite", "truncated.pb", "empty.tflite", "custom-operator.tflite"].flatMap((file) => [
        `file model /models/bad/${file}`,
        "lite.create_session &model #model &session",
      ]),
    ],
    answers: [TF.invalidEncoding, TF.invalidEncoding, TF.invalidEncoding, TF.runtimeError],
    log: [/points past its end/, /not a TensorFlow Lite model/, /not a TensorFlow Lite model/, /NoSuchOperator/],
  },
];

const openTensorflow = openLite.map((step) => step.replace("lite.", "tensorflow.").replace(".tflite", ".pb"));
// Sizes are u64 here.
const shape = `words shape ${PIXELS.flatMap((size) => [size, 0]).join(" ")}`;

const TENSORFLOW: readonly BadCalls[] = [
  {
    name: "wasmedge_tensorflow: inputs, outputs and names",
    needs: "tensorflow",
    steps: [
      ...openTensorflow,
      shape,
      "text nobody nobody",
      "tensorflow.append_input *session &input #input &shape 4 1 &pixels 4095",
      "tensorflow.append_input *session &input #input &shape 3 1 &pixels 4096",
      "tensorflow.append_input *session &input #input &shape 4 3 &pixels 4096",
      "tensorflow.append_input *session &input #input &shape 4 7 &pixels 4096",
      "tensorflow.append_input *session &input #input &shape 200 1 &pixels 4096",
      "tensorflow.get_output_tensor *session &output #output &id",
      "tensorflow.append_output *session &output #output",
      "tensorflow.run_session *session",
      "tensorflow.append_input *session &input #input &shape 4 1 &pixels 4096",
      "tensorflow.append_output *session &nobody #nobody",
      "tensorflow.run_session *session",
      "tensorflow.clear_output *session",
      "tensorflow.append_output *session &output #output",
      "tensorflow.get_output_tensor *session &output #output &id",
      "tensorflow.get_tensor_len *session *id &n",
      "show n",
      "tensorflow.run_session *session",
      // As much as there is room for, as WasmEdge does.
      "tensorflow.get_tensor_data *session *id &out 143 &n",
      "show n",
    ],
    answers: [OK, 1, 1, 1, 1, 1, 1, OK, 1, OK, OK, 1, OK, OK, OK, OK, OK, OK],
    shown: ["0 0 0 0", "143 0 0 0"],
    log: [
      /takes 4096 bytes, not 4095/,
      /append_input: /,
      /not i32/,
      /data type 7 cannot be given/,
      /200 dimensions/,
      /it was not asked for/,
      /run_session: .*"input"/,
      /run_session: .*"nobody"/,
    ],
  },
  {
    name: "wasmedge_tensorflow: models that are none",
    needs: "tensorflow",
    steps: [
      "room session 4",
      ...["truncated.pb", "truncated.tflite", "empty.tflite", "unknown-operator.pb"].flatMap((file) => [
        `file model /models/bad/${file}`,
        "tensorflow.create_session &model #model &session",
      ]),
    ],
    answers: [TF.invalidEncoding, TF.invalidEncoding, TF.invalidEncoding, TF.runtimeError],
    log: [/it is truncated/, /not a well-formed protobuf/, /no operation/, /NoSuchOperator/],
  },
  {
    name: "wasmedge_tensorflow: saved models that are none",
    needs: "tensorflow",
    steps: [
      "room session 4",
      ...[
        ["/models/nothing", "serve"],
        ["/models/bad", "serve"],
        ["/models/characters-saved-model", "train"],
        ["/etc", "serve"],
        ["/models/../etc", "serve"],
      ].flatMap(([path, tag]) => [
        `text path ${path}`,
        `text tag ${tag}`,
        "words tags &tag #tag",
        "tensorflow.create_session_saved_model &path #path &tags 1 &session",
      ]),
      "tensorflow.create_session_saved_model &path #path &tags 1000 &session",
    ],
    answers: [1, TF.invalidEncoding, 1, 1, 1, 1],
    log: [
      /nothing cannot be read/,
      /no saved_model\.pb/,
      /no graph tagged "train", only: serve/,
      /granted no folder that holds \/etc/,
      /granted no folder/,
      /./,
    ],
  },
];

export const BAD_WASMEDGE_CALLS: readonly BadCalls[] = [...LITE, ...TENSORFLOW];
