"""Makes every model file of the repository: fonts, training, export, evaluation, test models, model card."""

import argparse
from pathlib import Path

from bad_models import write_bad_models
from classes import LABELS
from dataset import load_dataset
from evaluate import evaluate
from export import export_float, export_quantized
from fonts import fetch_fonts
from model_card import write_card
from samples import draw_samples, write_expected
from small_models import write_small_models
from train import SEED, load_trained, train

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "examples/functions/image-classify/model"
TESTS = ROOT / "tests/models"
TESTED = 7200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="fonts, pictures and weights are kept here")
    parser.add_argument("--pictures", type=int, default=200_000)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--keep-weights", action="store_true", help="do not train if an earlier run's weights are there")
    options = parser.parse_args()
    work: Path = options.work
    work.mkdir(parents=True, exist_ok=True)
    for folder in (SHIPPED, TESTS):
        folder.mkdir(parents=True, exist_ok=True)

    fetch_fonts(work / "fonts")
    trained = options.keep_weights and (work / "characters.weights.h5").exists()
    model = load_trained(work) if trained else train(work, options.pictures, options.epochs)

    quantized, floating = SHIPPED / "characters.tflite", TESTS / "characters-float.tflite"
    calibration = load_dataset(work, "validation", "mixed", 3600, SEED).images[:500]
    export_quantized(model, calibration, quantized)
    export_float(model, TESTS)
    (SHIPPED / "labels.txt").write_text("\n".join(LABELS) + "\n")
    write_small_models(TESTS / "small")
    write_bad_models(TESTS, TESTS / "bad")
    differences = write_expected(draw_samples(work, TESTS / "samples"), TESTS, quantized)

    figures = {
        (form, style): evaluate(path, load_dataset(work, "test", style, TESTED, SEED))
        for form, path in (("quantized", quantized), ("float", floating))
        for style in ("clean", "rough")
    }
    files = [quantized, *sorted(TESTS.glob("characters-float.*"))]
    write_card(
        SHIPPED / "model-card.md",
        work=work,
        pictures=options.pictures,
        epochs=options.epochs,
        parameters=model.count_params(),
        tested=TESTED,
        sizes={path.name: path.stat().st_size for path in files},
        figures=figures,
        differences=differences,
    )
    for (form, style), figure in figures.items():
        print(f"{form}, {style}: {figure.top1:.4f}, grouped {figure.grouped:.4f}, top five {figure.top5:.4f}")


if __name__ == "__main__":
    main()
