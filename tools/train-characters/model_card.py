"""Fills model-card.template.md with the figures of a run."""

from collections import Counter
from pathlib import Path
from string import Template

from classes import LABELS, LOOKALIKES
from evaluate import Figures
from fonts import SPLITS, list_fonts

HERE = Path(__file__).parent


def write_card(
    path: Path, *, work: Path, pictures: int, epochs: int, parameters: int, tested: int, sizes: dict[str, int],
    figures: dict[tuple[str, str], Figures], differences: dict[str, float],
) -> None:  # fmt: skip
    """`figures` by form ("float", "quantized") and style ("clean", "rough"); `sizes` in bytes by file name."""
    rough, clean = figures["quantized", "rough"], figures["quantized", "clean"]
    text = Template((HERE / "model-card.template.md").read_text()).substitute(
        labels=" ".join(LABELS),
        groups=" and ".join("/".join(group) for group in LOOKALIKES),
        fonts=_font_table(work),
        pictures=f"{pictures:,}",
        epochs=epochs,
        parameters=f"{parameters:,}",
        tested=f"{tested:,}",
        accuracy=_accuracy_table(figures),
        right=_percent(rough.confidence_right),
        wrong=_percent(rough.confidence_wrong),
        weakest=", ".join(f"{label} {_percent(share)}" for label, share in _weakest(rough)),
        confusions_clean=_confusions(clean),
        confusions_rough=_confusions(rough),
        differences="\n".join(f"| {form} | {value:.1e} |" for form, value in differences.items()),
        sizes="\n".join(f"| `{name}` | {size:,} |" for name, size in sizes.items()),
    )
    path.write_text(text)


def _font_table(work: Path) -> str:
    rows = []
    for split in SPLITS:
        packages = Counter(font.package for font in list_fonts(work / "fonts", split))
        rows.append(f"| {split} | {len(packages)} | {packages.total()} |")
    return "\n".join(rows)


def _accuracy_table(figures: dict[tuple[str, str], Figures]) -> str:
    return "\n".join(
        f"| {style} | {form} | {_percent(f.top1)} | {_percent(f.grouped)} | {_percent(f.top5)} |"
        for (form, style), f in sorted(figures.items(), key=lambda item: item[0][::-1])
    )


def _weakest(figures: Figures) -> list[tuple[str, float]]:
    return sorted(figures.by_label.items(), key=lambda item: item[1])[:6]


def _confusions(figures: Figures) -> str:
    return ", ".join(f"{glyph} as {label} ({count})" for glyph, label, count in figures.confusions)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
