"""Numbers as a little picture made of characters, for places where columns must line up."""

from collections.abc import Sequence

from bot.analysis.answers import TrendPoint
from bot.render.blocks.mrkdwn import clean, clip, escape

_WIDTH = 20
_LABEL = 40
_MOST_ROWS = 31


def bars(rows: Sequence[tuple[str, int | None, str]]) -> list[str]:
    """Label, number, bar and note, one line each; of too many rows the newest, the others counted."""
    shown = [(clip(clean(label), _LABEL), value, note) for label, value, note in rows[-_MOST_ROWS:]]
    most = max((value or 0 for _, value, _ in shown), default=0) or 1
    wide = max((len(label) for label, _, _ in shown), default=0)
    numbers = max((len(_number(value)) for _, value, _ in shown), default=0)
    lines = [
        f"{label:<{wide}}  {_number(value):>{numbers}}  {'█' * round((value or 0) / most * _WIDTH):<{_WIDTH}} {note}"
        for label, value, note in shown
    ]
    lines = [line.rstrip() for line in lines]
    left = len(rows) - len(shown)
    return [f"({left:,} earlier rows left out)", *lines] if left else lines


def _number(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"


def days(points: Sequence[TrendPoint]) -> list[str]:
    """The failed attempts of each day, beside how many there were in all; a day that no load covers has no number."""
    return bars(
        [
            (point.day, point.failures, f"of {point.attempts:,}") if point.covered else (point.day, None, "no data")
            for point in points
        ]
    )


def alt_text(points: Sequence[TrendPoint]) -> str:
    """What a picture of the same days shows, for those who do not see it."""
    if not points:
        return "No days to show"
    worst = max(points, key=lambda point: point.failures)
    total = sum(point.failures for point in points)
    return (
        f"Failed attempts a day from {points[0].day} to {points[-1].day}: {total:,} in all, "
        f"most on {worst.day} ({worst.failures:,}), {points[-1].failures:,} on the last day"
    )


def preformatted(lines: Sequence[str]) -> str:
    """Lines in a block where columns line up and Slack reads no syntax."""
    return "\n".join(["```", *(escape(line.replace("`", "'")) for line in lines), "```"])
