"""What lies behind (and in front of) a character: paper, gradients, texture, a sheet on a table, bits of the neighbours."""

import numpy as np
from PIL import Image, ImageDraw

Rng = np.random.Generator


def gradient(rng: Rng, width: int, height: int) -> np.ndarray:
    """A slope from 0 to 1 in any direction, float32 [height, width]."""
    angle = rng.uniform(0, 2 * np.pi)
    x = np.linspace(-0.5, 0.5, width, dtype=np.float32) * np.cos(angle)
    y = np.linspace(-0.5, 0.5, height, dtype=np.float32) * np.sin(angle)
    slope = y[:, np.newaxis] + x[np.newaxis, :]
    return (slope - slope.min()) / (np.ptp(slope) + 1e-6)


def blotches(rng: Rng, width: int, height: int) -> np.ndarray:
    """Soft spots from 0 to 1, float32 [height, width]: paper, cloth, a wall out of focus."""
    cells = int(rng.integers(3, 12))
    coarse = Image.fromarray((rng.random((cells, cells)) * 255).astype(np.uint8))
    return np.asarray(coarse.resize((width, height), Image.Resampling.BICUBIC), dtype=np.float32) / 255


def draw_background(rng: Rng, width: int, height: int, level: float) -> np.ndarray:
    """Grey levels around `level` (0 to 255), float32 [height, width]."""
    ground = np.full((height, width), level, dtype=np.float32)
    kind = rng.random()
    if kind < 0.4:
        ground += (gradient(rng, width, height) - 0.5) * rng.uniform(10, 70)
    elif kind < 0.6:
        ground += (blotches(rng, width, height) - 0.5) * rng.uniform(5, 60)
    return ground


def put_on_table(rng: Rng, ground: np.ndarray, level: float) -> np.ndarray:
    """The paper as a sheet that does not fill the picture: strips of another grey along some of the sides, a little askew."""
    height, width = ground.shape
    sheet = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(sheet)
    for side in range(4):
        if rng.random() < 0.5:
            continue
        a, b = rng.uniform(0.0, 0.12, 2)
        corners = {
            0: [(0, 0), (width, 0), (width, b * height), (0, a * height)],
            1: [(0, height), (width, height), (width, height * (1 - b)), (0, height * (1 - a))],
            2: [(0, 0), (0, height), (b * width, height), (a * width, 0)],
            3: [(width, 0), (width, height), (width * (1 - b), height), (width * (1 - a), 0)],
        }[side]
        draw.polygon(corners, fill=0)
    mask = np.asarray(sheet, dtype=np.float32) / 255
    table = np.clip(level + rng.uniform(-130, 130), 0, 255)
    return ground * mask + table * (1 - mask)


def draw_clutter(rng: Rng, ink: Image.Image) -> None:
    """Into a mask of ink: a frame, a ruled line, or specks, none of which hides the character."""
    width, height = ink.size
    draw = ImageDraw.Draw(ink)
    kind = rng.random()
    thick = int(rng.integers(1, 3))
    if kind < 0.3:
        inset = int(rng.uniform(0, 0.05) * min(width, height))
        draw.rectangle((inset, inset, width - 1 - inset, height - 1 - inset), outline=255, width=thick)
    elif kind < 0.6:
        y = int(height * (rng.uniform(0.0, 0.06) if rng.random() < 0.4 else rng.uniform(0.94, 1.0)))
        draw.line((0, y, width, y), fill=255, width=thick)
    else:
        for _ in range(int(rng.integers(1, 8))):
            x, y = rng.uniform(0, width), rng.uniform(0, height)
            size = rng.uniform(0.5, 0.015 * min(width, height) + 1)
            draw.ellipse((x - size, y - size, x + size, y + size), fill=int(rng.integers(90, 255)))
