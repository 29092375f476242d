"""The network: four convolutions, a depthwise one and a dense layer, about 50,000 parameters."""

import keras
from keras import layers

from classes import LABELS
from prepare import SIDE


def build_network() -> keras.Model:
    """Grey levels from 0 to 255, float32 [n, 32, 32, 1], to probabilities, float32 [n, 36]. The scaling is a layer of the
    network, so that every form of it takes the bytes of a picture as they are."""
    picture = keras.Input((SIDE, SIDE, 1), name="input")
    x = layers.Rescaling(1 / 127.5, offset=-1)(picture)
    x = _convolve(x, 16, width=5, strides=2)
    x = _convolve(x, 32)
    x = _convolve(x, 48, strides=2)
    x = _convolve(x, 64, strides=2)
    # A weighted mean over the 4 x 4 places, for each channel: knows what is where, at a thousand parameters.
    x = layers.DepthwiseConv2D(4, use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    x = layers.Flatten()(x)
    x = layers.Dropout(0.1)(x)
    x = layers.Dense(len(LABELS))(x)
    return keras.Model(picture, layers.Softmax(name="output")(x), name="characters")


def _convolve(x, channels: int, width: int = 3, strides: int = 1):
    x = layers.Conv2D(channels, width, strides=strides, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    return layers.ReLU()(x)
