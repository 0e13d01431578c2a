"""Whose an object id is: the directory's list and the audit log say it; where they disagree, nothing does."""

from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest

from bot.reports.coverage import coverage
from bot.reports.parsing.cut_off import RENAMED
from bot.reports.parsing.summary import several_names
from bot.reports.receipt import Receipt, ReportKind
from bot.reports.roster import roster_of
from bot.storage.erasure.erasing import Erasing
from bot.storage.ledger.ledger import Ledger
from bot.storage.ledger.object_ids import ObjectIds
from bot.storage.ledger.roster import Rosters
from tests.support.snapshots import reader_of
from tests.support.steps_table import audit_report

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DANA = "dana@contoso.com"
ONE, TWO, THREE, FOUR, FIVE = (f"0a1b2c3d-0000-4000-8000-00000000000{number}" for number in range(1, 6))

# what the directory's list says, what rows of the log say, what is known
TOLD = [
    ("", [], ""),
    (ONE, [], ONE),
    ("", [ONE], ONE),
    (ONE, [ONE], ONE),
    ("", [ONE, TWO], ""),  # made anew, and nobody says which one is left
    (TWO, [ONE, TWO], TWO),
    (TWO, [ONE], ""),
    ("7", [], ""),
    ("", ["7"], ""),
]


def logged(ledger: Ledger, key: str, activity: str = "flow") -> None:
    """A row of the log that gives Dana this id."""
    report = audit_report(f"08:00:00 | dana | c{key[-1]} | {activity} | ok | User submitted their user ID")
    frame = report.frame.assign(user_id=pd.Series([key], dtype="category"))
    ledger.record(replace(report, frame=frame), f"{key}.json", NOW)


def listed(ledger: Ledger, key: str) -> None:
    """The directory's list, in which Dana has this id."""
    record = {"id": key, "userPrincipalName": DANA, "isSsprRegistered": True, "isSsprEnabled": True}
    Rosters(ledger.tenant).record(roster_of([record]), "directory", NOW)


@pytest.mark.parametrize(("in_list", "in_log", "known"), TOLD)
def test_one_id_is_known_or_none(ledger: Ledger, in_list: str, in_log: list[str], known: str) -> None:
    for key in in_log:
        logged(ledger, key)
    if in_list:
        listed(ledger, in_list)
    assert ObjectIds(ledger.tenant).of(DANA) == known
    assert ObjectIds(ledger.tenant).of("nobody@contoso.com") == ""


def test_the_id_of_a_changed_policy_is_not_that_of_who_changed_it(ledger: Ledger) -> None:
    logged(ledger, ONE, activity="policy change")
    assert ObjectIds(ledger.tenant).of(DANA) == ""


def test_an_id_that_changes_is_a_change_of_the_list(ledger: Ledger) -> None:
    listed(ledger, ONE)
    listed(ledger, TWO)
    assert ObjectIds(ledger.tenant).of(DANA) == TWO


def test_a_list_of_an_earlier_version_is_loaded_again_without_ids(ledger: Ledger) -> None:
    read = roster_of([{"userPrincipalName": DANA, "isSsprRegistered": True, "isSsprEnabled": True}])
    Rosters(ledger.tenant).record(replace(read, frame=read.frame.drop(columns="object_id")), "directory", NOW)
    assert ObjectIds(ledger.tenant).of(DANA) == ""


def test_the_id_of_the_list_is_one_of_the_names_that_are_erased(ledger: Ledger) -> None:
    listed(ledger, ONE)
    erasures = Erasing(ledger.tenant, ledger.tenant)
    names = erasures.names_of(DANA)
    assert names.keys == (DANA, ONE)
    erasures.out_of_ledger(names, NOW)
    assert ObjectIds(ledger.tenant).of(DANA) == ""
    assert not erasures.is_named(names)


def renamed(receipt: Receipt) -> list[str]:
    return [warning for warning in receipt.warnings if RENAMED in warning]


def of_ids(ledger: Ledger, name: str, users: dict[str, list[str]]) -> Receipt:
    """A log in which these people have these ids, a row each."""
    rows = [(user, key) for user, keys in users.items() for key in keys]
    report = audit_report(
        "\n".join(
            f"08:{minute:02}:00 | {user} | {name}{minute} | flow | ok | User submitted their user ID"
            for minute, (user, _) in enumerate(rows)
        )
    )
    frame = report.frame.assign(user_id=pd.Series([key for _, key in rows], dtype="category"))
    return ledger.record(replace(report, frame=frame), f"{name}.json", NOW)


def test_an_account_with_two_names_is_told_in_the_receipt_and_doubted_in_answers(ledger: Ledger) -> None:
    assert not renamed(of_ids(ledger, "a", {"dana": [ONE], "lee": [TWO]}))
    assert not renamed(of_ids(ledger, "b", {"DANA": [ONE], "lee": [TWO, ""]}))  # in other letters, and without an id
    assert renamed(of_ids(ledger, "c", {"dana.berg": [ONE], "lee": [TWO]})) == [several_names(1)]
    assert renamed(of_ids(ledger, "d", {"kim": [THREE], "kim.s": [THREE], "lee": [TWO]})) == [several_names(1)]
    assert not renamed(of_ids(ledger, "e", {"dana.berg": [ONE], "max": [FOUR, FIVE]}))  # made anew under one name
    doubts = coverage(reader_of(ledger).snapshot(NOW), ReportKind.RESET, None, NOW).warnings
    assert [said.partition(" names an account")[0] for said in doubts if RENAMED in said] == ["Load 4", "Load 3"]
