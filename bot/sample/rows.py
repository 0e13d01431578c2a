"""The rows of the sample tenant's two reports, and the classic CSV that says them."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

_RESET: Final = ("User", "Role", "Date and Time", "Method(s) Used", "Result", "Details")
_AUDIT: Final = ("Date (UTC)", "CorrelationId", "Service", "Activity", "Result", "ResultReason",
                 "ActorUserPrincipalName", "ActorObjectId", "Target1UserPrincipalName")  # fmt: skip
_SERVICE: Final = "Self-service Password Management"
_REGISTRATION: Final = ("User", "Role", "Date and Time", "Data Registered")


class Attempt(NamedTuple):
    """A row of the reset activity report."""

    at: datetime
    user: str
    role: str
    methods: str
    result: str
    detail: str


class Registration(NamedTuple):
    """A row of the registration activity report."""

    at: datetime
    user: str
    role: str
    datum: str


class AuditRow(NamedTuple):
    """A row of the audit log that the classic reports do not have: the policy was changed, or somebody was helped."""

    at: datetime
    by: str
    activity: str
    why: str
    target: str = ""


def audit_csv(audited: Iterable[AuditRow]) -> bytes:
    """The audit log as Entra's portal saves it, of what is in no other report."""
    rows = ([_iso(row.at), "", _SERVICE, row.activity, "success", row.why, row.by, "", row.target] for row in audited)
    return _csv(_AUDIT, rows)


def reset_csv(attempts: Iterable[Attempt]) -> bytes:
    """The reset activity report as the classic portal saved it, times in ISO and UTC."""
    return _csv(_RESET, ([row.user, row.role, _iso(row.at), row.methods, row.result, row.detail] for row in attempts))


def registration_csv(registrations: Iterable[Registration]) -> bytes:
    """The registration activity report as the classic portal saved it, times in ISO and UTC."""
    return _csv(_REGISTRATION, ([row.user, row.role, _iso(row.at), row.datum] for row in registrations))


def _csv(header: tuple[str, ...], rows: Iterable[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def _iso(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
