"""Models of one or two operators, for the tests of the host: several inputs and outputs, each element type, a free batch."""

import json
from pathlib import Path

import numpy as np
import tensorflow as tf

from export import freeze, write_onnx
from lite import to_tflite
from run import run_graph, run_onnx, run_tflite

#: What TensorFlow Lite has a transpose for. float16 has none: there it is a cast to float32.
TYPES = ("uint8", "int8", "int32", "int64", "float32")


def write_small_models(folder: Path) -> None:
    """Writes the models, and expected.json: for each the inputs given here and the outputs that TensorFlow's own libraries
    (and onnxruntime) gave for them."""
    folder.mkdir(parents=True, exist_ok=True)
    cases = [_sum_product(folder), *(_transpose(folder, name) for name in TYPES), _cast(folder), *_free_batch(folder)]
    text = json.dumps({"cases": cases}, indent=1)
    (folder / "expected.json").write_text(text + "\n")


def _sum_product(folder: Path) -> dict:
    spec = tf.TensorSpec((1, 3), tf.float32)

    @tf.function(input_signature=[spec, spec])
    def function(a, b):
        return {"sum": tf.add(a, b, name="sum"), "product": tf.multiply(a, b, name="product")}

    inputs = {"a": np.array([[1, 2, 3]], np.float32), "b": np.array([[10, 0.5, -4]], np.float32)}
    concrete = function.get_concrete_function()
    graph = freeze(concrete)
    (folder / "sum-product.tflite").write_bytes(to_tflite(tf.Module(), function))
    (folder / "sum-product.pb").write_bytes(graph.SerializeToString(deterministic=True))
    write_onnx(graph, ["a", "b"], ["sum", "product"], folder / "sum-product.onnx")
    outputs = run_tflite(folder / "sum-product.tflite", inputs)
    for other in (
        run_graph(folder / "sum-product.pb", inputs, ["sum", "product"]),
        run_onnx(folder / "sum-product.onnx", inputs),
    ):
        for name, value in outputs.items():
            np.testing.assert_array_equal(other[name], value)
    return _case(["sum-product.tflite", "sum-product.pb", "sum-product.onnx"], inputs, outputs)


def _transpose(folder: Path, element: str) -> dict:
    """Moves every byte and computes nothing, so that the result is exact: [2, 3] to [3, 2]."""

    @tf.function(input_signature=[tf.TensorSpec((2, 3), element, name="input")])
    def function(x):
        return {"output": tf.transpose(x)}

    info = None if element == "float32" else np.iinfo(element)
    extremes = [-1.5, 3e38] if info is None else [info.min, info.max]
    inputs = {"input": np.array([[*extremes, 0], [1, 2, 3]], element)}
    path = folder / f"transpose-{element}.tflite"
    path.write_bytes(to_tflite(tf.Module(), function))
    outputs = run_tflite(path, inputs)
    np.testing.assert_array_equal(outputs["output"], inputs["input"].T)
    return _case([path.name], inputs, outputs)


def _cast(folder: Path) -> dict:
    @tf.function(input_signature=[tf.TensorSpec((1, 4), tf.float16, name="input")])
    def function(x):
        return {"output": tf.cast(x, tf.float32)}

    inputs = {"input": np.array([[0.5, -2, 65504, 0.1]], np.float16)}
    path = folder / "cast-float16.tflite"
    path.write_bytes(to_tflite(tf.Module(), function))
    outputs = run_tflite(path, inputs)
    np.testing.assert_array_equal(outputs["output"], inputs["input"].astype(np.float32))
    return _case([path.name], inputs, outputs)


def _free_batch(folder: Path) -> list[dict]:
    """[n, 4] to [n]: the sums of the rows, for any n. The file says n = 1 in its shape and -1 in its shape signature."""

    @tf.function(input_signature=[tf.TensorSpec((None, 4), tf.float32, name="input")])
    def function(x):
        return {"output": tf.reduce_sum(x, axis=1)}

    path = folder / "free-batch.tflite"
    path.write_bytes(to_tflite(tf.Module(), function))
    cases = []
    for batch in (1, 3):
        inputs = {"input": np.arange(batch * 4, dtype=np.float32).reshape(batch, 4)}
        outputs = run_tflite(path, inputs)
        np.testing.assert_array_equal(outputs["output"], inputs["input"].sum(axis=1))
        cases.append(_case([path.name], inputs, outputs))
    return cases


def _case(files: list[str], inputs: dict, outputs: dict) -> dict:
    def describe(tensors: dict[str, np.ndarray]) -> dict:
        return {
            # int64 does not fit a JSON number as JavaScript reads it, so its values are strings.
            name: {"type": str(t.dtype), "shape": list(t.shape), "data": [_number(v) for v in t.ravel()]}
            for name, t in tensors.items()
        }

    return {"files": files, "inputs": describe(inputs), "outputs": describe(outputs)}


def _number(value: np.generic) -> float | int | str:
    return str(value) if value.dtype == np.int64 else value.item()
