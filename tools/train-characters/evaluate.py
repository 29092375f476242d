"""Accuracy of the files themselves, on the fonts that were held out."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tensorflow as tf

from classes import LABELS, group_of
from dataset import DataSet


@dataclass(frozen=True)
class Figures:
    """Shares of the pictures, 0 to 1. `grouped` counts a mistake within a look-alike group as none."""

    top1: float
    grouped: float
    top5: float
    confidence_right: float
    confidence_wrong: float
    by_label: dict[str, float]
    confusions: list[tuple[str, str, int]]


def evaluate(model: Path, data: DataSet) -> Figures:
    outputs = run_all(model, data.images)
    order = np.argsort(-outputs, axis=1, kind="stable")
    said, right = order[:, 0], order[:, 0] == data.labels
    grouped = [group_of(a) == group_of(b) for a, b in zip(said, data.labels)]
    confident = outputs.max(axis=1)
    mistakes = Counter((str(glyph), LABELS[label]) for glyph, label in zip(data.glyphs[~right], said[~right]))
    return Figures(
        top1=float(right.mean()),
        grouped=float(np.mean(grouped)),
        top5=float((order[:, :5] == data.labels[:, np.newaxis]).any(axis=1).mean()),
        confidence_right=float(np.median(confident[right])),
        confidence_wrong=float(np.median(confident[~right])),
        by_label={LABELS[label]: float(right[data.labels == label].mean()) for label in range(len(LABELS))},
        confusions=[(glyph, label, count) for (glyph, label), count in mistakes.most_common(12)],
    )


def run_all(model: Path, images: np.ndarray) -> np.ndarray:
    """Probabilities, float32 [n, 36], of uint8 pictures [n, 32, 32, 1], one at a time as a function sees them."""
    interpreter = tf.lite.Interpreter(str(model), num_threads=1)
    interpreter.allocate_tensors()
    (taken,), (given,) = interpreter.get_input_details(), interpreter.get_output_details()
    scale, zero = given["quantization"] if given["dtype"] == np.uint8 else (1.0, 0)
    outputs = np.empty((len(images), len(LABELS)), np.float32)
    for index, image in enumerate(images):
        interpreter.set_tensor(taken["index"], image[np.newaxis].astype(taken["dtype"]))
        interpreter.invoke()
        outputs[index] = (interpreter.get_tensor(given["index"])[0].astype(np.float32) - zero) * scale
    return outputs
