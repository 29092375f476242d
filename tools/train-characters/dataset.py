"""Sets of prepared pictures: drawn on all cores, the same for the same seed, kept in a file."""

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

import numpy as np
from PIL import Image

from classes import LABELS, glyphs_of
from fonts import Font, list_fonts
from prepare import SIDE, prepare
from render import render

CHUNK = 2000
_TRAINING_FILTERS = (Image.Resampling.BILINEAR,) * 3 + (Image.Resampling.BOX, Image.Resampling.LANCZOS)


@dataclass(frozen=True)
class DataSet:
    """images: uint8 [n, 32, 32, 1]; labels: int32 [n], indices into LABELS; glyphs: str [n], the character drawn."""

    images: np.ndarray
    labels: np.ndarray
    glyphs: np.ndarray


def load_dataset(work: Path, split: str, style: str, count: int, seed: int) -> DataSet:
    """From the file of an earlier run, or drawn now. `style` is one of render.STYLES, or "mixed": a quarter of it clean."""
    path = work / "sets" / f"{split}-{style}-{count}-{seed}.npz"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(path, **vars(_draw(work, split, style, count, seed)))
    with np.load(path) as stored:
        return DataSet(stored["images"], stored["labels"], stored["glyphs"])


def _draw(work: Path, split: str, style: str, count: int, seed: int) -> DataSet:
    faces = _by_package(list_fonts(work / "fonts", split))
    sizes = [min(CHUNK, count - start) for start in range(0, count, CHUNK)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        seeds = [(seed, SEED_OF_SPLIT[split], chunk) for chunk in range(len(sizes))]
        chunks = list(pool.map(_draw_chunk, repeat(faces), repeat(split), repeat(style), sizes, seeds))
    images, labels, glyphs = (np.concatenate(part) for part in zip(*chunks))
    return DataSet(images, labels, glyphs)


SEED_OF_SPLIT = {"train": 1, "validation": 2, "test": 3}


def _by_package(fonts: list[Font]) -> list[list[str]]:
    packages: dict[str, list[str]] = {}
    for font in fonts:
        packages.setdefault(font.package, []).append(font.path)
    return list(packages.values())


def _draw_chunk(faces: list[list[str]], split: str, style: str, count: int, seed: tuple[int, ...]):
    """Every label as often; of the packages, those with more faces more often, but only by the square root of the count."""
    rng = np.random.default_rng(seed)
    weights = np.sqrt([len(paths) for paths in faces])
    weights /= weights.sum()
    images = np.empty((count, SIDE, SIDE, 1), np.uint8)
    labels = rng.permutation(np.arange(count) % len(LABELS)).astype(np.int32)
    glyphs = []
    for index, label in enumerate(labels):
        paths = faces[rng.choice(len(faces), p=weights)]
        path = paths[rng.integers(len(paths))]
        glyph = str(rng.choice(list(glyphs_of(label))))
        drawn = ("clean" if rng.random() < 0.25 else "rough") if style == "mixed" else style
        resampling = _TRAINING_FILTERS[rng.integers(len(_TRAINING_FILTERS))] if split == "train" else Image.Resampling.BILINEAR
        images[index] = prepare(render(rng, path, glyph, drawn), resampling)
        glyphs.append(glyph)
    return images, labels, np.array(glyphs)
