import struct
from datetime import date, timedelta

import pytest

from bot.analysis.answers import TrendPoint
from bot.app import chart_png
from bot.app.chart_png import draw
from bot.render.blocks.bar_chart import alt_text, days


def point(day: int, failures: int, *by_cause: tuple[str, int]) -> TrendPoint:
    shown = date(2017, 2, 15) + timedelta(days=day)
    return TrendPoint(shown.isoformat(), failures * 2, failures, failures, 0, by_cause)


FORTNIGHT = [point(day, day, ("no_license", day // 2), ("onprem_unreachable", day - day // 2)) for day in range(14)]


def test_the_picture_is_a_png_as_wide_as_a_channel() -> None:
    drawn = draw(FORTNIGHT)
    assert drawn is not None
    assert drawn.startswith(b"\x89PNG")
    assert struct.unpack(">II", drawn[16:24]) == (1280, 512)
    assert len(drawn) < 100_000


@pytest.mark.parametrize("points", [[], [point(0, 0)], FORTNIGHT[:1]])
def test_few_days_and_days_without_failures_are_drawn_too(points: list[TrendPoint]) -> None:
    assert draw(points) is not None


def test_each_large_cause_has_a_colour_and_a_name_and_the_small_ones_are_told_together() -> None:
    causes = tuple((f"cause{number}", number + 1) for number in range(8))
    layers = chart_png._layers([point(0, sum(size for _, size in causes) + 2, *causes)], str.title)
    assert [(label, values) for label, _, values in layers] == [
        ("Cause7", [8]),
        ("Cause6", [7]),
        ("Cause5", [6]),
        ("Cause4", [5]),
        ("Cause3", [4]),
        ("other causes", [8]),
    ]
    assert len({colour for _, colour, _ in layers}) == 6


def test_what_cannot_be_drawn_is_none_and_said_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    def broken(cause: str) -> str:
        raise ValueError(cause)

    assert draw(FORTNIGHT, broken) is None
    assert [record.getMessage() for record in caplog.records] == ["The digest's picture could not be drawn: ValueError"]


def test_the_picture_has_a_sentence_and_a_twin_made_of_characters() -> None:
    assert alt_text(FORTNIGHT).startswith("Failed attempts a day from 2017-02-15 to 2017-02-28: 91 in all")
    assert len(days(FORTNIGHT)) == 14
