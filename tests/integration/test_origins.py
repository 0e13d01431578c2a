"""What an audit log says beside attempts: whose an id is, who acted from where, what was changed, who was recovered."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Connection, select

from bot.knowledge.catalogue import load
from bot.reports.folding.steps import RECOVERY_DONE, RECOVERY_EVENTS
from bot.reports.formats.registry import read
from bot.reports.receipt import Receipt
from bot.reports.snapshot import Snapshot
from bot.storage.database import open_database
from bot.storage.ledger.ledger import Ledger
from bot.storage.ledger.origins import erase_origins
from bot.storage.tables import step_origins, words
from bot.storage.tenant import Tenant
from tests.support.handed_over import guid, record, records, user
from tests.support.snapshots import reader_of

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(Tenant(open_database(f"sqlite:///{tmp_path / 'sspr.db'}"), "contoso"), load())


def loaded(ledger: Ledger, *some: dict[str, Any]) -> Receipt:
    return ledger.record(read("audit.json", io.BytesIO(json.dumps(some).encode())), "audit.json", NOW)


def snapshot(ledger: Ledger) -> Snapshot:
    return reader_of(ledger).snapshot(NOW)


def interventions(taken: Snapshot) -> list[tuple[str, ...]]:
    frame = taken.interventions.pandas
    return [(str(row.user), str(row.kind), str(row.result)) for row in frame.itertuples()]


ADMIN = {"id": "admin", "userPrincipalName": "admin@contoso.example", "ipAddress": "198.51.100.1"}
BY_ID = record(
    1, id="X_1", correlationId="x", activityDateTime="2026-11-20T12:00:00Z", result="success", resultReason="",
    activityDisplayName="Reset password (by admin)", initiatedBy={"user": ADMIN},
    targetResources=[{"id": guid("dana.k"), "userPrincipalName": None, "type": "User"}],
)  # fmt: skip


@pytest.mark.parametrize("first", ["her own rows", "the admin's reset"])
def test_a_reset_by_object_id_is_hers_whichever_file_came_first(first: str, ledger: Ledger) -> None:
    files = [records(), [BY_ID]] if first == "her own rows" else [[BY_ID], records()]
    for file in files:
        loaded(ledger, *file)
    taken = snapshot(ledger)
    assert interventions(taken) == [(user("dana.k"), "admin reset", "Succeeded")]
    assert len(taken.attempts) == 3
    assert loaded(ledger, BY_ID).new == 0


def origins(connection: Connection, tenant: int) -> pd.DataFrame:
    """What is kept: the person's number, and the words of actor and address."""
    said = {name: words.alias() for name in ("actor", "address")}
    asked = select(step_origins.c.person, *(table.c.word.label(name) for name, table in said.items()))
    for name, table in said.items():
        asked = asked.where(table.c.tenant == tenant, table.c.kind == name, table.c.id == step_origins.c[name])
    return pd.read_sql(asked.where(step_origins.c.tenant == tenant).order_by(step_origins.c.person), connection)


def test_who_acted_from_where_is_kept_and_can_be_erased(ledger: Ledger) -> None:
    loaded(ledger, *records(), BY_ID)
    with ledger.tenant.writing() as (connection, tenant):
        kept = origins(connection, tenant)
        assert set(kept[["actor", "address"]].itertuples(index=False, name=None)) == {
            (user("dana.k"), "203.0.113.7"), ("admin@contoso.example", "198.51.100.1"),
            (user("lee.m"), "203.0.113.7"), (user("max.b"), "203.0.113.7"),
        }  # fmt: skip
        person = int(kept["person"].iloc[0])
        assert erase_origins(connection, tenant, person) == 2
        assert person not in set(origins(connection, tenant)["person"])


def test_policy_changes_are_kept_apart_with_old_and_new_value_and_actor(ledger: Ledger) -> None:
    change = record(
        0, id="P_1", correlationId="p", activityDisplayName="Self-service password reset policy changes", resultReason="",
        initiatedBy={"user": ADMIN},
        targetResources=[{"type": "Policy", "modifiedProperties": [
            {"displayName": "SelfServicePasswordResetPolicy", "oldValue": '"None"', "newValue": '"Selected"'}]}],
    )  # fmt: skip
    receipt = loaded(ledger, change, *records())
    assert receipt.folded is not None
    assert receipt.folded.new == 4
    what = "Self-service password reset policy changes: SelfServicePasswordResetPolicy: None -> Selected"
    assert interventions(snapshot(ledger)) == [("admin@contoso.example", f"policy change: {what}", "Succeeded")]


