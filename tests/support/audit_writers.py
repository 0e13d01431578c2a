"""Writes one and the same week of attempts in every format that the bot reads."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SSPR = "Self-service Password Management"
METHODS_SERVICE = "Authentication Methods"
CORE = "Core Directory"
FLOW = "Self-service password reset flow activity progress"
RESET = "Reset password (self-service)"
BLOCKED = "Blocked from self-service password reset"
OPTIONS = {
    "email": ("Alternate Email", "email verification"),
    "sms": ("Mobile Phone", "mobile SMS verification"),
    "voice_mobile": ("Mobile Phone", "mobile voice call verification"),
    "voice_office": ("Office Phone", "office voice call verification"),
    "questions": ("Security Questions", "security questions verification"),
    "app_notification": ("App Notification", "mobile app notification verification"),
    "app_code": ("App Code", "mobile app code verification"),
}


@dataclass(frozen=True)
class Attempt:
    """One drawn attempt. `options` are the checks passed, by the words of the detail keys; `key` is the detail's."""

    user: str
    at: datetime
    result: str
    key: str
    detail: str
    options: tuple[str, ...] = ()

    @property
    def methods(self) -> str:
        """As the classic report writes them."""
        return " + ".join(sorted({OPTIONS[option][0] for option in self.options}))


@dataclass(frozen=True)
class Registration:
    """One drawn registration of one datum."""

    user: str
    at: datetime
    datum: str


@dataclass(frozen=True)
class Step:
    """One row of an audit log."""

    at: datetime
    user: str
    correlation: str
    activity: str
    status: str
    reason: str
    service: str = SSPR


def guid(number: int) -> str:
    """A made-up id."""
    return f"{number:08x}-1111-4222-8333-444455556666"


def steps_of(attempts: Sequence[Attempt], registrations: Sequence[Registration] = ()) -> list[Step]:
    """The audit log of the same week, newest first as the portal lists it, with the side effects of other services."""
    steps = [step for number, attempt in enumerate(attempts) for step in _steps_of_attempt(attempt, guid(number + 1))]
    for number, registration in enumerate(registrations):
        steps += _steps_of_registration(registration, guid(100_000 + number))
    return sorted(steps, key=lambda step: step.at, reverse=True)


def _steps_of_attempt(attempt: Attempt, correlation: str) -> Iterator[Step]:
    """The steps, twenty seconds apart; the ending in the same second as what led to it."""
    for number, (activity, status, reason) in enumerate(_said(attempt)):
        at = attempt.at + timedelta(seconds=20 * number)
        yield Step(at, attempt.user, correlation, activity, status, reason)
        if activity == RESET:
            yield Step(at, attempt.user, guid(0xC0DE), "Reset user password", status, "", CORE)


def _said(attempt: Attempt) -> Iterator[tuple[str, str, str]]:
    yield FLOW, "success", "User submitted their user ID"
    result, _, last = attempt.key.partition(".")
    tries = [*attempt.options]
    stage, _, option = last.partition(".")
    if attempt.key in {"abandoned.user_id", "failed.not_enabled", "failed.no_license", "failed.insufficient_methods"}:
        tries = []
    elif attempt.key != "abandoned.user_id":
        yield FLOW, "success", "User was presented with verification options"
    for name in tries:
        yield FLOW, "success", f"User started the {OPTIONS[name][1]} option"
        yield FLOW, "success", f"User completed the {OPTIONS[name][1]} option"
    begun = {"sms_codes": "sms", "email_codes": "email"}.get(last, last)
    if result == "abandoned" and stage == "started":
        yield FLOW, "success", f"User started the {OPTIONS[option][1]} option"
    if result in {"blocked", "contacted"} and begun in OPTIONS:
        yield FLOW, "success", f"User started the {OPTIONS[begun][1]} option"
    if attempt.key == "abandoned.before_new_password":
        yield FLOW, "success", "User completed all verification steps required to reset their password"
    if attempt.key == "abandoned.selecting_new_password":
        yield FLOW, "success", "User submitted a new password"
    yield from _ending(attempt, result, begun)


def _ending(attempt: Attempt, result: str, begun: str) -> Iterator[tuple[str, str, str]]:
    if result == "blocked":
        yield BLOCKED, "success", "" if begun in OPTIONS else attempt.detail
    elif result in {"cancelled", "contacted"} or (result == "failed" and not attempt.options):
        yield FLOW, "failure", attempt.detail
    elif result == "failed":
        yield FLOW, "success", "User submitted a new password"
        yield RESET, "failure", attempt.detail
    elif attempt.result == "Succeeded":
        yield FLOW, "success", "User submitted a new password"
        yield RESET, "success", "Successfully completed reset." if result == "succeeded" else attempt.detail
        yield FLOW, "success", "User successfully reset password"


