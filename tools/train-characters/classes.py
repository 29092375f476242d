"""What the model tells apart: 36 labels for 62 characters.

A character alone in a picture has no line to measure it by, so c and C, or o and O, are one shape in any size. Case is
therefore folded for all letters: the label of a letter is its upper case. 0 and O, and 1, I and l, stay apart though many
fonts draw them (nearly) alike, since other fonts do not: the top five then show both, with the probability shared.
"""

from string import ascii_letters, ascii_uppercase, digits

LABELS: str = digits + ascii_uppercase
GLYPHS: str = digits + ascii_letters

#: Labels whose characters many fonts draw alike. The model card also counts a mistake within a group as none.
LOOKALIKES: tuple[str, ...] = ("0O", "1IL")


def label_of(glyph: str) -> int:
    """Index into LABELS of the label of a character of GLYPHS."""
    return LABELS.index(glyph.upper())


def glyphs_of(label: int) -> str:
    """The characters that share a label: "7", or "Aa"."""
    letter = LABELS[label]
    return letter if letter.isdigit() else letter + letter.lower()


def group_of(label: int) -> str:
    """The look-alike group of a label, or the label itself."""
    return next((group for group in LOOKALIKES if LABELS[label] in group), LABELS[label])
