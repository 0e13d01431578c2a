"""Rosters as files, day after day: the newest says how each person stands, every day keeps its counts."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.analysis.people.person_search import Matching
from bot.analysis.rollout import rollout
from bot.analysis.roster.cutoffs import cutoffs
from bot.analysis.status import PersonStatus, status
from bot.knowledge.catalogue import load
from bot.reports.coverage import doubts_of_list
from bot.reports.formats.roster_file import NONE_REGISTERED
from bot.reports.snapshot import Snapshot
from bot.storage.database import open_database
from bot.storage.ledger.ledger import Ledger
from bot.storage.ledger.roster import AT_ONCE, Rosters
from bot.storage.tenant import Tenant
from tests.support.handed_over import csv_text, read_text
from tests.support.snapshots import reader_of

MONDAY = datetime(2026, 11, 16, 3, tzinfo=UTC)
NOW = MONDAY + timedelta(days=9)
COLUMNS = ("userPrincipalName", "isSsprRegistered", "isSsprEnabled", "methodsRegistered", "lastUpdatedDateTime")
People = dict[str, str]  # name -> methods, "" for nothing registered


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(Tenant(open_database(f"sqlite:///{tmp_path / 'sspr.db'}"), "contoso"), load())


def roster(people: People, day: int | None) -> str:
    at = "" if day is None else (MONDAY + timedelta(days=day)).isoformat()
    rows = [[f"{name}@contoso.com", str(bool(said)), "True", said, at] for name, said in people.items()]
    return csv_text(COLUMNS, rows)


def loaded(ledger: Ledger, *files: tuple[People, int | None]) -> tuple[Snapshot, list[tuple[str, ...]]]:
    """What is known after these were loaded, and what each receipt warned of."""
    warnings = []
    for number, (people, day) in enumerate(files):
        (read,) = read_text(roster(people, day)).rosters
        receipt = Rosters(ledger.tenant).record(read, f"roster {number}.csv", NOW + timedelta(minutes=number))
        warnings.append(receipt.warnings)
        assert receipt.rows == receipt.new + receipt.repeated + receipt.changed + receipt.rejected_count
    return reader_of(ledger).snapshot(NOW + timedelta(hours=1)), warnings


def stands(snapshot: Snapshot) -> dict[str, str]:
    frame = snapshot.roster.pandas
    names = frame["user"].astype(str).str.partition("@")[0]
    return dict(sorted(zip(names, frame["methods"].astype(str), strict=True)))


def counts(snapshot: Snapshot) -> list[tuple[int, int, int]]:
    """Day after Monday, members, and who of them is missing."""
    return [((one.day - MONDAY.date()).days, one.members, one.missing) for one in snapshot.roster_history]


BEFORE: People = {"dana": "", "lee": "email", "max": "mobilePhone"}
AFTER: People = {"dana": "email", "lee": "email", "kim": ""}


@pytest.mark.parametrize("newest_first", [False, True])
def test_the_newest_file_counts_in_whichever_order_they_are_loaded(newest_first: bool, ledger: Ledger) -> None:
    files: list[tuple[People, int | None]] = [(BEFORE, 0), (AFTER, 4)]
    snapshot, warnings = loaded(ledger, *(files[::-1] if newest_first else files))
    assert stands(snapshot) == {"dana": "email", "kim": "", "lee": "email"}
    assert counts(snapshot) == [(0, 3, 1), (4, 3, 1)]
    expected = (
        "A newer roster is known: of this one only the counts of 2026-11-16 are kept."
        if newest_first
        else "1 person is not in it any more: disabled or deleted, or left out of the file."
    )
    assert warnings[1] == (expected,)


def test_a_day_between_two_known_ones_adds_its_counts_and_changes_nobody(ledger: Ledger) -> None:
    snapshot, _ = loaded(ledger, (BEFORE, 0), (AFTER, 4), ({"dana": "", "lee": "", "max": ""}, 2))
    assert stands(snapshot) == {"dana": "email", "kim": "", "lee": "email"}
    assert counts(snapshot) == [(0, 3, 1), (2, 3, 3), (4, 3, 1)]


def test_the_later_of_two_files_of_one_day_counts(ledger: Ledger) -> None:
    snapshot, _ = loaded(ledger, (BEFORE, 0), (AFTER, 0))
    assert stands(snapshot) == {"dana": "email", "kim": "", "lee": "email"}
    assert counts(snapshot) == [(0, 3, 1)]


def test_the_same_file_again_adds_nothing(ledger: Ledger) -> None:
    once, _ = loaded(ledger, (BEFORE, 0))
    twice, _ = loaded(ledger, (BEFORE, 0))
    assert (stands(twice), counts(twice)) == (stands(once), counts(once))


def test_a_file_without_a_date_is_as_of_its_load(ledger: Ledger) -> None:
    snapshot, warnings = loaded(ledger, (BEFORE, 0), (AFTER, None))
    assert stands(snapshot) == {"dana": "email", "kim": "", "lee": "email"}
    assert counts(snapshot) == [(0, 3, 1), (9, 3, 1)]
    assert any("has no date that can be read" in warning for warning in warnings[1])


def test_every_day_keeps_how_many_lose_reset(ledger: Ledger) -> None:
    two: People = {"ann": "email", "bob": "email", "dana": "mobilePhone", "lee": "mobilePhone"}
    taken, _ = loaded(ledger, (two, 0), (two | {"dana": "email"}, 7), ({"ann": "email"}, 8))
    assert [one.losing for one in taken.roster_history] == [2, 1, 0]


WHOLE: People = {f"u{number}": "email" * (number % 2) for number in range(12)}
MISSING: People = {name: methods for name, methods in WHOLE.items() if not methods}


def test_a_list_filtered_by_who_is_not_registered_is_doubted_until_a_newer_whole_one(ledger: Ledger) -> None:
    before, _ = loaded(ledger, (WHOLE, 0))
    assert (doubts_of_list(before), rollout(before, None, now=NOW).doubted) == ((), False)
    filtered, warnings = loaded(ledger, (MISSING, 2))
    assert warnings[0][1].startswith(NONE_REGISTERED)
    answer = rollout(filtered, None, now=NOW)
    (doubt,) = doubts_of_list(filtered)
    assert doubt in answer.coverage.warnings
    assert doubt in cutoffs(filtered, None, catalogue=load(), now=NOW).coverage.warnings
    assert (answer.doubted, answer.history, answer.burn_down) == (True, (), None)
    gone = status(filtered, "u1@contoso.com", matching=Matching.ADDRESS, catalogue=load(), now=NOW)
    assert isinstance(gone, PersonStatus)
    assert (gone.stranger, gone.unlisted, doubt in gone.coverage.warnings) == (False, False, True)
    after, _ = loaded(ledger, (WHOLE, 4))
    assert (doubts_of_list(after), rollout(after, None, now=NOW).doubted) == ((), False)
    assert counts(after) == [(0, 12, 6), (4, 12, 6)]


def test_of_many_people_everybody_stands_as_the_file_says(ledger: Ledger) -> None:
    many = {f"person{number:05}": ("", "email", "mobilePhone")[number % 3] for number in range(2 * AT_ONCE + 1)}
    snapshot, _ = loaded(ledger, (many, 0))
    assert stands(snapshot) == many
