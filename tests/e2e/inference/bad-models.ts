import { ENCODING, NN } from "./nn-steps.ts";

/** How a model of tests/models/bad is to be refused, and in which words. */
export interface BadModel {
  readonly file: string;
  /** What it is or pretends to be; null for no kind of model. */
  readonly encoding: number | null;
  /** The answer to who loads it as that, or as whatever it may be. As anything else, each of them is `invalid_encoding`. */
  readonly errno: number;
  /** What the log says then. */
  readonly log: RegExp;
}

export const BAD_MODELS: readonly BadModel[] = [
  { file: "empty.tflite", encoding: null, errno: NN.invalidEncoding, log: /no kind of model/ },
  { file: "random.bin", encoding: null, errno: NN.invalidEncoding, log: /no kind of model/ },
  { file: "garbage.tflite", encoding: ENCODING.tensorflowLite, errno: NN.invalidEncoding, log: /is broken/ },
  {
    file: "truncated.tflite",
    encoding: ENCODING.tensorflowLite,
    errno: NN.invalidEncoding,
    log: /points past its end/,
  },
  { file: "truncated.pb", encoding: ENCODING.tensorflow, errno: NN.invalidEncoding, log: /it is truncated/ },
  { file: "truncated.onnx", encoding: ENCODING.onnx, errno: NN.invalidEncoding, log: /it is truncated/ },
  {
    file: "custom-operator.tflite",
    encoding: ENCODING.tensorflowLite,
    errno: NN.unsupportedOperation,
    log: /SandpiperNoSuchOperator/,
  },
  {
    file: "newer-operator.tflite",
    encoding: ENCODING.tensorflowLite,
    errno: NN.unsupportedOperation,
    log: /'ADD' version '99'/,
  },
  {
    file: "unknown-operator.pb",
    encoding: ENCODING.tensorflow,
    errno: NN.unsupportedOperation,
    log: /SandpiperNoSuchOperator/,
  },
  {
    file: "unknown-operator.onnx",
    encoding: ENCODING.onnx,
    errno: NN.unsupportedOperation,
    log: /SandpiperNoSuchOperator/,
  },
];
