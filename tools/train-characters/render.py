"""Draws one picture of one character: as a screenshot shows it ("clean") or as a phone sees it ("rough")."""

from functools import lru_cache
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from backgrounds import Rng, blotches, draw_background, draw_clutter, gradient, put_on_table

STYLES = ("clean", "rough")


def render(rng: Rng, font_path: str, glyph: str, style: str) -> Image.Image:
    """A grey picture, 40 to 200 pixels a side, of any aspect from 1:2 to 2:1, with the character at 35 to 97 % of it."""
    rough = style == "rough"
    width, height = _canvas_size(rng, rough)
    fill = rng.uniform(0.35, 0.97) if rough else rng.uniform(0.45, 0.92)
    shape = _draw_glyph(font_path, glyph, fill * width, fill * height)
    ink_mask = _place(rng, shape, width, height, rough)
    if rough and rng.random() < 0.12:
        draw_clutter(rng, ink_mask)
    paper, ink = _pick_levels(rng, rough)
    ground = draw_background(rng, width, height, paper) if rough else np.full((height, width), paper, np.float32)
    if rough and rng.random() < 0.15:
        ground = put_on_table(rng, ground, paper)
    cover = np.asarray(ink_mask, dtype=np.float32) / 255
    picture = ground * (1 - cover) + ink * cover
    return _photograph(rng, picture) if rough else _to_image(picture)


def _canvas_size(rng: Rng, rough: bool) -> tuple[int, int]:
    side = np.exp(rng.uniform(np.log(40), np.log(160)))
    if not rough and rng.random() < 0.5:
        return int(side), int(side)
    aspect = np.exp(np.clip(rng.normal(0, 0.25), -0.65, 0.65))
    return max(32, int(side * np.sqrt(aspect))), max(32, int(side / np.sqrt(aspect)))


@lru_cache(maxsize=4096)
def _load(font_path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_path, size)


def _draw_glyph(font_path: str, glyph: str, most_wide: float, most_high: float) -> Image.Image:
    """A mask cut to the glyph, as large as fits."""
    left, top, right, bottom = _load(font_path, 96).getbbox(glyph)
    scale = min(most_wide / max(right - left, 1), most_high / max(bottom - top, 1))
    # Sizes in steps of 4, so that the fonts loaded stay few.
    font = _load(font_path, max(8, int(96 * scale) // 4 * 4))
    left, top, right, bottom = font.getbbox(glyph)
    mask = Image.new("L", (max(1, right - left), max(1, bottom - top)))
    ImageDraw.Draw(mask).text((-left, -top), glyph, font=font, fill=255)
    return mask


def _place(rng: Rng, shape: Image.Image, width: int, height: int, rough: bool) -> Image.Image:
    """The mask somewhere near the middle of a canvas; when rough also turned, slanted, in perspective, fatter or thinner."""
    room_x, room_y = max(0, width - shape.width), max(0, height - shape.height)
    spread = 0.8 if rough else 0.2
    at = (
        int(room_x / 2 + rng.uniform(-0.5, 0.5) * spread * room_x),
        int(room_y / 2 + rng.uniform(-0.5, 0.5) * spread * room_y),
    )
    canvas = Image.new("L", (width, height))
    canvas.paste(shape, at)
    if not rough:
        return canvas
    weight = rng.random()
    if weight < 0.12:
        canvas = canvas.filter(ImageFilter.MaxFilter(3))
    elif weight < 0.18 and min(width, height) > 90:
        canvas = canvas.filter(ImageFilter.MinFilter(3))
    angle, slant = np.radians(np.clip(rng.normal(0, 6), -15, 15)), rng.normal(0, 0.06)
    cos, sin = np.cos(angle), np.sin(angle)
    middle = np.array((at[0] + shape.width / 2, at[1] + shape.height / 2))
    turn = np.array(((cos, sin + slant), (-sin, cos)))
    shift = middle - turn @ middle
    lean = rng.normal(0, 0.08, 2) / (width, height) if rng.random() < 0.4 else (0.0, 0.0)
    coefficients = (*turn[0], shift[0], *turn[1], shift[1], *lean)
    return canvas.transform((width, height), Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BILINEAR)


def _pick_levels(rng: Rng, rough: bool) -> tuple[float, float]:
    """Grey levels of the paper and of the ink, at least 50 apart (90 when clean); dark on light in three of five pictures."""
    least = 50 if rough else 90
    distance = rng.uniform(least, 255) if rng.random() < 0.7 else 255.0
    dark = rng.uniform(0, 255 - distance) if rng.random() < 0.6 else 0.0
    dark = min(dark, 255 - distance)
    return (dark + distance, dark) if rng.random() < 0.6 else (dark, dark + distance)


def _photograph(rng: Rng, picture: np.ndarray) -> Image.Image:
    """What lens, light, sensor and file format add: blur, uneven light, noise, JPEG."""
    height, width = picture.shape
    if rng.random() < 0.5:
        radius = rng.uniform(0, 0.022) * min(width, height)
        picture = np.asarray(_to_image(picture).filter(ImageFilter.GaussianBlur(radius)), dtype=np.float32)
    light = rng.random()
    if light < 0.3:
        picture = picture * (1 - rng.uniform(0, 0.5) * gradient(rng, width, height))
    elif light < 0.4:
        picture = picture * (1 - rng.uniform(0, 0.35) * blotches(rng, width, height))
    if rng.random() < 0.6:
        picture = picture + rng.normal(0, rng.uniform(1, 22), picture.shape)
    image = _to_image(picture)
    if rng.random() < 0.4:
        file = BytesIO()
        image.save(file, "JPEG", quality=int(rng.integers(20, 95)))
        image = Image.open(file).convert("L")
    return image


def _to_image(picture: np.ndarray) -> Image.Image:
    return Image.fromarray(np.clip(np.round(picture), 0, 255).astype(np.uint8))
