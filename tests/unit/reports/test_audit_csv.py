import io
from datetime import UTC, datetime

import pytest

from bot.errors import ReportError
from bot.reports.folding.filtered_log import NO_FAILURE
from bot.reports.folding.steps import STEPS
from bot.reports.formats import audit_csv
from bot.reports.parsing.cut_off import BY_CHANCE
from bot.reports.parsing.head import head_of
from bot.reports.parsing.options import ReadOptions
from bot.reports.parsing.read_report import ReadReport

FLOW = "Self-service password reset flow activity progress"
SSPR = "Self-service Password Management"
HEADER = "Date (UTC),CorrelationId,Service,Activity,Result,ResultReason,ActorUserPrincipalName,ActorObjectId,Target1UserPrincipalName,Target1ObjectId"
ANALYTICS = "TimeGenerated [UTC],ActivityDateTime [UTC],OperationName,ActivityDisplayName,Result,ResultReason,ResultDescription,CorrelationId,Id,LoggedByService,InitiatedBy,TargetResources"


def row(**said: str) -> str:
    cells = {
        "at": "2026-11-20T08:14:33.1234567Z", "correlation": "c1", "service": SSPR, "activity": FLOW, "status": "success",
        "reason": "User submitted their user ID", "actor": "dana@contoso.com", "actor_id": "", "target": "dana@contoso.com",
        "target_id": "",
    } | said  # fmt: skip
    return ",".join(f'"{cell}"' for cell in cells.values())


def read(*rows: str, header: str = HEADER) -> ReadReport:
    return read_bytes("\r\n".join([header, *rows]).encode())


def read_bytes(data: bytes, options: ReadOptions | None = None) -> ReadReport:
    stream = io.BytesIO(data)
    head = head_of("audit.csv", stream)
    assert audit_csv.recognises(head)
    return audit_csv.read(head, stream, options or ReadOptions()).reports[0]


def test_a_step_is_read_with_its_seven_digits_cut_to_microseconds() -> None:
    report = read(row())
    assert report.recognised == "audit log, portal download, CSV, UTF-8"
    assert tuple(report.frame.columns) == STEPS
    assert report.frame.iloc[0].to_dict() == {
        "at": datetime(2026, 11, 20, 8, 14, 33, 123456, tzinfo=UTC),
        "user": "dana@contoso.com",
        "correlation": "c1",
        "activity": "flow",
        "reason": "User submitted their user ID",
        "success": True,
        "event_id": None,
        "user_id": "",
        "actor": "dana@contoso.com",
        "address": "",
        "agent": "",
    }


@pytest.mark.parametrize(
    ("said", "user"),
    [
        ({"target": "eve@contoso.com"}, "eve@contoso.com"),
        ({"target": ""}, "dana@contoso.com"),
        ({"target": "", "actor": "", "target_id": "8c4f"}, "8c4f"),
        ({"target": "", "actor": "", "actor_id": "9d5e"}, "9d5e"),
        ({"target": "", "target_id": "8c4f", "activity": "Reset password (by admin)"}, "8c4f"),
    ],
)
def test_the_user_is_the_target_else_the_actor_and_never_the_admin(said: dict[str, str], user: str) -> None:
    assert read(row(**said)).frame["user"].tolist() == [user]


def test_a_row_that_names_nobody_or_no_time_is_set_aside_with_its_line_and_text() -> None:
    orphan = row(target="", actor="", activity="Reset password (by admin)")
    undated = row(at="yesterday")
    report = read(row(), orphan, undated)
    assert [(bad.line, bad.reason, bad.raw) for bad in report.rejected] == [
        (3, "no user is named", orphan),
        (4, 'the time "yesterday" is not understood', undated),
    ]
    assert (report.rows, len(report.frame)) == (3, 1)


