"""The directory's registration details as a roster, and spans of pulls."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.reports.covered_spans import Pulled, joined
from bot.reports.receipt import ReportKind
from bot.reports.roster import roster_of
from tests.support.fake_graph import person

START = datetime(2026, 11, 1, tzinfo=UTC)


def test_each_person_is_told_with_the_services_own_words() -> None:
    roster = roster_of([person("Dana@contoso.com", methodsRegistered=["passKeyDeviceBound", "email", "email"])])
    assert roster.frame.to_dict("records") == [
        {
            "user": "Dana@contoso.com", "registered": True, "enabled": True, "capable": True, "admin": False,
            "guest": False, "methods": "email + passKeyDeviceBound", "object_id": "",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "column", "expected"),
    [
        ({"userType": "guest"}, "guest", True),
        ({"isAdmin": True}, "admin", True),
        ({"isSsprEnabled": None}, "enabled", False),
        ({"methodsRegistered": None}, "methods", ""),
        ({"methodsRegistered": []}, "methods", ""),
        ({"id": "0A1B2C3D-0000-4000-8000-00000000000A"}, "object_id", "0a1b2c3d-0000-4000-8000-00000000000a"),
        ({"id": "7"}, "object_id", ""),
    ],
)
def test_gaps_and_kinds(said: dict[str, object], column: str, expected: object) -> None:
    assert roster_of([person("dana@contoso.com", **said)]).frame[column].tolist() == [expected]


def test_a_person_told_twice_is_one_and_nobody_is_set_aside() -> None:
    roster = roster_of(
        [person("dana@contoso.com"), person("DANA@contoso.com", isAdmin=True), person("", id="x"), person("bob@x.com")]
    )
    assert roster.rows == 4
    assert roster.frame["admin"].tolist() == [True, False]
    assert [(row.line, row.raw) for row in roster.rejected] == [(3, "x")]


def test_an_empty_roster_has_its_columns() -> None:
    assert list(roster_of([]).frame.columns) == [
        "user", "registered", "enabled", "capable", "admin", "guest", "methods", "object_id",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("spans", "fresh", "expected"),
    [
        ([], (1, 2), [(1, 2)]),
        ([(1, 3)], (2, 4), [(1, 4)]),
        ([(1, 3)], (3, 4), [(1, 4)]),
        ([(1, 3)], (5, 6), [(1, 3), (5, 6)]),
        ([(1, 3), (5, 6)], (2, 5), [(1, 6)]),
        ([(5, 6)], (1, 2), [(1, 2), (5, 6)]),
        ([(1, 9)], (3, 4), [(1, 9)]),
    ],
)
def test_spans_that_touch_become_one(
    spans: list[tuple[int, int]], fresh: tuple[int, int], expected: list[tuple[int, int]]
) -> None:
    def span(days: tuple[int, int]) -> Pulled:
        start, end = (START + timedelta(days=day) for day in days)
        return Pulled(ReportKind.AUDIT, start, end, START + timedelta(days=9))

    found = joined(tuple(map(span, spans)), span(fresh))
    assert [((one.start - START).days, (one.end - START).days) for one in found] == expected


def test_somebody_whose_name_no_database_takes_is_set_aside() -> None:
    roster = roster_of([person("x" * 2_001), person("a\0b"), person("dana@contoso.com")])
    reasons = ["the user is longer than 2,000 characters", "the user holds a NUL character"]
    assert [row.reason for row in roster.rejected] == reasons
    assert roster.frame["user"].tolist() == ["dana@contoso.com"]
