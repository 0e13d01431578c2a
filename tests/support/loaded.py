"""Drawn rows through the database: loaded part by part, with the snapshot carried on from part to part."""

import secrets
from collections.abc import Sequence
from functools import cache

import pandas as pd
from sqlalchemy import Engine

from bot.knowledge.catalogue import load
from bot.knowledge.vocabulary import Result
from bot.reports.columns import TIME
from bot.reports.parsing.read_report import ReadReport
from bot.reports.snapshot import Snapshot
from bot.storage.database import open_database
from bot.storage.ledger.handover import Handover
from bot.storage.ledger.ledger import Ledger
from bot.storage.snapshots.reader import SnapshotReader
from bot.storage.snapshots.state import NOTHING
from bot.storage.tenant import Tenant
from tests.support.frames import DETAILS, NOW, Row, at
from tests.support.reports import drawn_report
from tests.support.steps_table import audit_report


def carried(attempts: Sequence[Row], interventions: Sequence[Row] = ()) -> tuple[list[Row], list[Row], Snapshot]:
    """What a classic report and an audit log can tell of drawn rows, and the snapshot after four loads of it.

    Attempts come in the order of their positions. A classic report tells neither when an attempt ended nor which method
    was begun; of interventions the resets by an admin are loaded, between two parts of the attempts.
    """
    tried: list[Row] = [{**row, "started": "", "ended": ""} for row in sorted(attempts, key=_position)]
    helped = [row for row in interventions if (row["kind"], row["result"]) == ("admin reset", Result.SUCCEEDED)]
    third = len(tried) // 3
    hand = Handover()
    ledger = Ledger(Tenant(_engine(), secrets.token_hex(8)), load(), handover=hand)
    state, last = NOTHING, None
    for report in (
        *(_classic(part) for part in (tried[:third], tried[third : 2 * third])),
        _audit(helped),
        _classic(tried[2 * third :]),
    ):
        if report:
            ledger.record(report, "part.csv", NOW)
        state, last = SnapshotReader(ledger.tenant, ledger.catalogue, hand).carried_on(state, NOW, last)
    assert last is not None
    return tried, helped, last


@cache
def _engine() -> Engine:
    return open_database("sqlite://")


def _position(row: Row) -> int:
    return int(row["position"])


def _user(row: Row) -> str:
    return row["user"] if "@" in row["user"] else f"{row['user']}@contoso.com"


def _classic(rows: Sequence[Row]) -> ReadReport | None:
    lines = ["user | role | at | methods | result | detail | event_id"]
    for row in rows:
        detail = load().text_of(row["detail"] or DETAILS[Result(row["result"])])
        told = (_user(row), row["role"], row["at"], row["methods"], row["result"], detail, f"e{row['position']}")
        lines.append(" | ".join(told))
    return drawn_report("\n".join(lines)) if rows else None


def _audit(rows: Sequence[Row]) -> ReadReport | None:
    frame = pd.DataFrame(
        {
            "at": pd.Series([at(row["at"]) for row in rows]).astype(TIME),
            "user": pd.Categorical([_user(row) for row in rows]),
            "correlation": pd.Categorical([f"c{number}" for number in range(len(rows))]),
            "activity": pd.Categorical(["admin reset" for _ in rows]),
            "reason": pd.Categorical(["" for _ in rows]),
            "success": [True for _ in rows],
        }
    )
    return audit_report(frame) if rows else None
