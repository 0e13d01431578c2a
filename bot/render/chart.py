"""Numbers as a little picture made of characters, for places where columns must line up."""

from collections.abc import Sequence

_WIDTH = 20
_MOST_ROWS = 31


def bars(rows: Sequence[tuple[str, int, str]]) -> list[str]:
    """Label, bar and what stands behind it, one line each; of too many rows the newest, the others counted."""
    shown = rows[-_MOST_ROWS:]
    most = max((value for _, value, _ in shown), default=0) or 1
    wide = max((len(label) for label, _, _ in shown), default=0)
    numbers = max((len(f"{value:,}") for _, value, _ in shown), default=0)
    lines = [
        f"{label:<{wide}}  {value:>{numbers},}  {'█' * round(value / most * _WIDTH):<{_WIDTH}} {note}".rstrip()
        for label, value, note in shown
    ]
    left = len(rows) - len(shown)
    return [f"({left:,} earlier rows left out)", *lines] if left else lines


def preformatted(lines: Sequence[str]) -> str:
    """Lines of our own making in a block where columns line up."""
    return "\n".join(["```", *lines, "```"])
