"""What an audit log does to the ledger: steps are kept once, and attempts follow them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, event, text

from bot.reports.receipt import Folded, ReportKind
from bot.storage.ledger.ledger import Ledger
from bot.storage.snapshots.current import CurrentSnapshots
from bot.storage.snapshots.state import NOTHING
from tests.support.reports import drawn_report
from tests.support.snapshots import reader_of
from tests.support.steps_table import audit_report

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SENT = "User started the mobile SMS verification option"
LEFT = "User abandoned after starting the mobile SMS verification option"
NO_LICENSE = "User does not have a license."

BEGUN = f"""
    08:00:00 | dana | c1 | flow | ok | User submitted their user ID
    08:00:20 | dana | c1 | flow | ok | {SENT}
"""
DONE = """
    08:01:00 | dana | c1 | flow  | ok | User completed the mobile SMS verification option
    08:02:00 | dana | c1 | flow  | ok | User submitted a new password
    08:02:00 | dana | c1 | reset | ok | Successfully completed reset.
"""


def load(ledger: Ledger, table: str, now: datetime = NOW) -> tuple[int, int, Folded | None, int]:
    receipt = ledger.record(audit_report(table), "audit.csv", now)
    counted = receipt.new + receipt.repeated + receipt.changed + receipt.rejected_count + receipt.skipped
    assert receipt.rows == counted
    return receipt.new, receipt.repeated, receipt.folded, receipt.position


def rows(ledger: Ledger, *columns: str, now: datetime = NOW) -> list[list[object]]:
    return reader_of(ledger).snapshot(now).attempts.pandas[list(columns)].to_numpy().tolist()


def test_steps_become_one_attempt(ledger: Ledger) -> None:
    assert load(ledger, BEGUN + DONE) == (5, 0, Folded(1, 0, 0), 1)
    assert rows(ledger, "position", "user", "result", "detail", "methods") == [
        [1, "dana@contoso.com", "Succeeded", "succeeded", "Mobile Phone"]
    ]


def test_the_same_steps_again_add_nothing(ledger: Ledger) -> None:
    load(ledger, BEGUN + DONE)
    assert load(ledger, BEGUN + DONE) == (0, 5, Folded(0, 0, 0), 1)


def test_late_steps_change_an_attempt_and_give_it_a_new_place(ledger: Ledger) -> None:
    load(ledger, BEGUN)
    assert rows(ledger, "position", "result", "detail") == [[1, "Abandoned", "abandoned.started.sms"]]
    assert load(ledger, BEGUN + DONE) == (3, 2, Folded(0, 1, 0), 2)
    assert rows(ledger, "position", "result", "detail") == [[2, "Succeeded", "succeeded"]]


def test_a_step_that_says_nothing_new_leaves_the_attempt_at_its_place(ledger: Ledger) -> None:
    load(ledger, BEGUN)
    assert load(ledger, f"08:00:40 | dana | c1 | flow | ok | {SENT}") == (1, 0, Folded(0, 0, 0), 1)


def test_a_step_that_says_nothing_new_may_end_an_attempt_later_at_its_place(ledger: Ledger) -> None:
    load(ledger, BEGUN + f"08:00:30 | dana | c1 | flow | no | {NO_LICENSE}")
    reader = reader_of(ledger)
    assert rows(ledger, "position", "result", "took") == [[1, "Failed", 30]]
    state, _ = reader.carried_on(NOTHING, NOW)
    assert load(ledger, f"08:03:00 | dana | c1 | flow | ok | {SENT}") == (1, 0, Folded(0, 0, 0), 1)
    _, carried = reader.carried_on(state, NOW)
    for snapshot in (carried, reader.carried_on(NOTHING, NOW)[1]):
        assert snapshot.attempts.pandas[["position", "took"]].to_numpy().tolist() == [[1, 180]]


def test_how_long_attempts_took_decides_which_success_is_the_newest_when_a_state_is_carried_on(ledger: Ledger) -> None:
    load(
        ledger,
        """
        08:00 | dana | c1 | flow  | ok | User submitted their user ID
        08:05 | dana | c1 | reset | ok | Successfully completed reset.
        08:01 | dana | c2 | flow  | ok | User submitted their user ID
        08:04 | dana | c2 | reset | ok | Successfully completed reset.
        """,
    )
    reader = reader_of(ledger)
    state, before = reader.carried_on(NOTHING, NOW)
    assert before.rows_before is not None
    assert before.rows_before.succeeded.tolist() == [0]
    load(ledger, f"08:06 | dana | c2 | flow | ok | {SENT}")
    _, carried = reader.carried_on(state, NOW)
    _, anew = reader.carried_on(NOTHING, NOW)
    assert carried.rows_before is not None
    assert anew.rows_before is not None
    assert carried.rows_before.succeeded.tolist() == anew.rows_before.succeeded.tolist()


def test_attempts_of_others_keep_their_places(ledger: Ledger) -> None:
    load(ledger, BEGUN + BEGUN.replace("dana", "bob").replace("c1", "c2"))
    load(ledger, DONE)
    assert rows(ledger, "user", "position") == [["bob@contoso.com", 1], ["dana@contoso.com", 3]]


def test_two_attempts_that_a_late_step_joins_become_one(ledger: Ledger) -> None:
    apart = f"""
        08:00 | dana | | flow | ok | {SENT}
        08:20 | dana | | flow | ok | {SENT}
    """
    assert load(ledger, apart) == (2, 0, Folded(2, 0, 0), 2)
    assert load(ledger, f"08:10 | dana | | flow | ok | {SENT}") == (1, 0, Folded(0, 0, 1), 2)
    assert len(rows(ledger, "user")) == 1


def test_a_step_is_known_by_its_event_id(ledger: Ledger) -> None:
    load(ledger, f"08:00 | dana | c1 | flow | no | {NO_LICENSE} | e1")
    assert load(ledger, f"08:00 | dana | c1 | flow | no | {NO_LICENSE} | e1")[:2] == (0, 1)
    assert load(ledger, f"08:00 | bob | c1 | flow | no | {NO_LICENSE} | e1")[:2] == (0, 1)
    assert load(ledger, f"08:00 | dana | c1 | flow | no | {NO_LICENSE} | e2")[:3] == (0, 1, Folded(0, 0, 0))


def test_a_step_without_an_id_is_known_by_all_it_says(ledger: Ledger) -> None:
    step = f"08:00:00.25 | dana | c1 | flow | no | {NO_LICENSE}"
    assert load(ledger, f"{step}\n{step}")[:2] == (1, 1)
    for other in (("00.25", "01.25"), ("dana", "bob"), ("license", "name"), ("| no", "| ok"), ("flow", "reset")):
        assert load(ledger, step.replace(*other))[:2] == (1, 0), other


@pytest.mark.parametrize("other", [("25", "26"), ("c1", "c2"), ("00.25", "00")])
def test_a_step_that_another_source_times_or_numbers_differently_is_the_known_one(
    other: tuple[str, str], ledger: Ledger
) -> None:
    step = f"08:00:00.25 | dana | c1 | flow | no | {NO_LICENSE}"
    load(ledger, step)
    assert load(ledger, step.replace(*other))[:3] == (0, 1, Folded(0, 0, 0))


def test_a_step_that_comes_again_with_its_seconds_makes_the_attempt_s_time_exact(ledger: Ledger) -> None:
    load(ledger, f"08:00 | dana | c1 | flow | no | {NO_LICENSE}")
    assert load(ledger, f"08:00:25 | dana | c1 | flow | no | {NO_LICENSE}")[:3] == (0, 1, Folded(0, 0, 0))
    assert reader_of(ledger).snapshot(NOW).attempts.pandas["at"].dt.second.tolist() == [25]


def test_ids_that_no_index_takes_are_known_again(ledger: Ledger) -> None:
    step = f"08:00 | dana | {'c' * 1_999} | flow | no | {NO_LICENSE} | {'e' * 9_999}"
    assert load(ledger, step)[:2] == (1, 0)
    assert load(ledger, step)[:2] == (0, 1)
    assert load(ledger, f"{step}e".replace("08:00", "08:01"))[:2] == (1, 0)
    assert load(ledger, f"{step}\0".replace("08:00", "08:02"))[:2] == (1, 0)


def test_one_person_in_two_spellings_is_one(ledger: Ledger) -> None:
    load(ledger, BEGUN.replace("dana", "DANA") + DONE)
    assert rows(ledger, "user", "result") == [["dana@contoso.com", "Succeeded"]]


def test_a_correlation_id_made_up_to_look_like_a_time_costs_no_attempt(ledger: Ledger) -> None:
    load(
        ledger,
        f"""
        08:00 | dana |                     | flow | ok | {SENT}
        11:00 | dana | 2026-11-20T08:00:00 | flow | ok | {SENT}
        """,
    )
    assert len(rows(ledger, "user")) == 2


def test_what_is_no_reset_is_kept_apart(ledger: Ledger) -> None:
    log = """
        08:00 | dana |    | change      | ok |
        09:00 | bob  |    | admin reset | ok |
        10:00 | eve  | c9 | unlock      | ok |
    """
    assert load(ledger, log) == (3, 0, Folded(3, 0, 0), 3)
    snapshot = reader_of(ledger).snapshot(NOW)
    assert snapshot.attempts.pandas.empty
    assert snapshot.interventions.pandas[["position", "user", "kind", "result"]].to_numpy().tolist() == [
        [1, "dana@contoso.com", "change", "Succeeded"],
        [2, "bob@contoso.com", "admin reset", "Succeeded"],
        [3, "eve@contoso.com", "unlock", "Succeeded"],
    ]


def test_an_unlock_that_turns_out_to_be_a_reset_becomes_an_attempt(ledger: Ledger) -> None:
    load(ledger, "08:02:00 | dana | c1 | unlock | ok |")
    assert load(ledger, DONE)[2:] == (Folded(1, 0, 1), 2)
    snapshot = reader_of(ledger).snapshot(NOW)
    assert (len(snapshot.attempts), len(snapshot.interventions)) == (1, 0)


def test_registrations_of_both_services_are_told_once(ledger: Ledger) -> None:
    log = """
        08:00:00 | dana | c1 | info saved | ok | User registered Mobile Phone
        08:00:01 | dana | c2 | registered | ok |
    """
    load(ledger, log)
    assert reader_of(ledger).snapshot(NOW).registrations.pandas["datum"].tolist() == ["Mobile Phone"]


def test_details_that_nobody_knows_are_counted_when_they_are_new(ledger: Ledger) -> None:
    table = "08:00 | dana | c1 | flow | no | The moon was in the way"
    assert ledger.record(audit_report(table), "a.csv", NOW).unknown_details == (("The moon was in the way", 1),)
    assert ledger.record(audit_report(table), "a.csv", NOW).unknown_details == ()


def test_the_receipt_is_kept_with_what_was_folded(ledger: Ledger) -> None:
    receipt = ledger.record(audit_report(BEGUN, skipped=7), "audit.csv", NOW)
    assert reader_of(ledger).snapshot(NOW).receipts == (receipt,)
    assert (receipt.rows, receipt.new, receipt.skipped, receipt.folded) == (9, 2, 7, Folded(1, 0, 0))


def test_an_attempt_in_progress_is_abandoned_once_its_session_is_over(ledger: Ledger) -> None:
    during = datetime(2026, 11, 20, 8, 5, tzinfo=UTC)
    load(ledger, BEGUN, during)
    assert rows(ledger, "result", "detail", "cause", now=during) == [["In progress", "step.started.sms", "in_progress"]]
    assert rows(ledger, "result", "detail", "cause") == [["Abandoned", "abandoned.started.sms", "gave_up"]]


def test_the_live_snapshot_is_renewed_when_an_attempt_runs_out(ledger: Ledger) -> None:
    clock = [datetime(2026, 11, 20, 8, 5, tzinfo=UTC)]
    load(ledger, BEGUN, clock[0])
    live = CurrentSnapshots(reader_of(ledger), lambda: clock[0])
    assert not live.refresh()
    clock[0] = datetime(2026, 11, 20, 8, 15, 20, tzinfo=UTC)
    assert live.refresh()
    assert live.current().attempts.pandas["result"].tolist() == ["Abandoned"]
    clock[0] += timedelta(days=1)
    assert not live.refresh()


def test_what_two_sources_have_brought_is_told_apart_and_the_overlap_said(ledger: Ledger) -> None:
    load(ledger, BEGUN + DONE + "10:00 | bob | c2 | blocked | ok |")
    table = f"""
        user            | at                   | result | detail
        eve@contoso.com | 2026-11-20T07:00:00Z | Failed | {NO_LICENSE}
        bob@contoso.com | 2026-11-20T09:00:00Z | Failed | {NO_LICENSE}
    """
    ledger.record(drawn_report(table), "classic.csv", NOW)
    classic, audit = reader_of(ledger).snapshot(NOW).sources
    assert (classic.source, classic.rows, classic.people) == (ReportKind.RESET, 2, 2)
    assert (audit.source, audit.rows, audit.people) == (ReportKind.AUDIT, 2, 2)
    assert classic.doubled == audit.doubled == (audit.first, classic.last)


def test_a_load_that_fails_in_the_middle_leaves_nothing(ledger: Ledger) -> None:
    load(ledger, BEGUN)

    def fail(_c: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO loads"):
            raise ZeroDivisionError

    event.listen(ledger.tenant.engine, "before_cursor_execute", fail)
    with pytest.raises(ZeroDivisionError):
        load(ledger, DONE)
    event.remove(ledger.tenant.engine, "before_cursor_execute", fail)
    assert rows(ledger, "position", "result") == [[1, "Abandoned"]]
    with ledger.tenant.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM steps")).scalar() == 2
    assert load(ledger, DONE) == (3, 0, Folded(0, 1, 0), 2)


def test_a_block_of_which_nothing_else_is_known_has_its_cause_and_its_fix(ledger: Ledger) -> None:
    receipt = ledger.record(audit_report("08:00:00 | cyd | c9 | blocked | ok | None"), "audit.csv", NOW)
    assert receipt.unknown_details == ()
    assert rows(ledger, "result", "detail", "cause") == [["Blocked", "blocked.unexplained", "throttled"]]
    detail = ledger.catalogue.details["blocked.unexplained"]
    assert detail.steps
