"""What a load does to the ledger."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.reports.covered_spans import Pulled
from bot.reports.receipt import Rejected, ReportKind
from bot.storage.ledger.checkpoints import PullCheckpoints
from bot.storage.ledger.ledger import Ledger
from bot.storage.snapshots.current import CurrentSnapshots
from bot.storage.tenant import Tenant
from tests.support.reports import drawn_report
from tests.support.snapshots import reader_of

NOW = datetime(2017, 3, 1, 12, tzinfo=UTC)
SOURCES = {"audit": ReportKind.AUDIT, "roster": ReportKind.ROSTER}

TWO_DAYS = """
    user            | at                   | result    | detail
    ann@contoso.com | 2017-02-27T08:00:00Z | Failed    | User does not have a license.
    bob@contoso.com | 2017-02-28T09:00:00Z | Succeeded | User successfully reset password
"""


def test_a_first_load_adds_every_row(ledger: Ledger) -> None:
    receipt = ledger.record(drawn_report(TWO_DAYS), "feb.csv", NOW)
    assert (receipt.rows, receipt.new, receipt.repeated, receipt.position) == (2, 2, 0, 2)
    assert (receipt.first, receipt.last) == (datetime(2017, 2, 27, 8, tzinfo=UTC), datetime(2017, 2, 28, 9, tzinfo=UTC))


def test_the_same_file_again_adds_nothing(ledger: Ledger) -> None:
    ledger.record(drawn_report(TWO_DAYS), "feb.csv", NOW)
    receipt = ledger.record(drawn_report(TWO_DAYS), "feb.csv", NOW)
    assert (receipt.new, receipt.repeated, receipt.position) == (0, 2, 2)


def test_an_overlapping_file_adds_only_what_is_new(ledger: Ledger) -> None:
    ledger.record(drawn_report(TWO_DAYS), "feb.csv", NOW)
    later = TWO_DAYS + "    cyd@contoso.com | 2017-03-01T07:00:00Z | Failed | User does not have a license.\n"
    receipt = ledger.record(drawn_report(later), "march.csv", NOW)
    assert (receipt.new, receipt.repeated) == (1, 2)


def test_two_equal_rows_of_one_file_stay_two_and_come_again_as_two(ledger: Ledger) -> None:
    twice = """
        user            | at                   | result | detail
        ann@contoso.com | 2017-02-27T08:00:00Z | Failed | User does not have a license.
        ann@contoso.com | 2017-02-27T08:00:00Z | Failed | User does not have a license.
    """
    assert ledger.record(drawn_report(twice), "a.csv", NOW).new == 2
    again = ledger.record(drawn_report(twice), "a.csv", NOW)
    assert (again.new, again.repeated) == (0, 2)
    assert len(reader_of(ledger).snapshot(NOW).attempts) == 2


def test_a_second_equal_row_in_a_later_file_is_new(ledger: Ledger) -> None:
    once = "user|at|result|detail\nann@contoso.com|2017-02-27T08:00:00Z|Failed|x"
    ledger.record(drawn_report(once), "a.csv", NOW)
    receipt = ledger.record(drawn_report(once + "\n" + once.splitlines()[1]), "b.csv", NOW)
    assert (receipt.new, receipt.repeated) == (1, 1)


SPELLED = """
    in the loads                                        | shown
    Ann@Contoso.com                                     | Ann@Contoso.com
    Ann@Contoso.com, ann@contoso.com                    | ann@contoso.com
    ann@contoso.com, Ann@Contoso.com                    | ann@contoso.com
    ANN@CONTOSO.COM, Ann@Contoso.Com, ann@contoso.com   | ann@contoso.com
    ann@contoso.com; ANN@CONTOSO.COM                    | ann@contoso.com
    Ann@Contoso.com; ann@contoso.com                    | Ann@Contoso.com
