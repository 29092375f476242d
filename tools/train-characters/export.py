"""Writes the trained network in all its forms: TensorFlow Lite (float and quantized), frozen graph, saved model, ONNX."""

from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
import tf2onnx
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

from lite import to_tflite
from prepare import SIDE

INPUT, OUTPUT = "input", "output"
SHAPE = (1, SIDE, SIDE, 1)


class Characters(tf.Module):
    """The network with the names by which every form of it is called."""

    def __init__(self, model: keras.Model) -> None:
        super().__init__()
        # The variables alone are tracked, and the model is not: a saved model would hold them (and Keras' own graphs) twice.
        self.weights = [weight._value for weight in model.weights]
        self._call = lambda picture: model(picture, training=False)

    @tf.function(input_signature=[tf.TensorSpec(SHAPE, tf.float32, name=INPUT)])
    def classify(self, picture: tf.Tensor) -> dict[str, tf.Tensor]:
        return {OUTPUT: tf.identity(self._call(picture), name=OUTPUT)}


def export_quantized(model: keras.Model, calibration: np.ndarray, path: Path) -> None:
    """uint8 in, uint8 out, whole numbers in between: scales from what flows through the network for the pictures given,
    uint8 [n, 32, 32, 1]."""

    def configure(converter: tf.lite.TFLiteConverter) -> None:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.representative_dataset = lambda: ({INPUT: image[np.newaxis].astype(np.float32)} for image in calibration)
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        converter.inference_input_type = tf.uint8
        converter.inference_output_type = tf.uint8

    module = Characters(model)
    path.write_bytes(to_tflite(module, module.classify, configure))


def export_float(model: keras.Model, folder: Path) -> None:
    """characters-float.tflite, .pb, .onnx and the folder characters-saved-model."""
    module = Characters(model)
    (folder / "characters-float.tflite").write_bytes(to_tflite(module, module.classify))
    graph = freeze(module.classify.get_concrete_function())
    (folder / "characters-float.pb").write_bytes(graph.SerializeToString(deterministic=True))
    write_onnx(graph, [INPUT], [OUTPUT], folder / "characters-float.onnx")
    saved = folder / "characters-saved-model"
    options = tf.saved_model.SaveOptions(save_debug_info=False)
    tf.saved_model.save(module, str(saved), signatures={"serving_default": module.classify}, options=options)
    # An empty folder, which git would not keep, and a hash that changes with every run.
    (saved / "assets").rmdir()
    (saved / "fingerprint.pb").unlink(missing_ok=True)


def freeze(function: tf.types.experimental.ConcreteFunction) -> tf.compat.v1.GraphDef:
    """The function's graph with its variables as constants."""
    return convert_variables_to_constants_v2(function).graph.as_graph_def()


def write_onnx(graph: tf.compat.v1.GraphDef, inputs: list[str], outputs: list[str], path: Path) -> None:
    made, _ = tf2onnx.convert.from_graph_def(
        graph,
        input_names=[f"{name}:0" for name in inputs],
        output_names=[f"{name}:0" for name in outputs],
        opset=17,
    )
    # tf2onnx keeps TensorFlow's ":0"; in ONNX the names are ours alone.
    for value in [*made.graph.input, *made.graph.output]:
        value.name = value.name.removesuffix(":0")
    for node in made.graph.node:
        node.input[:] = [name.removesuffix(":0") if name.removesuffix(":0") in inputs else name for name in node.input]
        node.output[:] = [name.removesuffix(":0") if name.removesuffix(":0") in outputs else name for name in node.output]
    path.write_bytes(made.SerializeToString(deterministic=True))

