"""Numbers as a little picture made of characters, for places where columns must line up."""

from collections.abc import Sequence

from bot.render.blocks.mrkdwn import clean, clip, escape

WIDTH = 20  # characters of the longest bar
_LABEL = 40
_MOST_ROWS = 31


def bars(rows: Sequence[tuple[str, int | None, str]], width: int = WIDTH) -> list[str]:
    """Label, number, bar and note, one line each; of too many rows the newest, the others counted."""
    shown = [(clip(clean(label), _LABEL), value, note) for label, value, note in rows[-_MOST_ROWS:]]
    most = max((value or 0 for _, value, _ in shown), default=0) or 1
    wide = max((len(label) for label, _, _ in shown), default=0)
    numbers = max((len(_number(value)) for _, value, _ in shown), default=0)
    lines = [
        f"{label:<{wide}}  {_number(value):>{numbers}}  {'█' * round((value or 0) / most * width):<{width}} {note}"
        for label, value, note in shown
    ]
    lines = [line.rstrip() for line in lines]
    left = len(rows) - len(shown)
    return [f"({left:,} earlier rows left out)", *lines] if left else lines


def _number(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"


def preformatted(lines: Sequence[str]) -> str:
    """Lines in a block where columns line up and Slack reads no syntax."""
    return "\n".join(["```", *(escape(line.replace("`", "'")) for line in lines), "```"])
