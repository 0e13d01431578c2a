"""Pieces of a file as people are shown them: not at any length, and without what a database does not take."""

from typing import Final

_ROW: Final = 2_000  # characters kept of a rejected row
_CELL: Final = 60  # characters of a cell in a reason


def row(text: str) -> str:
    """A row that was rejected."""
    return _cut(text, _ROW)


def cell(text: str) -> str:
    """A cell in the reason for a rejection."""
    return _cut(text, _CELL)


def _cut(text: str, most: int) -> str:
    shown = text.replace("\0", "\ufffd")
    return shown if len(shown) <= most else f"{shown[:most]}..."
