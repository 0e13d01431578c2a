"""Charts that Slack draws itself: whole and finite numbers, unique labels, days without data left out and said."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.render.blocks import limits
from bot.render.blocks.blocks import context
from bot.render.blocks.data_table import data_table
from bot.render.blocks.message import Block
from bot.render.blocks.mrkdwn import clean
from bot.render.blocks.wording import count, listing

_STEPS = (1, 2, 7, 28)  # days to a bar
_EVERY = {1: "a day", 7: "a week"}

Values = Sequence[int] | None  # one number for each series; None: nothing is known of this day


@dataclass(frozen=True, slots=True)
class _Bin:
    label: str
    values: tuple[int, ...]


def chart(kind: str, title: str, series: Mapping[str, Sequence[float]], labels: Sequence[str]) -> Block:
    """A `bar`, `line` or `area` chart; {} without points. Raises ValueError for more points than Slack draws."""
    if len(labels) > limits.CHART_POINTS or len(series) > limits.CHART_SERIES:
        raise ValueError("more points or series than a chart holds")
    if not labels or not series:
        return {}
    categories = unique(labels)
    names = unique(list(series))
    return {
        "type": "data_visualization",
        "title": clean(title)[: limits.CHART_TITLE],
        "chart": {
            "type": kind,
            "series": [
                {"name": name, "data": [_point(*point) for point in zip(categories, values, strict=True)]}
                for name, values in zip(names, series.values(), strict=True)
            ],
            "axis_config": {"categories": categories},
        },
    }


def unique(labels: Sequence[str]) -> list[str]:
    """Labels within their length, none of them twice: what cutting makes equal is numbered."""
    found: list[str] = []
    for label in labels:
        cut = _shortened(clean(label), limits.CHART_LABEL) or "-"
        number = 2
        while cut in found:
            tail = f" {number}"
            cut, number = f"{_shortened(clean(label) or '-', limits.CHART_LABEL - len(tail))}{tail}", number + 1
        found.append(cut)
    return found


def _shortened(label: str, most: int) -> str:
    return label if len(label) <= most else f"{label[: most - 1]}…"


def daily(
    what: str,
    names: Sequence[str],
    days: Sequence[tuple[str, Values]],
    kind: str = "bar",
    *,
    part: Collection[str] = (),
) -> list[Block]:
    """Sums of ISO days, as many days to a bar as it takes; a day of which nothing is known is no bar, and is counted.

    The bars end with the newest day, so that only the oldest may hold fewer days; its label says which. A bar with a
    day in `part`, of which only hours are known, is marked, and its day is named.
    """
    step = _step(len(days))
    bins = [made for some in _split(days, step) if (made := _bin(some, step, part)) is not None]
    series = {name: [one.values[number] for one in bins] for number, name in enumerate(names)}
    drawn = chart(kind, f"{what} {_EVERY.get(step, f'every {step} days')}", series, [one.label for one in bins])
    most = _most(days) if step > 1 and len(names) == 1 else ""
    return [block for block in (drawn, context(most, _unknown(days), _hours_alone(days, part))) if block]


def each_day(
    caption: str, head: Sequence[str], days: Sequence[tuple[str, Values]], *, part: Collection[str] = ()
) -> list[Block]:
    """A row for each of the ISO days, newest first, where the chart joins several to a bar; else [], as each has one.

    `head` names the numbers of a day.
    """
    if len(days) <= limits.CHART_POINTS:
        return []
    nothing = ["no data"] * len(head)
    names = [f"{day_label(date.fromisoformat(day))}{' (part)' if day in part else ''}" for day, _ in days]
    rows = [[name, *(nothing if numbers is None else numbers)] for name, (_, numbers) in zip(names, days, strict=True)][
        ::-1
    ]
    return data_table(caption, ["Day", *head], rows, one="day")


def bars_of(block: Block) -> tuple[str, list[tuple[str, int, str]]]:
    """A chart as its title and rows of label, first number and the other numbers: for where none is drawn."""
    first, *more = block["chart"]["series"]
    rows = [
        (point["label"], round(point["value"]), ", ".join(_named(one, at) for one in more))
        for at, point in enumerate(first["data"])
    ]
    title, name = block["title"], first["name"]
    return f"{title} (bars: {name})" if more and name.casefold() not in title.casefold() else title, rows


def day_label(day: date) -> str:
    """`Mon 23 Nov`."""
    return f"{day:%a} {day.day} {day:%b}"


def _named(series: Block, at: int) -> str:
    return f"{series['name']} {series['data'][at]['value']:,}"


def _point(label: str, value: float) -> Block:
    number = value.item() if hasattr(value, "item") else value  # numpy's own numbers are no JSON
    if not math.isfinite(number):
        raise ValueError("a chart takes finite numbers alone")
    return {"label": label, "value": number}


def _step(days: int) -> int:
    fitting = (step for step in _STEPS if days <= step * limits.CHART_POINTS)
    return next(fitting, math.ceil(days / limits.CHART_POINTS))


def _split(days: Sequence[tuple[str, Values]], step: int) -> list[Sequence[tuple[str, Values]]]:
    first = len(days) % step
    starts = [*([0] if first else []), *range(first, len(days), step)]
    return [days[start : first if first and not start else start + step] for start in starts]


def _bin(days: Sequence[tuple[str, Values]], step: int, part_of: Collection[str]) -> _Bin | None:
    known = [values for _, values in days if values is not None]
    if not known:
        return None
    label = _label(date.fromisoformat(days[0][0]), date.fromisoformat(days[-1][0]), step)
    part = " (part)" if len(known) < len(days) or any(day in part_of for day, _ in days) else ""
    return _Bin(f"{label}{part}", tuple(map(sum, zip(*known, strict=True))))


def _label(first: date, last: date, step: int) -> str:
    if step > _STEPS[2]:
        return f"{first.day} {first:%b %Y}"
    if first == last:
        return day_label(first)
    begin = f"{first.day}" if first.month == last.month else f"{first.day} {first:%b}"
    return f"{begin}-{last.day} {last:%b}"


def _most(days: Sequence[tuple[str, Values]]) -> str:
    """The day of the most, which a bar of several days hides; "" where there is none, or several have as many."""
    counted = [(values[0], day) for day, values in days if values]
    number = max((each for each, _ in counted), default=0)
    when = [day for each, day in counted if each == number]
    return (
        f"Most on one day: {number:,}, on {day_label(date.fromisoformat(when[0]))}." if number and not when[1:] else ""
    )


def _unknown(days: Sequence[tuple[str, Values]]) -> str:
    missing = [date.fromisoformat(day) for day, values in days if values is None]
    if not missing:
        return ""
    runs = _runs(missing)
    shown = ", ".join(_label(first, last, 1) for first, last in runs[:4])
    more = f" and {count(len(runs) - 4, 'more span')}" if len(runs) > 4 else ""  # noqa: PLR2004
    return f"No data for {count(len(missing), 'day')}, which is not the same as none: {shown}{more}."


def _hours_alone(days: Sequence[tuple[str, Values]], part: Collection[str]) -> str:
    hours = [date.fromisoformat(day) for day, values in days if values is not None and day in part]
    if not hours:
        return ""
    return f"Of {listing([_label(first, last, 1) for first, last in _runs(hours)])} only a part is counted."


def _runs(days: Sequence[date]) -> list[tuple[date, date]]:
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = runs[-1][0], day
        else:
            runs.append((day, day))
    return runs
