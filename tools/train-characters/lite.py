"""Functions to TensorFlow Lite files, with plain names: the signature's, where the converter writes StatefulPartitionedCall:0."""

from collections.abc import Callable
from tempfile import TemporaryDirectory

import tensorflow as tf
from tensorflow.lite.tools import flatbuffer_utils


def to_tflite(
    module: tf.Module, function: tf.types.experimental.PolymorphicFunction, configure: Callable = lambda converter: None
) -> bytes:
    """Converts a function (of the module, which owns its variables) that takes and returns named tensors. The file has one
    signature, "serving_default"; its names are also those of the input and output tensors."""
    module.function = function
    with TemporaryDirectory() as folder:
        tf.saved_model.save(module, folder, signatures={"serving_default": function})
        converter = tf.lite.TFLiteConverter.from_saved_model(folder)
        configure(converter)
        model = converter.convert()
    return _name_tensors(model)


def _name_tensors(model: bytes) -> bytes:
    parsed = flatbuffer_utils.convert_bytearray_to_object(bytearray(model))
    (signature,) = parsed.signatureDefs
    tensors = parsed.subgraphs[signature.subgraphIndex].tensors
    for named in [*signature.inputs, *signature.outputs]:
        tensors[named.tensorIndex].name = named.name
    return bytes(flatbuffer_utils.convert_object_to_bytearray(parsed))
