"""Five pictures for the tests, in fonts that the network has not seen, and what each form of the network says to them."""

import base64
import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from classes import LABELS
from export import INPUT, OUTPUT
from fonts import list_fonts
from prepare import prepare
from render import render
from run import run_graph, run_onnx, run_saved_model, run_tflite

#: Largest difference between two forms of the float network, in probability: what the order of float32 sums leaves open.
AGREEMENT = 1e-5


def draw_samples(work: Path, folder: Path) -> list[tuple[str, str]]:
    """Writes the pictures; returns for each its file name and the label that it shows."""
    folder.mkdir(parents=True, exist_ok=True)
    fonts = {Path(font.path).stem: font.path for font in list_fonts(work / "fonts", "test")}
    inter, cabin = fonts["Inter-Bold"], fonts["Cabin-Regular"]
    pictures = {
        "r-dark-on-light": ("R", _plain((160, 160), (255, 255, 255), (20, 20, 20), inter, "R")),
        "7-light-on-dark": ("7", _plain((120, 150), (24, 32, 60), (250, 240, 210), cabin, "7")),
        "k-colours-wide": ("K", _plain((220, 150), (240, 200, 80), (150, 20, 40), fonts["PTF55F"], "k")),
        "a-transparent": ("A", _plain((128, 128), (0, 0, 0, 0), (0, 60, 120, 255), fonts["FiraCode-Medium"], "a")),
        "g-rough": ("G", render(np.random.default_rng(11), fonts["ClearSans-Medium"], "G", "rough")),
    }
    for name, (_, picture) in pictures.items():
        picture.save(folder / f"{name}.png")
    return [(f"{name}.png", label) for name, (label, _) in pictures.items()]


def _plain(size: tuple[int, int], paper: tuple, ink: tuple, font_path: str, text: str) -> Image.Image:
    picture = Image.new("RGBA" if len(paper) == 4 else "RGB", size, paper)
    font = ImageFont.truetype(font_path, int(0.8 * min(size)))
    ImageDraw.Draw(picture).text((size[0] / 2, size[1] / 2), text, font=font, fill=ink, anchor="mm")
    return picture


def write_expected(samples: list[tuple[str, str]], models: Path, quantized: Path) -> dict[str, float]:
    """Writes expected.json beside the models. Returns for each other form of the float network the largest difference of a
    probability from the TensorFlow Lite file; refuses to write where one exceeds AGREEMENT."""
    differences = {"frozen graph": 0.0, "saved model": 0.0, "ONNX": 0.0}
    entries = []
    for name, label in samples:
        picture = prepare(Image.open(models / "samples" / name))[np.newaxis]
        given = {INPUT: picture.astype(np.float32)}
        probabilities = run_tflite(models / "characters-float.tflite", given)[OUTPUT]
        others = {
            "frozen graph": run_graph(models / "characters-float.pb", given, [OUTPUT])[OUTPUT],
            "saved model": run_saved_model(models / "characters-saved-model", given)[OUTPUT],
            "ONNX": run_onnx(models / "characters-float.onnx", given)[OUTPUT],
        }
        for form, other in others.items():
            differences[form] = max(differences[form], float(np.abs(other - probabilities).max()))
        small = run_tflite(quantized, {INPUT: picture})[OUTPUT]
        entries.append(
            {
                "file": f"samples/{name}",
                "shows": label,
                "input": base64.b64encode(picture.tobytes()).decode(),
                "float": {"label": LABELS[probabilities.argmax()], "probabilities": [float(p) for p in probabilities[0]]},
                "quantized": {"label": LABELS[small.argmax()], "bytes": small[0].tolist()},
            }
        )
    if max(differences.values()) > AGREEMENT:
        raise AssertionError(f"the forms of the network do not agree: {differences}")
    expected = {"labels": list(LABELS), "tolerance": AGREEMENT, "quantizedScale": 1 / 256, "samples": entries}
    (models / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
    return differences
