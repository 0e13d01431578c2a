"""Pieces of a file as people are shown them: not at any length, and without what a database does not take."""

from typing import Final

_ROW: Final = 2_000  # characters kept of a rejected row
_CELL: Final = 60  # characters of a cell in a reason
_MOST_CHARACTERS: Final = 2_000  # of a word that is kept
MOST_BYTES: Final = 2_400


def row(text: str) -> str:
    """A row that was rejected."""
    return _cut(text, _ROW)


def cell(text: str) -> str:
    """A cell in the reason for a rejection."""
    return _cut(text, _CELL)


def _cut(text: str, most: int) -> str:
    shown = text.replace("\0", "\ufffd")
    return shown if len(shown) <= most else f"{shown[:most]}..."


def unfit(word: str) -> str:
    """Why a word cannot be kept, as the end of a sentence; "" when it can."""
    if len(word) > _MOST_CHARACTERS:
        return f"is longer than {_MOST_CHARACTERS:,} characters"
    if any("\ud800" <= char <= "\udfff" for char in word):  # a JSON escape may leave half a character
        return "holds half a character"
    if max(len(word.encode()), len(word.casefold().encode())) > MOST_BYTES:
        return f"is longer than {MOST_BYTES:,} bytes"
    return "holds a NUL character" if "\0" in word else ""
