"""Trains the network on the drawn pictures, and keeps its weights."""

from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from classes import LABELS
from dataset import DataSet, load_dataset
from network import build_network

SEED = 1
BATCH = 128


def train(work: Path, pictures: int, epochs: int) -> keras.Model:
    keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()
    taught = load_dataset(work, "train", "mixed", pictures, SEED)
    unseen = load_dataset(work, "validation", "mixed", 3600, SEED)
    model = build_network()
    steps = epochs * (pictures // BATCH)
    warmup = steps // 20
    rate = keras.optimizers.schedules.CosineDecay(0.0, steps - warmup, 0.01, warmup_target=4e-3, warmup_steps=warmup)
    model.compile(
        keras.optimizers.AdamW(rate, weight_decay=1e-3),
        keras.losses.CategoricalCrossentropy(label_smoothing=0.02),
        metrics=["accuracy"],
    )
    model.fit(_batches(taught), epochs=epochs, validation_data=_plain(unseen), verbose=2)
    model.save_weights(work / "characters.weights.h5")
    return model


def load_trained(work: Path) -> keras.Model:
    model = build_network()
    model.load_weights(work / "characters.weights.h5")
    return model


def _one_hot(labels: np.ndarray) -> np.ndarray:
    return np.eye(len(LABELS), dtype=np.float32)[labels]


def _plain(data: DataSet) -> tuple[np.ndarray, np.ndarray]:
    return data.images.astype(np.float32), _one_hot(data.labels)


def _batches(data: DataSet) -> tf.data.Dataset:
    """Shuffled; each batch is moved by up to two pixels, each picture's contrast changed, and three in ten inverted, anew in
    each epoch, which makes more of the pictures than there are."""
    batches = tf.data.Dataset.from_tensor_slices((data.images, _one_hot(data.labels)))
    batches = batches.shuffle(len(data.labels), seed=SEED).batch(BATCH, drop_remainder=True)
    generator = tf.random.Generator.from_seed(SEED)

    def vary(images: tf.Tensor, labels: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        seeds = tf.unstack(generator.make_seeds(4), axis=1)
        padded = tf.pad(tf.cast(images, tf.float32), ((0, 0), (2, 2), (2, 2), (0, 0)), "SYMMETRIC")
        moved = tf.image.stateless_random_crop(padded, (BATCH, *images.shape[1:]), seeds[0])
        inverted = tf.where(tf.random.stateless_uniform((BATCH, 1, 1, 1), seeds[1]) < 0.3, 255 - moved, moved)
        gain = tf.random.stateless_uniform((BATCH, 1, 1, 1), seeds[2], 0.7, 1.1)
        offset = tf.random.stateless_uniform((BATCH, 1, 1, 1), seeds[3], 0, 1)
        return tf.clip_by_value(inverted * gain + offset * 255 * tf.maximum(0.0, 1 - gain), 0, 255), labels

    return batches.map(vary).prefetch(2)