def _steps_of_registration(registration: Registration, correlation: str) -> Iterator[Step]:
    """Both services speak of it, and the end of the registration beside them."""
    at, user, datum = registration.at, registration.user, registration.datum
    said = (
        ("User registered security info", f"User registered {datum}", METHODS_SERVICE),
        ("User registered all required security info", "User registered all required security info", METHODS_SERVICE),
        ("User registered for self-service password reset", "", SSPR),
    )
    for activity, reason, service in said:
        yield Step(at, user, correlation, activity, "success", reason, service)


def moment(at: datetime) -> str:
    """A time with the seven digits that the service writes."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f") + "7Z"


PORTAL_COLUMNS = [
    "Date (UTC)", "CorrelationId", "Service", "Category", "Activity", "Result", "ResultReason", "User Agent", "ActorType",
    "ActorDisplayName", "ActorObjectId", "ActorUserPrincipalName", "IPAddress", "ActorHomeTenantId", "ActorHomeTenantName",
    "ActorServicePrincipalId", "ActorServicePrincipalName",
    *(
        f"Target{target}{name}"
        for target in (1, 2, 3)
        for name in (
            "Type", "DisplayName", "ObjectId", "UserPrincipalName",
            *(f"ModifiedProperty{number}{part}" for number in range(1, 6) for part in ("Name", "OldValue", "NewValue")),
        )
    ),
    *(f"AdditionalDetail{number}{part}" for number in range(1, 7) for part in ("Key", "Value")),
]  # fmt: skip


def portal_csv(steps: Sequence[Step], *, user_agent: bool = True) -> bytes:
    """The portal's CSV download; exports of earlier years lack the user agent."""
    columns = [name for name in PORTAL_COLUMNS if user_agent or name != "User Agent"]
    return _csv(columns, [portal_cells(step) for step in steps]).encode("utf-8-sig")


def portal_cells(step: Step) -> dict[str, str]:
    return {
        "Date (UTC)": moment(step.at),
        "CorrelationId": step.correlation,
        "Service": step.service,
        "Category": "UserManagement",
        "Activity": step.activity,
        "Result": step.status,
        "ResultReason": step.reason,
        "User Agent": "Mozilla/5.0",
        "ActorType": "User",
        "ActorUserPrincipalName": step.user,
        "IPAddress": "203.0.113.7",
        "Target1Type": "User",
        "Target1UserPrincipalName": step.user,
        "Target1ModifiedProperty1NewValue": '[{"a":\n1}]' if step.service == CORE else "",
        "AdditionalDetail1Key": "OnPremisesAgent",
        "AdditionalDetail1Value": "None",
    }


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def record(step: Step, number: int) -> dict[str, object]:
    """The directory audit record of Graph, with the gaps that real ones have."""
    person = {"id": guid(0xABC), "displayName": None, "userPrincipalName": step.user}
    return {
        "id": f"SSGM_{guid(number)}_XXXXX_{number}",
        "activityDateTime": moment(step.at),
        "activityDisplayName": step.activity,
        "category": None if number % 5 == 0 else "UserManagement",
        "loggedByService": step.service,
        "correlationId": step.correlation,
        "operationType": "Update",
        "result": step.status,
        "resultReason": step.reason or None,
        "initiatedBy": None if number % 7 == 0 else {"app": None, "user": {**person, "ipAddress": "203.0.113.7"}},
        "targetResources": [{**person, "type": "User", "groupType": None, "modifiedProperties": []}] if number % 3 or number % 7 == 0 else [],
        "additionalDetails": [{"key": "OnPremisesAgent", "value": "None"}],
    }  # fmt: skip


def records(steps: Sequence[Step]) -> list[dict[str, object]]:
    """All records of a log."""
    return [record(step, number) for number, step in enumerate(steps)]


def portal_json(steps: Sequence[Step]) -> bytes:
    """The portal's JSON download."""
    return json.dumps([{**row, "userAgent": "Mozilla/5.0"} for row in records(steps)], indent=2).encode("utf-8-sig")


