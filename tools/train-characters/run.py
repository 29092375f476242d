"""Runs a model file in the library that it is for: the reference that Sandpiper's own backends are held to."""

from pathlib import Path

import numpy as np
import onnxruntime
import tensorflow as tf

Tensors = dict[str, np.ndarray]


def run_tflite(path: Path, inputs: Tensors) -> Tensors:
    interpreter = tf.lite.Interpreter(str(path), num_threads=1)
    for detail in interpreter.get_input_details():
        interpreter.resize_tensor_input(detail["index"], inputs[detail["name"]].shape)
    interpreter.allocate_tensors()
    for detail in interpreter.get_input_details():
        interpreter.set_tensor(detail["index"], inputs[detail["name"]])
    interpreter.invoke()
    return {detail["name"]: interpreter.get_tensor(detail["index"]).copy() for detail in interpreter.get_output_details()}


def run_graph(path: Path, inputs: Tensors, outputs: list[str]) -> Tensors:
    graph = tf.compat.v1.GraphDef.FromString(path.read_bytes())
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        tf.graph_util.import_graph_def(graph, name="")
        values = session.run([f"{name}:0" for name in outputs], {f"{name}:0": value for name, value in inputs.items()})
    return dict(zip(outputs, values))


def run_saved_model(path: Path, inputs: Tensors) -> Tensors:
    function = tf.saved_model.load(str(path)).signatures["serving_default"]
    return {name: value.numpy() for name, value in function(**{k: tf.constant(v) for k, v in inputs.items()}).items()}


def run_onnx(path: Path, inputs: Tensors) -> Tensors:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, inputs)))
