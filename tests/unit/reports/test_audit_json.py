import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.reports.formats import audit_json
from bot.reports.parsing.head import head_of
from bot.reports.parsing.options import ReadOptions
from bot.reports.parsing.read_report import ReadReport

FLOW = "Self-service password reset flow activity progress"


def record(**said: Any) -> dict[str, Any]:
    return {
        "id": "SSGM_1",
        "activityDateTime": "2026-11-20T08:14:33.1234567Z",
        "activityDisplayName": FLOW,
        "category": "UserManagement",
        "loggedByService": "Self-service Password Management",
        "correlationId": "c1",
        "result": "success",
        "resultReason": "User submitted their user ID ",
        "initiatedBy": {"app": None, "user": {"id": "9d5e", "userPrincipalName": "dana@contoso.com"}},
        "targetResources": [{"id": "8c4f", "type": "User", "userPrincipalName": "eve@contoso.com"}],
        **said,
    }


def read_audit_json(text: str) -> ReadReport:
    stream = io.BytesIO(text.encode())
    return audit_json.read(head_of("audit.json", stream), stream, ReadOptions()).reports[0]


def users(text: str) -> list[str]:
    return read_audit_json(text).frame["user"].tolist()


def test_a_record_is_a_step() -> None:
    step = read_audit_json(json.dumps([record()])).frame.iloc[0].to_dict()
    assert step == {
        "at": datetime(2026, 11, 20, 8, 14, 33, 123456, tzinfo=UTC),
        "user": "eve@contoso.com",
        "correlation": "c1",
        "activity": "flow",
        "reason": "User submitted their user ID",
        "success": True,
        "event_id": "SSGM_1",
        "user_id": "8c4f",
        "actor": "dana@contoso.com",
        "address": "",
        "agent": "",
    }


@pytest.mark.parametrize(
    ("said", "user"),
    [
        ({"targetResources": []}, "dana@contoso.com"),
        ({"targetResources": None}, "dana@contoso.com"),
        ({"targetResources": [{"id": "8c4f", "userPrincipalName": None}]}, "dana@contoso.com"),
        ({"initiatedBy": None}, "eve@contoso.com"),
        ({"initiatedBy": {"user": None, "app": {"displayName": "x"}}, "targetResources": [{"id": "8c4f"}]}, "8c4f"),
        ({"targetResources": [{"Type": "Group", "id": "1"}, {"Type": "User", "UserPrincipalName": "kim@contoso.com"}]}, "kim@contoso.com"),
        ({"targetResources": ["?", None], "initiatedBy": json.dumps({"User": {"UserPrincipalName": "lee@contoso.com"}})}, "lee@contoso.com"),
    ],
)  # fmt: skip
def test_the_user_is_found_whatever_is_missing(said: dict[str, Any], user: str) -> None:
    assert users(json.dumps([record(**said)])) == [user]


@pytest.mark.parametrize("missing", ["category", "correlationId", "resultReason", "result", "loggedByService", "id"])
def test_a_missing_or_null_field_costs_no_row(missing: str) -> None:
    without = {name: value for name, value in record().items() if name != missing}
    assert users(json.dumps([record(**{missing: None}), without])) == ["eve@contoso.com"] * 2


def test_keys_may_be_written_in_either_case() -> None:
    upper = {name[0].upper() + name[1:]: value for name, value in record().items()}
    assert users(json.dumps([upper])) == ["eve@contoso.com"]


@pytest.mark.parametrize(
    "text",
    [
        "[{0},\n{0}]",
        '{{"value": [{0}, {0}]}}',
        '{{"@odata.context": "x#auditLogs/directoryAudits", "value": [{0}], "@odata.nextLink": "x?$skiptoken=a}}b"}}\n{{"value": [{0}]}}',
        '[{{"value": [{0}]}}, {{"value": [{0}]}}]',
        '{{"@odata.count": {{"of": 2}}, "value": [{0}, {0}]}}',
        '{{"records": [{0}]}}{{"records": [{0}]}}',
        "{0}\r\n\r\n{0}\r\n",
        '{{"time": "2020-01-01T00:00:00Z", "category": "AuditLogs", "properties": {0}}}\n{{"properties": {0}}}',
    ],
)
def test_records_are_found_in_every_wrapping(text: str) -> None:
    report = read_audit_json(text.format(json.dumps(record())))
    assert (report.frame["user"].tolist(), report.rejected) == (["eve@contoso.com"] * 2, ())
    assert set(report.frame["at"]) == {datetime(2026, 11, 20, 8, 14, 33, 123456, tzinfo=UTC)}


def test_a_broken_line_costs_itself_and_no_other() -> None:
    line = json.dumps(record())
    report = read_audit_json(f"{line}\n{line[:40]}\n\n{line}\n[1]")
    assert [(bad.line, bad.reason, bad.raw) for bad in report.rejected] == [
        (2, "the JSON is broken here", line[:40]),
        (5, "the JSON is broken here", "1"),
    ]
    assert report.rows == 4


def test_of_a_download_that_broke_off_the_whole_records_are_kept() -> None:
    text = json.dumps({"value": [record(), record(id="SSGM_2"), record(id="SSGM_3")]}, indent=1)
    report = read_audit_json(text[:-60])
    assert report.frame["event_id"].tolist() == ["SSGM_1", "SSGM_2"]
    assert len(report.rejected) == 1


def test_a_record_without_a_time_is_set_aside_as_it_stood() -> None:
    odd = record(activityDateTime=None)
    report = read_audit_json(json.dumps([odd]))
    assert [(bad.line, bad.reason, json.loads(bad.raw)) for bad in report.rejected] == [
        (1, 'the time "" is not understood', odd)
    ]


@pytest.mark.parametrize(
    ("head", "is_audit"),
    [
        (json.dumps([record()], indent=2), True),
        (json.dumps({"time": "x", "properties": record()}), True),
        ('{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#auditLogs/directoryAudits","value":[]}', True),
        ('{"value": [{"userPrincipalName": "dana@contoso.com", "isSsprRegistered": true}]}', False),
        ('[{"eventTime": "2017-02-28", "userName": "dana@contoso.com"}]', False),
        ('User,"correlationId": "activityDateTime":', False),
    ],
)
def test_audit_records_are_known_by_their_fields(head: str, is_audit: bool) -> None:
    assert audit_json.recognises(head_of("x", io.BytesIO(head.encode()))) is is_audit


def test_hostile_json_costs_its_own_record_and_no_other() -> None:
    good, half = json.dumps(record()), json.dumps(record(activityDateTime=None, resultReason="\ud800"))
    report = read_audit_json("\n".join([good, "[" * 20_000, good, half, '{"a":' * 5_000, good]))
    assert [bad.line for bad in report.rejected if bad.line == 4] == [4]
    "".join(bad.raw for bad in report.rejected).encode()


def test_records_that_share_a_line_are_told_apart_by_their_number() -> None:
    report = read_audit_json(json.dumps([record(), record(activityDateTime="soon"), "a word"]))
    assert [(bad.line, bad.reason) for bad in report.rejected] == [
        (1, "the JSON is broken here (record 3)"),
        (1, 'the time "soon" is not understood (record 2)'),
    ]
