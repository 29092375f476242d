"""Writes packages/nn/src/image/reference.fixture.json: small pictures of every kind, and the SHA-256 of what the reference makes
of them and of the pictures in ../shared/data.

    python3 make_fixture.py ./reference     (with Pillow and numpy; reference.cpp says how to build it)
"""

import base64
import hashlib
import io
import json
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
SHARED = ["birds/bird.jpg", "images/grace_hopper.jpg", "images/cowboy.png", "mtcnn/solvay.jpg"]
OUTPUT = ROOT / "packages/nn/src/image/reference.fixture.json"
WIDTH, HEIGHT = 33, 21


def picture() -> np.ndarray:
    """A gradient with edges and noise: what upsampling and rounding show in."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    noise = np.random.default_rng(7).integers(0, 60, (HEIGHT, WIDTH, 3))
    base = np.stack([x * 6, y * 9, ((x // 5 + y // 4) % 2) * 150], axis=2)
    return (base + noise).clip(0, 255).astype(np.uint8)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png16(samples: np.ndarray, color_type: int) -> bytes:
    """Pillow writes no 16-bit colours."""
    height, width = samples.shape[:2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)
    header = struct.pack(">IIBBBBB", width, height, 16, color_type, 0, 0, 0)
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def save(image: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, **options)
    return buffer.getvalue()


def pictures() -> dict[str, tuple[str, bytes]]:
    pixels = picture()
    rgb = Image.fromarray(pixels)
    grey = rgb.convert("L")
    random = np.random.default_rng(8)
    alpha = random.integers(0, 256, (HEIGHT, WIDTH, 1), dtype=np.uint8)
    rgba = Image.fromarray(np.concatenate([pixels, alpha], axis=2))
    few = rgb.quantize(13)
    found: dict[str, tuple[str, bytes]] = {
        f"jpeg, subsampling {name}": ("jpeg", save(rgb, format="jpeg", quality=85, subsampling=number))
        for number, name in enumerate(["4:4:4", "4:2:2", "4:2:0"])
    }
    found |= {
        "jpeg, progressive": ("jpeg", save(rgb, format="jpeg", quality=70, progressive=True)),
        "jpeg, grey": ("jpeg", save(grey, format="jpeg")),
        "png, rgb": ("png", save(rgb, format="png")),
        "png, rgb with a transparent colour": ("png", save(rgb, format="png", transparency=tuple(map(int, pixels[3, 4])))),
        "png, rgba": ("png", save(rgba, format="png")),
        "png, palette of 4 bits": ("png", save(few, format="png", bits=4)),
        "png, palette with opacities": ("png", save(few, format="png", transparency=bytes(range(0, 260, 20)))),
        "png, grey": ("png", save(grey, format="png")),
        "png, black and white": ("png", save(rgb.convert("1"), format="png")),
        "png, grey of 16 bits": ("png", png16(random.integers(0, 65536, (HEIGHT, WIDTH)), 0)),
        "png, rgb of 16 bits": ("png", png16(random.integers(0, 65536, (HEIGHT, WIDTH, 3)), 2)),
        "png, rgba of 16 bits": ("png", png16(random.integers(0, 65536, (HEIGHT, WIDTH, 4)), 6)),
    }
    return found


def main() -> None:
    reference = Path(sys.argv[1]).resolve()

    def answers(kind: str, file: Path, sizes: list[tuple[int, int]]) -> list[dict[str, object]]:
        found: list[dict[str, object]] = []
        for width, height in sizes:
            for pixel_type in ["RGB8", "BGR32F"]:
                command = [reference, kind, file, str(width), str(height), pixel_type]
                made = subprocess.run(command, check=True, capture_output=True).stdout
                sha256 = hashlib.sha256(made).hexdigest()
                found.append({"width": width, "height": height, "type": pixel_type, "sha256": sha256})
        return found

    entries: list[dict[str, object]] = []
    for name, (kind, data) in pictures().items():
        with tempfile.NamedTemporaryFile() as file:
            file.write(data)
            file.flush()
            expected = answers(kind, Path(file.name), [(WIDTH, HEIGHT), (16, 40), (64, 7)])
        entries.append({"name": name, "format": kind, "base64": base64.b64encode(data).decode(), "expected": expected})
    for name in SHARED:
        file = ROOT / "../shared/data" / name
        kind = "jpeg" if file.suffix == ".jpg" else "png"
        expected = answers(kind, file, [Image.open(file).size, (224, 224), (1200, 300)])
        entries.append({"name": name, "format": kind, "shared": name, "expected": expected})
    OUTPUT.write_text(json.dumps(entries, indent=2) + "\n")


if __name__ == "__main__":
    main()
