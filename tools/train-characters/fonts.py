"""The fonts: fetched from Debian's archive into a folder of our own (nothing is installed), and told apart by split."""

import re
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from classes import GLYPHS

HERE = Path(__file__).parent
SPLITS = ("train", "validation", "test")


@dataclass(frozen=True)
class Package:
    split: str
    name: str
    version: str


@dataclass(frozen=True)
class Font:
    """One face: a file of a package."""

    package: str
    path: str


def read_packages() -> list[Package]:
    """The lines of fonts.txt: split, Debian package, version."""
    lines = (HERE / "fonts.txt").read_text().splitlines()
    packages = [Package(*line.split()) for line in lines if line and not line.startswith("#")]
    wrong = [package for package in packages if package.split not in SPLITS]
    if wrong:
        raise ValueError(f"fonts.txt: no such split: {wrong[0]}")
    return packages


def fetch_fonts(folder: Path) -> None:
    """Downloads and unpacks what is not there yet. Needs `apt-get update` to have run. The version that the archive has is
    taken where the one of fonts.txt is gone from it, and that is said, since the figures may then differ a little."""
    folder.mkdir(parents=True, exist_ok=True)
    for package in read_packages():
        target = folder / package.name
        if target.exists():
            continue
        exact = f"{package.name}={package.version}"
        if subprocess.run(["apt-get", "download", exact], cwd=folder, capture_output=True).returncode != 0:
            print(f"{exact} is not to be had: taking the version that is", flush=True)
            subprocess.run(["apt-get", "download", package.name], cwd=folder, check=True, capture_output=True)
        (archive,) = folder.glob(f"{package.name}_*.deb")
        subprocess.run(["dpkg-deb", "-x", archive, target], check=True)
        archive.unlink()


def list_fonts(folder: Path, split: str) -> list[Font]:
    """The usable faces of a split, in an order that does not depend on the file system."""
    found = []
    for package in read_packages():
        if package.split != split:
            continue
        for path in sorted((folder / package.name).rglob("*")):
            if path.suffix.lower() in (".ttf", ".otf") and not path.is_symlink() and _is_usable(str(path)):
                found.append(Font(package.name, str(path)))
    return found


# Faces that draw other things in the places of letters, small capitals and outlines that are no print one reads, and
# spellings of one face twice (an .otf and a .ttf with the same stem are both kept: their outlines differ).
_UNFIT = re.compile(
    r"symbol|dingbat|ornament|initials|keyboard|D050000L|math|StandardSymbols|smallcap|caps|-sc\b|SC\.|Swash|hinted-?old"
    r"|Demonstration|Outline|Stencil|Shadow|Variable|\[|-VF|upright-?cursive|Z003|chancery|Chorus|cmuntt?i?u|Pict",
    re.IGNORECASE,
)


@cache
def _is_usable(path: str) -> bool:
    """Has a drawn glyph of its own for every character that we teach."""
    if _UNFIT.search(Path(path).name):
        return False
    try:
        font = TTFont(path, lazy=True)
        cmap = font.getBestCmap() or {}
        names = [cmap.get(ord(glyph)) for glyph in GLYPHS]
    except Exception:  # A face that cannot be read is a face that we do without.
        return False
    return None not in names and ".notdef" not in names