"""  # a page takes a user ID in any case: whoever typed capitals once is not called so for ever


@pytest.mark.parametrize(("loads", "shown"), [line.split("|") for line in SPELLED.strip().splitlines()[1:]])
def test_one_person_in_several_spellings_is_one_person(ledger: Ledger, loads: str, shown: str) -> None:
    for number, users in enumerate(loads.split(";")):
        rows = [f"{user.strip()}|2017-02-2{number}T08:00:00Z|Failed|{n}" for n, user in enumerate(users.split(","))]
        ledger.record(drawn_report("\n".join(["user|at|result|detail", *rows])), f"{number}.csv", NOW)
    people = reader_of(ledger).snapshot(NOW).people
    assert (list(people.keys), list(people.shown)) == (["ann@contoso.com"], [shown.strip()])


def test_a_row_with_an_id_of_its_own_is_known_by_it_and_takes_a_new_place_when_it_changes(ledger: Ledger) -> None:
    before = "user|at|result|detail|event_id\nann@contoso.com|2017-02-27T08:00:00Z|Failed|x|e1"
    ledger.record(drawn_report(before), "a.json", NOW)
    same = ledger.record(drawn_report(before), "a.json", NOW)
    changed = ledger.record(drawn_report(before.replace("Failed", "Succeeded")), "b.json", NOW)
    assert (same.new, same.repeated, same.changed) == (0, 1, 0)
    assert (changed.new, changed.repeated, changed.changed, changed.position) == (0, 0, 1, 2)
    attempts = reader_of(ledger).snapshot(NOW).attempts.pandas
    assert attempts[["position", "result"]].to_numpy().tolist() == [[2, "Succeeded"]]


def test_the_other_report_shares_the_ledger_and_its_places(ledger: Ledger) -> None:
    ledger.record(drawn_report(TWO_DAYS), "feb.csv", NOW)
    table = "user|at|datum\nann@contoso.com|2017-02-20T08:00:00Z|Mobile Phone"
    receipt = ledger.record(drawn_report(table, ReportKind.REGISTRATION), "reg.csv", NOW)
    assert (receipt.new, receipt.position) == (1, 3)
    snapshot = reader_of(ledger).snapshot(NOW)
    assert snapshot.registrations.pandas["user"].tolist() == ["ann@contoso.com"]
    assert snapshot.position == 3


def test_tenants_do_not_see_each_other(ledger: Ledger) -> None:
    ledger.record(drawn_report(TWO_DAYS), "feb.csv", NOW)
    other = Ledger(Tenant(ledger.tenant.engine, "fabrikam"), ledger.catalogue)
    assert reader_of(other).snapshot(NOW).attempts.pandas.empty
    assert other.record(drawn_report(TWO_DAYS), "feb.csv", NOW).new == 2


def test_rejected_rows_are_kept_with_line_and_reason(ledger: Ledger) -> None:
    bad = Rejected(7, "the time 31/31/2017 cannot be read", "bob,User,31/31/2017")
    receipt = ledger.record(drawn_report(TWO_DAYS, rejected=[bad]), "feb.csv", NOW)
    assert (receipt.rows, receipt.new, receipt.rejected_count) == (3, 2, 1)
    assert reader_of(ledger).snapshot(NOW).receipts[0].rejected == (bad,)


def test_unknown_details_and_values_are_counted_and_kept(ledger: Ledger) -> None:
    table = """
        user | at                   | methods     | result | detail
        ann  | 2017-02-27T08:00:00Z | Carrier Pigeon | Weird | The moon was in the way
        bob  | 2017-02-27T08:00:00Z |             | Failed | The moon was in the way
    """
    receipt = ledger.record(drawn_report(table), "a.csv", NOW)
    assert receipt.unknown_details == (("The moon was in the way", 2),)
    assert receipt.unknown_values == (("result: Weird", 1), ("methods: Carrier Pigeon", 1))
    attempts = reader_of(ledger).snapshot(NOW).attempts.pandas
    assert attempts["result"].tolist() == ["Unrecognised", "Failed"]
    assert attempts["detail"].tolist() == ["?The moon was in the way"] * 2
    assert attempts["cause"].tolist() == ["unrecognised"] * 2


def test_rows_come_out_in_time_order_whatever_order_they_were_loaded_in(ledger: Ledger) -> None:
    ledger.record(drawn_report("user|at|result|detail\nann|2017-02-28T08:00:00Z|Failed|x"), "late.csv", NOW)
    ledger.record(drawn_report("user|at|result|detail\nbob|2017-02-27T08:00:00Z|Failed|x"), "early.csv", NOW)
    snapshot = reader_of(ledger).snapshot(NOW)
    assert snapshot.attempts.pandas["user"].tolist() == ["bob", "ann"]
    assert snapshot.attempts.pandas["position"].tolist() == [2, 1]
    ann = snapshot.people.number("ann")
    assert ann is not None
    assert snapshot.attempts_of.rows(ann).tolist() == [1]


def test_a_file_is_remembered_by_path_and_fingerprint(ledger: Ledger) -> None:
    ledger.record(drawn_report(TWO_DAYS), "feb.csv", NOW, "120-1")
    assert ledger.has_loaded("feb.csv", "120-1", NOW)
    assert not ledger.has_loaded("feb.csv", "121-2", NOW)
    assert not ledger.has_loaded("march.csv", "120-1", NOW)


def test_the_version_changes_with_every_load_even_one_that_adds_nothing(ledger: Ledger) -> None:
    versions = [reader_of(ledger).version()]
    for _ in range(2):
        ledger.record(drawn_report(TWO_DAYS), "feb.csv", NOW)
        versions.append(reader_of(ledger).version())
    assert versions == [(0, 0, 0, 0), (2, 1, 0, 0), (2, 2, 0, 0)]


# Pulls of an hour, by the minutes from NOW to their ends.
@pytest.mark.parametrize("pulls", [
    [("roster", 0), ("audit", 0)],  # at one moment
    [("roster", 0), ("audit", -1)],  # the clock was set back
    [("audit", 0), ("roster", 5), ("audit", 4)],  # and no span was added
    [("audit", 0), ("audit", -30)],
])  # fmt: skip
def test_a_running_bot_sees_every_pull_whatever_the_clock_said(ledger: Ledger, pulls: list[tuple[str, int]]) -> None:
    running = CurrentSnapshots(reader_of(ledger), lambda: NOW)
    checkpoints = PullCheckpoints(ledger.tenant)
    running.refresh()
    for source, minutes in pulls:
        report, end = SOURCES[source], NOW + timedelta(minutes=minutes)
        checkpoints.finish(Pulled(report, end - timedelta(hours=1), end, end))
        assert running.refresh()
        assert not running.refresh()
        assert running.current().pulls == reader_of(ledger).snapshot(NOW).pulls


def test_a_failure_whose_detail_says_success_is_of_no_documented_cause(ledger: Ledger) -> None:
    table = """
        user            | at                   | result    | detail
        ann@contoso.com | 2017-02-27T08:00:00Z | Failed    | User successfully reset password
        bob@contoso.com | 2017-02-27T09:00:00Z | Succeeded | User successfully reset password
        cyd@contoso.com | 2017-02-27T10:00:00Z | Failed    | User does not have a license.
    """
    ledger.record(drawn_report(table), "feb.csv", NOW)
    rows = reader_of(ledger).snapshot(NOW).attempts.pandas
    assert rows["cause"].tolist() == ["unrecognised", "done", "no_license"]
    assert rows["detail"].tolist() == ["!User successfully reset password", "succeeded", "failed.no_license"]
