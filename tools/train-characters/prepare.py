"""The contract between a picture and the model's input. The function in Rust does the same; the model card has it in words."""

import numpy as np
from PIL import Image

SIDE = 32


def prepare(picture: Image.Image, resampling: Image.Resampling = Image.Resampling.BILINEAR) -> np.ndarray:
    """Any picture to uint8 [32, 32, 1]: over white where it is transparent, grey by the BT.709 weights, the whole picture
    stretched to 32 x 32 with a triangle filter that widens when it shrinks (Pillow's BILINEAR, `Triangle` of Rust's image)."""
    grey = picture if picture.mode == "L" else Image.fromarray(_to_grey(picture))
    return np.asarray(grey.resize((SIDE, SIDE), resampling), dtype=np.uint8)[..., np.newaxis]


def _to_grey(picture: Image.Image) -> np.ndarray:
    rgba = np.asarray(picture.convert("RGBA"), dtype=np.float64)
    colour, alpha = rgba[..., :3], rgba[..., 3:] / 255
    over_white = np.round(colour * alpha + 255 * (1 - alpha))
    return (over_white @ (0.2126, 0.7152, 0.0722)).round().astype(np.uint8)
