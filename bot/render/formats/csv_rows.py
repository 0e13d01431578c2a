"""CSV that a spreadsheet opens without running anything, and that can be read back exactly."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

Cell = str | int | float | None

_RISKY = ("=", "+", "-", "@", "\t", "\r", "'")


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: one apostrophe goes before what could be one."""
    return f"'{cell}" if cell.startswith(_RISKY) else cell


def original(cell: str) -> str:
    """What `safe` was given."""
    return cell.removeprefix("'")


def write(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A whole file; numbers stay numbers, None is an empty cell."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(header)
    writer.writerows([safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return file.getvalue()