def recovery(*events: str, person: str = "dana.k") -> list[dict[str, Any]]:
    return [
        record(0, id=f"R_{person}_{number}", correlationId=f"r-{person}", activityDisplayName=event, resultReason="",
               loggedByService="Account Recovery", activityDateTime=f"2026-11-20T14:{number:02}:00Z",
               result="failure" if "failed" in event or " not " in event else "success",
               targetResources=[{"id": guid(person), "userPrincipalName": user(person), "type": "User"}])
        for number, event in enumerate(events)
    ]  # fmt: skip


RECOVERIES = {
    "Succeeded": [event for event in RECOVERY_EVENTS if "failed" not in event and "not matched" not in event],
    "Failed": [*RECOVERY_EVENTS[:3], "User failed face check comparison"],
    "Abandoned": list(RECOVERY_EVENTS[:2]),
}


@pytest.mark.parametrize("result", RECOVERIES)
def test_an_account_recovery_is_one_flow_of_its_own_and_no_reset(result: str, ledger: Ledger) -> None:
    loaded(ledger, *recovery(*RECOVERIES[result]))
    taken = snapshot(ledger)
    assert interventions(taken) == [(user("dana.k"), "account recovery", result)]
    assert len(taken.attempts) == 0


def test_a_check_that_failed_and_then_passed_is_a_success(ledger: Ledger) -> None:
    loaded(ledger, *recovery(RECOVERY_EVENTS[0], "User failed document validation", RECOVERY_DONE))
    assert interventions(snapshot(ledger)) == [(user("dana.k"), "account recovery", "Succeeded")]


def test_a_registration_that_failed_and_one_by_an_admin_are_told_apart(ledger: Ledger) -> None:
    methods = {"loggedByService": "Authentication Methods", "correlationId": "m"}
    loaded(
        ledger,
        record(0, id="M_1", **methods, activityDisplayName="User registered security info", result="failure", resultReason="User failed to register SMS"),
        record(2, id="M_2", **methods, activityDisplayName="Admin registered security info", resultReason="Admin registered email"),
    )  # fmt: skip
    taken = snapshot(ledger)
    assert interventions(taken) == [
        (user("dana.k"), "registration", "Failed"),
        (user("lee.m"), "admin registered: Alternate Email", "Succeeded"),
    ]
    assert len(taken.registrations) == 0


def test_what_was_deleted_or_updated_is_kept_with_what_it_was_and_by_whom(ledger: Ledger) -> None:
    methods = {"loggedByService": "Authentication Methods", "correlationId": "m"}
    said = [
        ("User deleted security info", "User deleted Mobile Phone Call and SMS"),
        ("User deleted security info", "User deleted Authenticator App with Notification and Code"),
        ("User deleted security info", "User deleted Fido"),
        ("User deleted security info", "None"),
        ("User deleted security info", "User deleted the number +49 170 1234567"),
        ("User deleted security info", "User deleted App Password"),
        ("Admin deleted security info", "Admin deleted phone method for user"),
        ("Admin registered security info", "Admin registered temporary access pass method for user"),
        ("User changed default security info", "User changed the default security info"),
        ("User updated security info", "User updated Mobile Phone"),
        ("Admin updated security info", "Admin updated security info"),
    ]
    loaded(ledger, *(
        record(0, id=f"M_{minute}", activityDateTime=f"2026-11-20T09:{minute:02d}:00Z", **methods, activityDisplayName=activity, resultReason=reason)
        for minute, (activity, reason) in enumerate(said)
    ))  # fmt: skip
    taken = snapshot(ledger)
    assert [kind for _, kind, _ in interventions(taken)] == [
        "method deleted: Mobile Phone",
        "method deleted: App Code + App Notification",
        "method deleted: Passkey",
        "method deleted",
        "method deleted",
        "method deleted: App Password",
        "method deleted by an admin: Mobile Phone",
        "admin registered: Temporary Access Pass",
        "method updated: Mobile Phone",
        "method updated by an admin",
    ]
    assert len(taken.registrations) == len(taken.attempts) == 0