def test_rows_of_other_services_are_skipped_and_counted() -> None:
    report = read(
        row(),
        row(service="Core Directory", activity="Reset user password"),
        row(service="Core Directory"),
        row(service="Authentication Methods", activity="User registered security info", reason="User registered Email"),
        row(service="Authentication Methods", activity="User changed default security info"),
        row(activity="Self-service password reset policy changes"),
    )
    assert (report.rows, report.skipped, report.warnings) == (6, 3, (f"{NO_FAILURE} {BY_CHANCE}",))
    assert report.frame["activity"].tolist() == ["flow", "info saved", "policy change"]


def test_an_activity_of_the_reset_service_that_no_document_lists_is_named() -> None:
    report = read(row(), row(activity="Reset password (by magic)"), row(activity="Reset password (by magic)"))
    assert report.warnings[-1:] == ('2 rows of the unknown activity "Reset password (by magic)" were skipped.',)


@pytest.mark.parametrize("name", ["Self-serve password reset flow activity progress", FLOW.upper()])
def test_older_spellings_of_an_activity_mean_the_same(name: str) -> None:
    assert read(row(activity=name)).frame["activity"].tolist() == ["flow"]


@pytest.mark.parametrize(
    ("status", "reason", "success"),
    [
        ("Success", "", True),
        ("failure", "Successfully completed reset.", False),
        ("timeout", "", False),
        ("Sucesso", "Successfully completed reset.", True),
        ("Falha", "FuzzyPolicyViolationInvalidPassword", False),
    ],
)
def test_a_status_in_another_language_is_told_by_the_reason(status: str, reason: str, success: bool) -> None:
    said = row(activity="Reset password (self-service)", status=status, reason=reason)
    assert read(said).frame["success"].tolist() == [success]


def test_an_id_of_zeros_is_no_correlation() -> None:
    assert read(row(correlation="00000000-0000-0000-0000-000000000000")).frame["correlation"].tolist() == [""]


def test_columns_are_found_by_name_in_any_order_case_and_delimiter() -> None:
    header = "resultreason;ACTIVITY;Date (UTC);Target1UserPrincipalName;Result"
    report = read(f"User submitted their user ID;{FLOW};2026-11-20T08:14:33Z;dana@contoso.com;success", header=header)
    assert report.frame[["user", "activity", "correlation"]].to_numpy().tolist() == [["dana@contoso.com", "flow", ""]]


def test_lines_are_counted_as_an_editor_does() -> None:
    report = read("", row(), row(reason="two\nlines"), row(), "", row(at="never"))
    assert [(bad.line, bad.raw) for bad in report.rejected] == [(8, row(at="never"))]


def test_a_short_row_costs_itself_and_no_other() -> None:
    report = read(row(), '"2026-11-20"', row())
    assert [(bad.line, bad.raw) for bad in report.rejected] == [(3, '"2026-11-20"')]


def test_a_quotation_mark_that_is_never_closed_costs_its_row_and_no_other() -> None:
    report = read(row(), '"2026-11-20,"c1', row(), row(at="never"))
    assert [bad.line for bad in report.rejected] == [3, 5]
    assert report.rejected[1].raw == row(at="never")


@pytest.mark.parametrize("ending", ["", "\n"])
def test_a_file_of_a_header_alone_is_a_report_without_rows(ending: str) -> None:
    report = read_bytes(f"{HEADER}{ending}".encode())
    assert (report.rows, len(report.frame), report.warnings) == (0, 0, ("The report holds no rows.",))


def analytics_row(**said: str) -> str:
    cells = {
        "generated": "11/20/2026, 8:18:00.000 AM", "at": "11/20/2026, 8:14:33.123 AM", "operation": FLOW, "activity": "",
        "status": "success", "reason": "", "description": "User submitted their user ID", "correlation": "c1", "id": "e1",
        "service": SSPR, "initiator": '{"user":{"id":"9d5e","userPrincipalName":"dana@contoso.com"}}', "targets": "[]",
    } | said  # fmt: skip
    return ",".join('"{}"'.format(cell.replace('"', '""')) for cell in cells.values())


