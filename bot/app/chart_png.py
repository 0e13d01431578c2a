"""The picture in a digest's thread: failed attempts a day by cause, readable on light and dark backgrounds."""

import io
import logging
from collections import Counter
from collections.abc import Callable, Sequence

from bot.analysis.answers import TrendPoint

_log = logging.getLogger(__name__)

# Okabe and Ito's colours, told apart with every kind of colour vision; grey is for the rest.
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9")
_REST = "#999999"
_INK = "#6E7781"  # 4.6 : 1 on white, 3.8 : 1 on Slack's dark background
_SIZE = (8.0, 3.2)  # inches
_DOTS = 160  # an inch


def draw(points: Sequence[TrendPoint], title: Callable[[str], str] = str) -> bytes | None:
    """A PNG of the days, the largest causes apart; None when it cannot be drawn, as a digest does not wait for it."""
    try:
        return _png(points, title)
    except Exception as error:  # noqa: BLE001 - whatever a drawing library raises, the digest goes out
        _log.warning("The digest's picture could not be drawn: %s", type(error).__name__)
        return None


def _png(points: Sequence[TrendPoint], title: Callable[[str], str]) -> bytes:
    from matplotlib.figure import Figure  # noqa: PLC0415 - slow to import, seldom needed

    figure = Figure(figsize=_SIZE, dpi=_DOTS, layout="constrained")
    figure.patch.set_alpha(0)
    axes = figure.add_subplot()
    axes.patch.set_alpha(0)
    days = [point.day[5:] for point in points]
    below = [0] * len(points)
    for label, colour, values in _layers(points, title):
        axes.bar(days, values, bottom=below, color=colour, label=label, edgecolor=_INK, linewidth=0.4)
        below = [low + value for low, value in zip(below, values, strict=True)]
    _dress(axes, most=max(below, default=0))
    file = io.BytesIO()
    figure.savefig(file, format="png")  # a Figure of its own draws with Agg
    return file.getvalue()


def _layers(points: Sequence[TrendPoint], title: Callable[[str], str]) -> list[tuple[str, str, list[int]]]:
    """Label, colour and the number of each day: the largest causes, then all others together."""
    totals = Counter[str]()
    for point in points:
        totals.update(dict(point.by_cause))
    largest = [cause for cause, _ in totals.most_common(len(_COLOURS))]
    layers = [
        (title(cause), colour, [dict(point.by_cause).get(cause, 0) for point in points])
        for cause, colour in zip(largest, _COLOURS, strict=False)
    ]
    rest = [point.failures - sum(values[day] for *_, values in layers) for day, point in enumerate(points)]
    return [*layers, ("other causes", _REST, rest)] if any(rest) else layers


def _dress(axes: object, *, most: int) -> None:
    """Few lines, whole numbers, words where there are no numbers."""
    from matplotlib.axes import Axes  # noqa: PLC0415
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    assert isinstance(axes, Axes)
    axes.set_title("Failed attempts a day", color=_INK, loc="left", fontsize=11)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(0, max(1, most) * 1.1)
    axes.tick_params(colors=_INK, labelsize=8)
    axes.grid(axis="y", color=_INK, alpha=0.25, linewidth=0.6)
    axes.set_axisbelow(True)
    for name, spine in axes.spines.items():
        spine.set_visible(name == "bottom")
        spine.set_color(_INK)
    if axes.get_legend_handles_labels()[1]:
        axes.legend(frameon=False, labelcolor=_INK, fontsize=8, loc="upper left", bbox_to_anchor=(1.0, 1.0))
