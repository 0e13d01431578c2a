"""An audit log of three people, and what programs make of it: dana.k failed once, lee.m succeeded, max.b is blocked."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.reports.folding.fold import fold
from bot.reports.formats.registry import ReadOptions, read_all
from bot.reports.parsing.read_report import Reading

FLOW = "Self-service password reset flow activity progress"
SERVICE = "Self-service Password Management"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
NO_LICENSE = "User does not have a license. You can add a license to the user to resolve this"
STEPS = (
    ("2026-11-20T08:05:00Z", "dana.k", FLOW, "success", "User submitted their user ID"),
    ("2026-11-20T08:05:05Z", "dana.k", FLOW, "failure", NO_LICENSE),
    ("2026-11-20T09:00:00Z", "lee.m", FLOW, "success", "User submitted their user ID"),
    ("2026-11-20T09:02:00Z", "lee.m", "Reset password (self-service)", "success", "Successfully completed reset."),
    ("2026-11-20T10:00:00Z", "max.b", FLOW, "success", "User submitted their user ID"),
    ("2026-11-20T10:03:00Z", "max.b", "Blocked from self-service password reset", "success", ""),
)
ENDS = {"dana.k": "Failed", "lee.m": "Succeeded", "max.b": "Blocked"}
PEOPLE = tuple(ENDS)


def user(name: str) -> str:
    return f"{name}@contoso.example"


def guid(name: str) -> str:
    return f"aaaaaaaa-0000-4000-8000-{PEOPLE.index(name) + 1:012}"


def record(number: int, **said: Any) -> dict[str, Any]:
    """A step as the service's API gives it."""
    at, name, activity, result, reason = STEPS[number]
    person = {"id": guid(name), "displayName": None, "userPrincipalName": user(name)}
    return {
        "id": f"SSGM_{number}", "category": "UserManagement", "correlationId": f"c-{name}", "result": result,
        "resultReason": reason, "activityDisplayName": activity, "activityDateTime": at, "loggedByService": SERVICE,
        "operationType": "Update", "initiatedBy": {"app": None, "user": {**person, "ipAddress": "203.0.113.7"}},
        "targetResources": [{**person, "type": "User", "modifiedProperties": []}], "additionalDetails": [],
    } | said  # fmt: skip


def records() -> list[dict[str, Any]]:
    return [record(number) for number in range(len(STEPS))]


PORTAL = (
    "Date (UTC)", "CorrelationId", "Service", "Activity", "Result", "ResultReason", "ActorObjectId",
    "ActorUserPrincipalName", "IPAddress", "Target1ObjectId", "Target1UserPrincipalName", "AdditionalDetail1Key",
    "AdditionalDetail1Value",
)  # fmt: skip


def portal_rows() -> list[list[str]]:
    """The steps as the portal's download has them, without its header."""
    return [
        [at, f"c-{name}", SERVICE, activity, result, reason, guid(name), user(name), "203.0.113.7", guid(name),
         user(name), "", ""]
        for at, name, activity, result, reason in STEPS
    ]  # fmt: skip


def csv_text(header: Sequence[str], rows: Sequence[Sequence[str]], *, quoting: int = csv.QUOTE_ALL) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n", quoting=quoting).writerows([header, *rows])  # type: ignore[arg-type]
    return text.getvalue()


def portal_csv() -> str:
    return csv_text(PORTAL, portal_rows())


def read_bytes(data: bytes, name: str = "handed-over", **options: Any) -> Reading:
    return read_all(name, io.BytesIO(data), ReadOptions(**options))


def read_text(text: str, **options: Any) -> Reading:
    return read_bytes(text.encode(), **options)


def read_json(value: Any) -> Reading:
    return read_text(json.dumps(value))


def ends(reading: Reading) -> dict[str, str]:
    """How each person's attempt ended."""
    (report,) = reading.reports
    attempts = fold(report.frame, now=NOW).attempts
    assert not attempts["user"].duplicated().any()
    return {
        str(name).partition("@")[0]: str(result)
        for name, result in zip(attempts["user"], attempts["result"], strict=True)
    }
