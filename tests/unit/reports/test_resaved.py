"""A report saved again by a spreadsheet is the report that is known already."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from bot.reports.resaved import Halved, Surer, half_days_apart, known_rows
from tests.support.reports import rows_of

DAY = datetime(2026, 11, 20, tzinfo=UTC)


def frame(table: str, load: int | None = None) -> pd.DataFrame:
    """Rows like `08:05:41 | 1 | 7`: the time of day, a person, a word."""
    rows = rows_of("at | person | word\n" + table.strip())
    at = [
        DAY + timedelta(**dict(zip(("hours", "minutes", "seconds"), map(int, row["at"].split(":")), strict=True)))
        for row in rows
    ]
    data = {
        "at": np.array([int(moment.timestamp() * 1_000_000) for moment in at], dtype=np.int64),
        "person": [int(row["person"]) for row in rows],
        "word": [int(row["word"]) for row in rows],
    }
    return pd.DataFrame(data if load is None else data | {"load": load})


HELD = """
    08:05:41 | 1 | 7
    08:09:52 | 1 | 7
    09:02:13 | 2 | 5
    10:30:00 | 3 | 5
"""
SAVED = {
    "without seconds": ("08:05:00|1|7\n08:09:00|1|7\n09:02:00|2|5", "111", "3 rows are those of an earlier load with other seconds"),
    "one of it is new": ("08:05:00|1|7\n08:06:00|1|7", "10", "1 row is that of an earlier load with other seconds"),
    "two where one is known": ("08:05:00|1|7\n08:05:00|1|7", "10", "1 row is that"),
    "an hour later": ("09:05:41|1|7\n09:09:52|1|7\n10:02:13|2|5\n11:30:00|3|5", "1111", "with times 1 hour later"),
    "an hour earlier and without seconds": ("07:05:00|1|7\n07:09:00|1|7\n08:02:00|2|5\n09:30:00|3|5", "1111", "with times 1 hour earlier"),
    "by a zone of half an hour": ("13:35:41|1|7\n13:39:52|1|7\n14:32:13|2|5\n16:00:00|3|5", "1111", "with times 5.5 hours later"),
    "another person": ("08:05:00|2|7", "0", ""),
    "another word": ("08:05:00|1|5", "0", ""),
    "other seconds, and the file shows them": ("08:05:12|1|7\n08:09:13|1|7", "00", ""),
    "two rows an hour apart may be chance": ("09:05:41|1|7\n09:09:52|1|7", "00", ""),
    "an hour later, and newer rows": ("09:05:41|1|7\n09:09:52|1|7\n10:02:13|2|5\n12:00:01|4|5\n12:00:02|5|5", "11100", "2 rows of it are new and stand at the file's own times, which are 1 hour later"),
    "the same without seconds may be chance": ("09:05:00|1|7\n09:09:00|1|7\n10:02:00|2|5\n12:00:00|4|5\n12:01:00|5|5", "00000", ""),
    "an hour later for some of those days alone": ("09:05:41|1|7\n09:09:52|1|7\n10:02:13|2|5\n10:03:00|4|5\n10:04:00|5|5", "00000", ""),
}  # fmt: skip


@pytest.mark.parametrize("what", SAVED)
def test_a_row_of_a_file_saved_again_is_known(what: str) -> None:
    table, known, note = SAVED[what]
    found = known_rows(frame(table), frame(HELD, load=1))
    assert "".join(str(int(flag)) for flag in found.rows) == known
    assert note in found.note
    assert bool(found.note) is ("1" in known)


def test_the_exact_report_may_come_after_the_coarse_one() -> None:
    coarse = frame("08:05:00|1|7\n08:09:00|1|7\n09:02:00|2|5", load=1)
    found = known_rows(frame(HELD), coarse)
    assert found.rows.tolist() == [True, True, True, False]


def test_a_whole_minute_by_chance_in_a_load_with_seconds_is_no_coarse_one() -> None:
    held = frame("08:05:00|1|7\n08:09:52|1|7", load=1)
    assert not known_rows(frame("08:05:41|1|7"), held).rows.any()


def test_without_seconds_so_many_rows_of_several_people_are_no_chance() -> None:
    known = frame(HELD + "11:40:20 | 3 | 7", load=1)
    copy = "09:05:00|1|7\n09:09:00|1|7\n10:02:00|2|5\n11:30:00|3|5\n12:40:00|3|7\n15:00:00|4|5\n15:01:00|5|5"
    found = known_rows(frame(copy), known)
    assert found.rows.tolist() == [True] * 5 + [False] * 2
    assert "2 rows of it are new" in found.note


@pytest.mark.parametrize(("surer", "said"), [
    (Surer.HELD, "which are 1 hour later than the log's, too: load the log itself"),
    (Surer.NEITHER, "Nothing says which of the two clocks is right: if it is this file's, take the earlier load back"),
    (Surer.NEITHER, "Until then the earlier times count. 2 rows of it are new and stand at the file's own"),
    (Surer.FILE, "take the earlier load back (sspr unload 1), and this file's times count."),
])  # fmt: skip
def test_the_note_says_which_clock_is_right_only_where_it_is_known(surer: Surer, said: str) -> None:
    copy = frame("09:05:41|1|7\n09:09:52|1|7\n10:02:13|2|5\n12:00:01|4|5\n12:00:02|5|5")
    assert said in known_rows(copy, frame(HELD, load=1), surer).note


WHOLE = "08:05:41|1|7\n09:02:13|2|5\n13:05:41|1|7\n14:10:02|3|5\n15:20:03|4|5\n23:59:59|5|7"
LOST = "08:05:41|1|7\n09:02:13|2|5\n01:05:41|1|7\n02:10:02|3|5\n03:20:03|4|5\n11:59:59|5|7"
COARSE = "08:05:00|1|7\n09:02:00|2|5\n01:05:00|1|7\n02:10:00|3|5\n03:20:00|4|5\n11:59:00|5|7"
BY_CHANCE = "13:05:41|1|7\n14:10:02|3|5\n15:20:03|4|5"  # and four others of that span
AS_OTHERS = "08:05:00|1|7\n09:02:00|2|5\n10:03:00|3|5\n01:05:00|1|7"  # three as they are, one half a day early
HALVED = {"file": Halved(file=True), "load": Halved(loads=frozenset({1})), "none": Halved()}
HALVES = {  # a file, what load 1 has brought, whose halves of the day may be lost, which rows are known
    "the copy comes later": (LOST, WHOLE, "file", "111111"),
    "the copy came first": (WHOLE, LOST, "load", "111111"),
    "a copy without seconds comes later": (COARSE, WHOLE, "file", "111111"),
    "a copy without seconds came first": (WHOLE, COARSE, "load", "111111"),
    "only its afternoons are left to compare": ("01:05:41|1|7\n02:10:02|3|5\n03:20:03|4|5", WHOLE, "file", "111"),
    "the hour after midnight": ("12:05:41|1|7\n12:06:42|2|5\n01:05:41|1|7", "00:05:41|1|7\n00:06:42|2|5\n13:05:41|1|7", "file", "111"),
    "the copy has newer rows": (LOST + "\n25:59:59|6|7", WHOLE + "\n16:00:00|7|7", "file", "1111110"),
    "neither has lost them": (LOST, WHOLE, "none", "000000"),
    "two may lie so by chance": ("01:05:41|1|7\n02:10:02|3|5", WHOLE, "file", "00"),
    "one may, unless the others are as they were": (AS_OTHERS, WHOLE + "\n10:03:07|3|5", "file", "1111"),
    "the other way round": (WHOLE[:38] + "\n10:03:07|3|5", AS_OTHERS, "load", "1111"),
    "other people's afternoons": ("01:05:41|8|7\n02:10:02|8|5\n03:20:03|8|5", WHOLE, "file", "000"),
    "a few of a file try again half a day later": (BY_CHANCE + "\n13:06:01|1|5\n13:07:02|2|7\n13:08:03|3|7\n13:09:04|4|7", LOST, "load", "0000000"),
    "of a load few try again half a day later": (BY_CHANCE, LOST + "\n03:11:00|6|7\n02:12:00|7|7", "load", "000"),
}  # fmt: skip


@pytest.mark.parametrize("what", HALVES)
def test_rows_half_a_day_apart_are_known_where_am_and_pm_may_be_lost(what: str) -> None:
    table, held, lost, known = HALVES[what]
    found = half_days_apart(frame(table), frame(held, load=1), HALVED[lost])
    assert "".join(str(int(flag)) for flag in found.rows) == known
    assert ("with times 12 hours apart, as where a spreadsheet has lost AM and PM" in found.note) is ("1" in known)
    assert ("1 row of it is new" in found.note) is ("0" in known and "1" in known)
    assert ("(sspr unload 1)" in found.note) is (lost == "load" and "1" in known)