def graph_pages(steps: Sequence[Step], size: int = 7) -> list[dict[str, object]]:
    """Responses of auditLogs/directoryAudits, page by page."""
    url = "https://graph.microsoft.com/v1.0"
    rows = records(steps)
    pages: list[dict[str, object]] = []
    for start in range(0, len(rows), size):
        page: dict[str, object] = {
            "@odata.context": f"{url}/$metadata#auditLogs/directoryAudits",
            "value": rows[start : start + size],
        }
        if start + size < len(rows):
            page["@odata.nextLink"] = f"{url}/auditLogs/directoryAudits?$skiptoken={start}"
        pages.append(page)
    return pages


def graph_concatenated(steps: Sequence[Step]) -> bytes:
    """Pages saved one after the other into one file."""
    return "\n".join(json.dumps(page) for page in graph_pages(steps)).encode()


def graph_list(steps: Sequence[Step]) -> bytes:
    """Pages saved as a list."""
    return json.dumps(graph_pages(steps), indent=1).encode()


def log_analytics_csv(steps: Sequence[Step]) -> bytes:
    """The AuditLogs table exported as CSV: JSON in the cells of dynamic columns."""
    columns = [
        "TenantId", "TimeGenerated", "ResourceId", "OperationName", "Category", "ResultDescription", "CorrelationId",
        "Result", "ResultReason", "ActivityDisplayName", "ActivityDateTime", "LoggedByService", "Id", "InitiatedBy",
        "TargetResources", "AdditionalDetails", "Type",
    ]  # fmt: skip
    rows = [
        {
            **{name[0].upper() + name[1:]: value for name, value in row.items() if isinstance(value, str)},
            "TimeGenerated": moment(step.at + timedelta(minutes=4)),
            "OperationName": step.activity,
            "ResultDescription": step.reason,
            "InitiatedBy": json.dumps(row["initiatedBy"]) if row["initiatedBy"] else "",
            "TargetResources": json.dumps(row["targetResources"]),
            "AdditionalDetails": json.dumps(row["additionalDetails"]),
            "Type": "AuditLogs",
        }
        for step, row in zip(steps, records(steps), strict=True)
    ]
    return _csv(columns, rows).encode("utf-8-sig")


def _streamed(steps: Sequence[Step]) -> list[dict[str, object]]:
    return [
        {
            "time": moment(step.at + timedelta(minutes=2)),
            "resourceId": f"/tenants/{guid(0xFFF)}/providers/Microsoft.aadiam",
            "operationName": step.activity,
            "category": "AuditLogs",
            "resultSignature": "None",
            "correlationId": step.correlation,
            "properties": row,
        }
        for step, row in zip(steps, records(steps), strict=True)
    ]


def diagnostic_lines(steps: Sequence[Step]) -> bytes:
    """`PT1H.json` of a storage account: one record a line."""
    return "\r\n".join(json.dumps(row) for row in _streamed(steps)).encode()


def event_hub_batches(steps: Sequence[Step], size: int = 5) -> bytes:
    """Captured messages of an Event Hub: batches of records."""
    rows = _streamed(steps)
    batches = [{"records": rows[start : start + size]} for start in range(0, len(rows), size)]
    return "\n".join(json.dumps(batch) for batch in batches).encode()


FORMATS: dict[str, Callable[[Sequence[Step]], bytes]] = {
    "portal CSV": portal_csv,
    "portal CSV of earlier years": lambda steps: portal_csv(steps, user_agent=False),
    "portal JSON": portal_json,
    "Graph pages, one after the other": graph_concatenated,
    "Graph pages, as a list": graph_list,
    "Log Analytics CSV": log_analytics_csv,
    "diagnostic settings, a record a line": diagnostic_lines,
    "diagnostic settings, batches": event_hub_batches,
}


def classic_csv(attempts: Sequence[Attempt]) -> bytes:
    """The same week as the classic reset activity report."""
    columns = ["User", "Role", "Date and Time", "Method(s) Used", "Result", "Details"]
    rows = [
        {
            "User": attempt.user,
            "Role": "None",
            "Date and Time": attempt.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "Method(s) Used": attempt.methods,
            "Result": attempt.result,
            "Details": attempt.detail,
        }
        for attempt in attempts
    ]
    return _csv(columns, rows).encode("utf-8-sig")


def classic_registrations_csv(registrations: Sequence[Registration]) -> bytes:
    """The same week as the classic registration activity report."""
    rows = [
        {
            "User": registration.user,
            "Role": "None",
            "Date and Time": registration.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "Data Registered": registration.datum,
        }
        for registration in registrations
    ]
    return _csv(["User", "Role", "Date and Time", "Data Registered"], rows).encode("utf-8-sig")