def test_log_analytics_has_people_in_json_and_names_in_either_column() -> None:
    report = read(
        analytics_row(),
        analytics_row(id="e2", activity=FLOW, operation="", reason="x", targets='[{"Type":"User","UserPrincipalName":"eve@contoso.com"}]'),
        analytics_row(id="e3", initiator='{"user":{"id":"9d5e","userPrinc', targets='[{"id":"8c4f","type":"User"}]'),
        header=ANALYTICS,
    )  # fmt: skip
    assert report.recognised == "audit log, Log Analytics export, CSV, UTF-8, dates month-first"
    assert report.frame["user"].tolist() == ["dana@contoso.com", "eve@contoso.com", "8c4f"]
    assert report.frame["event_id"].tolist() == ["e1", "e2", "e3"]
    assert report.frame["reason"].tolist() == ["User submitted their user ID", "x", "User submitted their user ID"]
    assert set(report.frame["at"]) == {datetime(2026, 11, 20, 8, 14, 33, 123000, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("header", "is_audit"),
    [
        (HEADER, True),
        (ANALYTICS, True),
        ("\ufeff" + HEADER, True),
        ("User,Role,Date and Time,Method(s) Used,Result,Details", False),
        ("User,Role,Date and Time,Data Registered", False),
        ("[{}]", False),
    ],
)
def test_an_audit_log_is_known_by_its_header(header: str, is_audit: bool) -> None:
    assert audit_csv.recognises(head_of("x", io.BytesIO(f"{header}\n".encode()))) is is_audit


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_does_not_matter(encoding: str) -> None:
    text = "\n".join([HEADER, *[row()] * 600, row(target="zo\u00eb@contoso.com")])
    assert "zo\u00eb@contoso.com" in read_bytes(text.encode(encoding)).frame["user"].tolist()


def test_dates_that_prove_no_order_are_read_only_when_a_person_says_how() -> None:
    data = f"{HEADER}\n{row(at='03/04/2026 08:14:33')}".encode()
    with pytest.raises(ReportError, match=r"audit\.csv does not show whether its dates are day-first"):
        read_bytes(data)
    assert read_bytes(data, ReadOptions(day_first=True)).frame["at"].tolist() == [
        datetime(2026, 4, 3, 8, 14, 33, tzinfo=UTC)
    ]


def test_a_log_of_other_services_alone_is_no_all_clear() -> None:
    report = read(row(service="Core Directory"))
    assert report.warnings == (
        "None of its rows is about password reset or registration: was it filtered by another service?",
    )


def test_rows_that_none_can_read_are_not_said_to_be_of_another_service() -> None:
    report = read("a,row,of,too,many,cells" + ",x" * 40)
    assert (len(report.rejected), report.warnings) == (1, ())


def test_what_no_log_writes_is_set_aside() -> None:
    report = read(row(), row(reason="x\0"), row(target="x" * 2_001))
    assert [bad.reason for bad in report.rejected] == [
        "the reason holds a NUL character",
        "the user is longer than 2,000 characters",
    ]


def test_a_quotation_mark_that_is_never_closed_costs_its_row_in_a_long_file_too() -> None:
    report = read(row(), '"2026-11-20,"c1', *[row()] * 10_000)
    assert [bad.line for bad in report.rejected] == [3]
    assert len(report.frame) == 10_001


def test_a_file_of_as_many_rows_as_a_download_holds_is_probably_cut_off() -> None:
    other = "2026-11-20T08:14:33Z,Add user,success,dana@contoso.com,Core Directory\n"
    header = "Date (UTC),Activity,Result,ActorUserPrincipalName,Service\n"
    report = read_bytes((header + other * 250_000).encode())
    assert [warning for warning in report.warnings if "probably cut off" in warning] == [
        "The file has exactly 250,000 rows, the most that one download holds: it is probably cut off. Download a shorter span."
    ]
