"""Files that no backend may accept, and one that it may accept but must be stopped in."""

import sys
from multiprocessing import get_context
from pathlib import Path
from signal import Signals

import numpy as np
import onnx
import onnxruntime
import tensorflow as tf
from tensorflow.lite.python import schema_py_generated as schema
from tensorflow.lite.tools import flatbuffer_utils

from lite import to_tflite

NO_SUCH_OPERATOR = "SandpiperNoSuchOperator"


def write_bad_models(good: Path, folder: Path) -> None:
    """`good` has the models that the bad ones are made from: characters-float.* and small/sum-product.*."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(1)
    noise = rng.integers(0, 256, 2048, np.uint8).tobytes()
    lite = (good / "small/sum-product.tflite").read_bytes()
    files = {
        "empty.tflite": b"",
        "random.bin": noise,
        # A plausible root offset and the identifier of the format, then noise.
        "garbage.tflite": (28).to_bytes(4, "little") + b"TFL3" + noise,
        "truncated.tflite": (good / "characters-float.tflite").read_bytes()[:2000],
        "truncated.pb": (good / "characters-float.pb").read_bytes()[:2000],
        "truncated.onnx": (good / "characters-float.onnx").read_bytes()[:2000],
        "custom-operator.tflite": _with_operator(lite, schema.BuiltinOperator.CUSTOM, 1),
        "newer-operator.tflite": _with_operator(lite, schema.BuiltinOperator.ADD, 99),
        "unknown-operator.pb": _unknown_in_graph((good / "small/sum-product.pb").read_bytes()),
        "unknown-operator.onnx": _unknown_in_onnx((good / "small/sum-product.onnx").read_bytes()),
        "endless-loop.tflite": _endless_loop(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    for name in files:
        if name != "endless-loop.tflite" and _is_accepted(folder / name):
            raise AssertionError(f"{name} is not bad: its own library takes it")


def _is_accepted(path: Path) -> bool:
    """Whether the library that such a file is for loads it. (Noise is given to TensorFlow Lite.) In a process of its own, since
    TensorFlow Lite does not check the tables of a file before it follows them, and crashes on some."""
    child = get_context("spawn").Process(target=_load, args=(path,))
    child.start()
    child.join()
    if child.exitcode < 0:
        print(f"bad/{path.name}: its own library crashes on it ({Signals(-child.exitcode).name})", flush=True)
    return child.exitcode == 0


def _load(path: Path) -> None:
    try:
        if path.suffix == ".pb":
            with tf.Graph().as_default():
                tf.graph_util.import_graph_def(tf.compat.v1.GraphDef.FromString(path.read_bytes()), name="")
        elif path.suffix == ".onnx":
            onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        else:
            tf.lite.Interpreter(str(path)).allocate_tensors()
    except Exception as error:
        print(f"bad/{path.name}: {str(error).splitlines()[0]}", flush=True)
        sys.exit(1)


def _with_operator(model: bytes, code: int, version: int) -> bytes:
    """The model with its first operator replaced: a custom one that nobody registers, or a version that is not there yet."""
    parsed = flatbuffer_utils.convert_bytearray_to_object(bytearray(model))
    operator = parsed.operatorCodes[0]
    operator.builtinCode, operator.version = code, version
    operator.deprecatedBuiltinCode = min(code, 127)
    if code == schema.BuiltinOperator.CUSTOM:
        operator.customCode = NO_SUCH_OPERATOR.encode()
        for node in parsed.subgraphs[0].operators:
            if node.opcodeIndex == 0:
                node.builtinOptions, node.builtinOptionsType = None, schema.BuiltinOptions.NONE
    return bytes(flatbuffer_utils.convert_object_to_bytearray(parsed))


def _unknown_in_graph(model: bytes) -> bytes:
    graph = tf.compat.v1.GraphDef.FromString(model)
    next(node for node in graph.node if node.name == "sum").op = NO_SUCH_OPERATOR
    return graph.SerializeToString(deterministic=True)


def _unknown_in_onnx(model: bytes) -> bytes:
    parsed = onnx.ModelProto.FromString(model)
    parsed.graph.node[0].op_type = NO_SUCH_OPERATOR
    return parsed.SerializeToString(deterministic=True)


def _endless_loop() -> bytes:
    """Loops for as long as a square is not negative, which no number ends."""

    @tf.function(input_signature=[tf.TensorSpec((1, 4), tf.float32, name="input")])
    def function(x):
        def goes_on(y):
            return tf.reduce_sum(y * y) >= 0.0

        return {"output": tf.while_loop(goes_on, lambda y: [y * 0.5 + x], [x])[0]}

    return to_tflite(tf.Module(), function)
