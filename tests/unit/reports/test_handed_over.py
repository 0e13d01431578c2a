"""What people hand over instead of a report as it was downloaded: each kind is read, or refused by its name."""

import base64
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.errors import ReportError
from bot.reports.folding.fold import fold
from bot.reports.formats.classic_csv import ANYBODYS
from bot.reports.formats.registry import ReadOptions, read_all
from tests.support.handed_over import (
    ENDS,
    NOW,
    PORTAL,
    csv_text,
    ends,
    guid,
    portal_csv,
    portal_rows,
    read_bytes,
    read_json,
    read_text,
    record,
    records,
    user,
)

DATA = Path(__file__).parents[2] / "data" / "handed_over"


def powershell_case(value: Any) -> Any:
    """The same with the capitals that PowerShell's objects have."""
    if isinstance(value, dict):
        return {name[:1].upper() + name[1:]: powershell_case(inner) for name, inner in value.items()}
    return [powershell_case(inner) for inner in value] if isinstance(value, list) else value


def cut_in_depth(value: dict[str, Any]) -> dict[str, Any]:
    """What ConvertTo-Json without -Depth leaves of a record."""
    person = value["targetResources"][0]
    text = f"@{{Id={person['id']}; UserPrincipalName={person['userPrincipalName']}; Type=User}}"
    return {**value, "targetResources": [text], "initiatedBy": {"app": None, "user": text}}


def as_class(value: dict[str, Any]) -> str:
    person = value["targetResources"][0]
    return f"class TargetResource {{\n  Id: {person['id']}\n  UserPrincipalName: {person['userPrincipalName']}\n}}"


def log_analytics(time: str = "TimeGenerated [UTC]") -> str:
    header = [
        time,
        "OperationName",
        "Result",
        "ResultReason",
        "CorrelationId",
        "Id",
        "LoggedByService",
        "InitiatedBy",
        "TargetResources",
    ]
    rows = [
        [one["activityDateTime"].replace("Z", "").replace("T", " "), one["activityDisplayName"], one["result"], one["resultReason"],
         one["correlationId"], one["id"], one["loggedByService"], json.dumps(one["initiatedBy"]), json.dumps(one["targetResources"])]
        for one in records()
    ]  # fmt: skip
    return csv_text(header, rows)


def projected() -> list[dict[str, str]]:
    return [
        {"Time": one["activityDateTime"], "OperationName": one["activityDisplayName"], "Status": one["result"],
         "ResultReason": one["resultReason"], "TargetUser": one["targetResources"][0]["userPrincipalName"]}
        for one in records()
    ]  # fmt: skip


def by_columns() -> dict[str, dict[str, Any]]:
    """As pandas writes a frame: column by column, times as milliseconds."""
    rows = [{**one, "activityDateTime": 1_795_161_900_000 + 1_000 * number} for number, one in enumerate(records())]
    return {name: {str(number): row[name] for number, row in enumerate(rows)} for name in rows[0]}


LIST = json.dumps(records())
READ: dict[str, Callable[[], Any]] = {
    "a type line": lambda: read_text(f"#TYPE System.Management.Automation.PSCustomObject\r\n{portal_csv()}"),
    "a sep line": lambda: read_text(f"sep=,\r\n{portal_csv()}"),
    "a sep line in quotes with commas": lambda: read_text(f'"sep=,"\r\n{portal_csv()}'),
    "a blank line and a title": lambda: read_text(f"\r\nAudit log of contoso\r\n\r\n{portal_csv()}"),
    "a footer": lambda: read_text(f"{portal_csv()}\r\n6 rows\r\n"),
    "a mark inside the quoted first header": lambda: read_text(portal_csv().replace('"Date', '"\ufeffDate', 1)),
    "a mark and quotes that became characters": lambda: read_text(
        portal_csv().replace('"Date (UTC)"', '"\ufeff""Date (UTC)"""', 1)
    ),
    "a mark read as Windows-1252": lambda: read_text("ï»¿" + portal_csv()),
    "rows shorter than the header": lambda: read_text(
        "\n".join([",".join(PORTAL), *(",".join(row[:-2]) for row in portal_rows())]) + "\n"
    ),
    "short rows with quoted cells": lambda: read_text(
        "\n".join([",".join(PORTAL), *(",".join(f'"{cell}"' for cell in row[:-2]) for row in portal_rows())]) + "\n"
    ),
    "capitals of PowerShell": lambda: read_json(powershell_case(records())),
    "UTF-16 with a mark": lambda: read_bytes(LIST.encode("utf-16")),
    "a list cut off in depth": lambda: read_json([cut_in_depth(one) for one in records()]),
    "class texts in cells": lambda: read_text(
        csv_text(
            [
                "ActivityDateTime",
                "ActivityDisplayName",
                "Result",
                "ResultReason",
                "LoggedByService",
                "TargetResources",
                "CorrelationId",
            ],
            [
                [
                    one["activityDateTime"],
                    one["activityDisplayName"],
                    one["result"],
                    one["resultReason"],
                    one["loggedByService"],
                    as_class(one),
                    one["correlationId"],
                ]
                for one in records()
            ],
        )
    ),
    "a batch": lambda: read_json({"responses": [{"id": "1", "status": 200, "body": {"value": records()}}]}),
    "a Logic App's answer": lambda: read_json({"statusCode": 200, "headers": {}, "body": {"value": records()}}),
    "an Event Hub's bodies": lambda: read_json(
        [{"body": {"records": [{"time": "", "properties": one}]}} for one in records()]
    ),
    "an Event Hub's bodies as text": lambda: read_json(
        [{"enqueuedTime": "x", "body": json.dumps({"records": [{"properties": one}]})} for one in records()]
    ),
    "the tables of a query": lambda: read_bytes((DATA / "query-tables.json").read_bytes()),
    "a projection as JSON": lambda: read_json(projected()),
    "a projection as CSV": lambda: read_text(
        csv_text(list(projected()[0]), [list(row.values()) for row in projected()])
    ),
    "one column a field": lambda: read_bytes((DATA / "flat-audit.csv").read_bytes()),
    "Log Analytics in UTC": lambda: read_text(log_analytics()),
    "a frame of pandas": lambda: read_json(by_columns()),
    "Splunk's export as JSON": lambda: read_text(
        "\n".join(
            json.dumps({"preview": False, "result": {"_raw": json.dumps(one), "_time": "x"}}) for one in records()
        )
    ),
    "Splunk's export as CSV": lambda: read_text(
        csv_text(["_time", "_raw"], [["x", json.dumps(one)] for one in records()])
    ),
    "Elastic's documents": lambda: read_json(
        {"hits": {"hits": [{"_source": {"event": {"original": json.dumps(one)}}} for one in records()]}}
    ),
    "Kibana's CSV": lambda: read_text(
        csv_text(["@timestamp", "event.original"], [["x", json.dumps(one)] for one in records()])
    ),
}


@pytest.mark.parametrize("what", READ)
def test_the_same_attempts_are_in_it_whatever_wraps_them(what: str) -> None:
    assert ends(READ[what]()) == ENDS


@pytest.mark.parametrize("name", ["powershell-dates.json", "type-line.csv", "flat-audit.csv", "query-tables.json"])
def test_a_file_as_it_was_handed_over_is_read_without_a_doubt(name: str) -> None:
    reading = read_bytes((DATA / name).read_bytes())
    assert ends(reading) == ENDS
    assert (reading.reports[0].rejected, reading.reports[0].warnings) == ((), ())


def test_rows_that_excel_left_short_are_read_and_counted() -> None:
    (report,) = read_bytes((DATA / "excel-short-rows.csv").read_bytes()).reports
    assert (report.rows, len(report.frame), report.rejected) == (24, 24, ())
    assert report.warnings == (
        "9 rows have fewer cells than the header: what is left out at the end was taken as blank.",
    )


def test_times_of_powershell_are_exact() -> None:
    (report,) = read_bytes((DATA / "powershell-dates.json").read_bytes()).reports
    assert report.frame["at"].dt.strftime("%d %H:%M:%S").tolist()[:2] == ["20 08:05:00", "20 08:05:05"]


NAMELESS = "Export again with ConvertTo-Json -Depth 10 in place of Export-Csv, or take the portal's own download."
TYPES = [
    "Microsoft.Graph.PowerShell.Models.MicrosoftGraphTargetResource[]",
    "System.Object[]",
    "System.Collections.Generic.List`1[Microsoft.Open.MSGraph.Model.TargetResource]",
    "Microsoft.Open.MSGraph.Model.AuditActorInfo",
]


@pytest.mark.parametrize("text", TYPES)
def test_a_file_of_type_names_names_nobody_and_says_how_to_export(text: str) -> None:
    header = ["ActivityDateTime", "ActivityDisplayName", "Result", "LoggedByService", "TargetResources", "InitiatedBy"]
    rows = [
        [one["activityDateTime"], one["activityDisplayName"], one["result"], one["loggedByService"], text, text]
        for one in records()
    ]
    with pytest.raises(ReportError) as refusal:
        read_text(csv_text(header, rows))
    assert str(refusal.value) == (
        f"handed-over names nobody: PowerShell wrote the type of each object where the people should stand. {NAMELESS}"
    )


def test_one_type_name_among_people_costs_its_row_unless_its_id_is_known() -> None:
    rows = portal_rows()
    rows[1][7] = rows[1][10] = "System.Object[]"
    assert ends(read_text(csv_text(PORTAL, rows))) == ENDS
    rows[1][6] = rows[1][9] = ""
    (report,) = read_text(csv_text(PORTAL, rows)).reports
    assert [(row.line, row.reason) for row in report.rejected] == [
        (3, "the user is written as System.Object[], which names nobody")
    ]


def test_a_type_name_is_no_person_of_a_classic_report_either() -> None:
    (report,) = read_text(
        "User,Date and Time,Result,Details\n"
        "System.Object[],2026-11-20T08:00:00Z,Failed,x\n"
        "@{id=1; userPrincipalName=dana@contoso.com},2026-11-20T08:00:00Z,Failed,x\n"
    ).reports
    assert report.frame["user"].tolist() == ["dana@contoso.com"]
    assert [row.reason for row in report.rejected] == ["the user is written as System.Object[], which names nobody"]


@pytest.mark.parametrize("name", ["john.smith", "Microsoft@contoso.com", "system", "User[1]", "a.b.c"])
def test_a_person_may_be_called_nearly_so(name: str) -> None:
    (report,) = read_text(f"User,Date and Time,Result\n{name},2026-11-20T08:00:00Z,Failed\n").reports
    assert report.frame["user"].tolist() == [name]


def test_an_id_alone_is_the_person_whose_own_rows_carry_it() -> None:
    reset = record(1, activityDisplayName="Reset password (by admin)", result="success", resultReason="",
                   initiatedBy={"user": {"id": "a", "userPrincipalName": "admin@contoso.example"}},
                   targetResources=[{"id": record(0)["targetResources"][0]["id"], "userPrincipalName": None}])  # fmt: skip
    (report,) = read_json([*records(), reset]).reports
    last = report.frame.iloc[-1]
    assert (last["activity"], last["user"], last["actor"]) == ("admin reset", user("dana.k"), "admin@contoso.example")


REFUSED = {
    "a sign-in log": (
        "Date (UTC),Request ID,User,Username,Application,Status\n2026-11-20T08:00:00Z,1,Dana,dana@contoso.com,x,Success\n",
        "is a sign-in log, and no report of password resets.",
    ),
    "sign-ins as JSON": ('[{"id":"1","createdDateTime":"2026-11-20T08:00:00Z","appDisplayName":"x","status":{"errorCode":0}}]', "is a sign-in log"),
    "a sign-in log with few columns": ("Date (UTC),User,Username,Application,IP address,Status,Failure reason\nx,a,b,c,d,e,f\n", "is a sign-in log, and no report"),
    "a sign-in log without the applications": ("Date,User,Username,Status,Sign-in error code,Failure reason\nx,a,b,c,d,e\n", "is a sign-in log, and no report"),
    "sign-ins of another program": ("User,Date,Result\na@b.c,2026-11-20 08:05,Success\nb@b.c,2026-11-20 08:06,Failure\n", "holds users, times and results, as reports of many programs do"),
    "another program's with reasons": ("User,Role,Date,Result,Details\na@b.c,Staff,2026-11-20 08:05,Failure,Bad password\n", "keep its columns Method(s) Used and Details"),
    "the bot's own export": ("user,role,at,methods,result,detail,cause\na,,x,,Failed,b,c\n", "Export it with the word classic (export attempts 30d classic)"),
    "Purview": ("RecordId,CreationDate,RecordType,Operation,UserId,AuditData\n1,x,15,y,z,{}\n", "is a search of the Purview audit log"),
    "Defender": ("Timestamp,ActionType,Application,AccountObjectId,RawEventData\nx,y,z,1,{}\n", "is a table of Microsoft Defender (CloudAppEvents)"),
    "a sign-in page": ("<!DOCTYPE html><html><title>Sign in to your account</title></html>", "is a sign-in page (HTML) and no report"),
    "an error": ('{"error":{"code":"Authentication_RequestFromNonPremiumTenant","message":"no"}}', "is an error of the service and no data"),
    "Elastic without its originals": ("@timestamp,azure.auditlogs.operation_name\nx,y\n", "is an export of Elastic without the records as they were sent"),
    "sign-ins of Log Analytics": ("TimeGenerated [UTC],OperationName,ResultType,UserPrincipalName,AppDisplayName,Status,CorrelationId\n2026-11-20T08:00:00Z,Sign-in activity,0,a@b.c,x,{},1\n", "is a sign-in log"),
    "sign-ins as they are streamed": ('{"time":"2026-11-20T08:00:00Z","operationName":"Sign-in activity","category":"SignInLogs","correlationId":"c","properties":{"createdDateTime":"2026-11-20T00:00:00Z","appDisplayName":"x","status":{"errorCode":0}}}', "is a sign-in log"),
    "Purview's records": ('[{"CreationTime":"2026-11-20T00:00:00","Operation":"Reset user password.","RecordType":8,"Workload":"AzureActiveDirectory","UserId":"a@b.c"}]', "is a search of the Purview audit log"),
    "another table of Defender": ("Timestamp,ActionType,Application,AccountUpn\nx,y,z,1\n", "is a table of Microsoft Defender, and no report"),
    "a page behind a comment": ("<!-- saved from x -->\n<!DOCTYPE html><html><title>Portal</title></html>", "is a web page (HTML) and no report"),
    "an error of the sign-in service": ('{"error":"invalid_client","error_description":"AADSTS7000215"}', "is an error of the service and no data"),
    "nothing": ("[]", "is an empty list or object of JSON"),
    "Clixml": ('<Objs Version="1.1.0.1" xmlns="x">\n', "is an export of PowerShell as XML (Export-Clixml), and no report of password resets. Export it with ConvertTo-Json -Depth 10"),
    "XML": ("<?xml version='1.0'?>\n<results/>\n", "is a file of XML"),
    "a list of PowerShell": ("\n\nActivityDateTime : 11/20/2026 8:05:00 AM\nResult           : success\nTargetResources  : {Microsoft.Graph}\n", "is a list for reading (PowerShell's Format-List"),
    "a table of PowerShell": ("\nActivityDateTime      Result\n----------------      ------\n11/20/2026 8:05:00 AM success\n", "is a table for reading (PowerShell's Format-Table"),
    "a PDF": ("%PDF-1.7\n", "is a PDF"),
    "counts": ('{"value":[{"aggregatedDateTime":"2026-11-20","passwordResetsSelfServiceCount":2}]}', "is a table of counts, which names nobody"),
    "Elastic's documents without them": ('{"hits":{"hits":[{"_source":{"azure":{"auditlogs":{"operation_name":"x"}}}}]}}', "is an export of Elastic without"),
    "no status of events": ("Date,User name,User,Feature,Method used\nx,y,z,Reset,SMS\n", "looks like a list of registration and reset events, but no column is called Status"),
    "not who is allowed": ("userPrincipalName,isSsprRegistered,isAdmin,methodsRegistered\na@b.c,True,False,email\n", "looks like registration details, but no column is called isSsprEnabled"),
    "no result": ("Date,Activity,CorrelationId,Target1UserPrincipalName\nx,y,z,a@b.c\n", "but no column holds its result (Result, Status)"),
    "no people": ("Date,Activity,Result,ResultReason\nx,y,z,a\n", "no column holds who it is about (Target1UserPrincipalName, TargetResources, InitiatedBy)"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_report_is_refused_by_its_name(what: str) -> None:
    text, sentence = REFUSED[what]
    with pytest.raises(ReportError) as refusal:
        read_text(text)
    assert sentence in str(refusal.value)
    assert len(str(refusal.value)) < 600
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("what", ["no status of events", "not who is allowed", "no result", "no people"])
def test_the_data_answer_tells_the_same_reason_as_the_load(what: str) -> None:
    text, sentence = REFUSED[what]
    with pytest.raises(ReportError) as refusal:
        read_text(text)
    assert sentence in refusal.value.logged


DETAIL = "User does not have a license. You can add a license to the user to resolve this"
OF_FEW_COLUMNS = {  # and whether it may be another program's
    "User,Date,Result\na@b.c,2026-11-20 08:05,Failed\nb@b.c,2026-11-20 08:06,Abandoned\n": False,
    f"User,Date,Result,Details\na@b.c,2026-11-20 08:05,Failed,{DETAIL}\n": False,
    "User,Date,Result,Method\na@b.c,2026-11-20 08:05,Succeeded,Office Phone\n": False,
    "User,Date and Time,Result\na@b.c,2026-11-20 08:05,Failed\n": False,
    "User,Date,Result\na@b.c,2026-11-20 08:05,Failed\n": True,
    "User,Role,Date,Result,Details\na@b.c,Staff,2026-11-20 08:05,Succeeded,Door 4\n": True,
}


@pytest.mark.parametrize("text", OF_FEW_COLUMNS)
def test_a_report_in_which_nothing_is_of_resets_says_so(text: str) -> None:
    (report,) = read_text(text).reports
    assert report.rows == len(report.frame) == text.count("\n") - 1
    assert (ANYBODYS in report.warnings) is OF_FEW_COLUMNS[text]


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_a_mark_that_lies_is_said(mark: bytes) -> None:
    with pytest.raises(ReportError, match="begins with the mark of UTF-16, but is not written in it"):
        read_bytes(mark + portal_csv().encode())


def test_a_mark_of_the_other_byte_order_lies_too() -> None:
    with pytest.raises(ReportError, match="begins with the mark of UTF-16, but is not written in it"):
        read_bytes(b"\xfe\xff" + portal_csv().encode("utf-16-le"))


def test_a_refusal_quotes_one_short_line_in_one_piece() -> None:
    noise = base64.b64encode(bytes(range(200))).decode()
    with pytest.raises(ReportError) as refusal:
        read_text(f'"A","B `x`",<@U1>,{noise}\nsecond line\n')
    begin = str(refusal.value).partition("“")[2].partition("”")[0]
    assert begin.startswith('"A","B  x ", @U1 ,')
    assert len(begin) <= 63
    assert "second" not in str(refusal.value)


def test_the_report_s_kinds_are_in_the_file_of_usage_events() -> None:
    resets, registrations = read_bytes((DATA / "usage-events.csv").read_bytes()).reports
    assert resets.frame[["user", "result", "methods"]].to_numpy().tolist() == [
        ["dana.k@contoso.example", "Failed", ""],
        ["lee.m@contoso.example", "Succeeded", "Mobile Phone"],
    ]
    assert registrations.frame[["user", "datum"]].to_numpy().tolist() == [["kim.p@contoso.example", "App Notification"]]
    assert (resets.rows, registrations.rows) == (2, 1)


def test_usage_events_as_json_tell_by_the_reason_and_never_by_the_person_s_id() -> None:
    event = {"id": "1", "feature": "reset", "userPrincipalName": "dana@contoso.com", "isSuccess": True, "authMethod": "email",
             "failureReason": "User contacted an admin after trying the email verification option", "eventDateTime": "2026-11-20T08:00:00Z"}  # fmt: skip
    later = {**event, "isSuccess": True, "failureReason": "", "eventDateTime": "2026-11-20T09:00:00Z"}
    failed = {**later, "feature": "registration", "isSuccess": False}
    reading = read_json({"value": [event, later, failed]})
    resets, registrations = reading.reports
    assert resets.frame["result"].tolist() == ["Contacted admin", "Succeeded"]
    assert "event_id" not in resets.frame
    assert registrations.frame["failed"].tolist() == [True]
    assert (registrations.rows, registrations.skipped) == (1, 0)
    assert registrations.warnings[0] == "1 registration that failed is not counted as registered."


def test_a_deleted_person_s_events_stay_hers() -> None:
    event = {"id": guid("lee.m"), "feature": "reset", "isSuccess": True, "eventDateTime": "2026-11-20T08:00:00Z"}
    prefixed = guid("lee.m").replace("-", "") + user("lee.m")
    events = [{**event, "userPrincipalName": name} for name in (user("lee.m"), prefixed)]
    (resets,) = read_json({"value": events}).reports
    assert resets.frame["user"].tolist() == [user("lee.m")] * 2


@pytest.mark.parametrize("upper", [False, True])
@pytest.mark.parametrize("form", ["portal", "graph"])
def test_a_deleted_person_s_steps_stay_hers(form: str, upper: bool) -> None:
    prefix = guid("lee.m").replace("-", "")
    prefixed = (prefix.upper() if upper else prefix) + user("lee.m")
    text = portal_csv() if form == "portal" else json.dumps({"value": records()})
    begin, middle, end = text.rpartition("2026-11-20T09:02:00Z")  # the second of two steps
    assert ends(read_text(begin + middle + end.replace(user("lee.m"), prefixed))) == ENDS


def test_a_name_that_only_looks_like_a_deleted_person_s_stays() -> None:
    other = "0123456789abcdef" * 2 + user("lee.m")
    text = portal_csv().replace(user("lee.m"), other)
    assert set(read_text(text).reports[0].frame["user"]) == {user("dana.k"), other, user("max.b")}


@pytest.mark.parametrize(("at", "as_of", "warns"), [
    ("11/20/2026 3:00:00 AM", "02:00", True), ("2026-11-20T03:00:00Z", "03:00", False),
    ("2026-11-20 03:00:00", "02:00", True),
])  # fmt: skip
def test_a_roster_s_time_without_a_zone_is_said(at: str, as_of: str, warns: bool) -> None:
    text = f"userPrincipalName,isSsprRegistered,isSsprEnabled,lastUpdatedDateTime\ndana@contoso.com,True,True,{at}\n"
    zone = ReadOptions(zone=ZoneInfo("Europe/Berlin"))
    (roster,) = read_all("r.csv", io.BytesIO(text.encode()), zone).rosters
    assert f"{roster.as_of:%H:%M}" == as_of
    assert [warning for warning in roster.warnings if "taken as Europe/Berlin" in warning] == list(roster.warnings)
    assert bool(roster.warnings) is warns
    (said,) = read_all(
        "r.csv", io.BytesIO(text.replace("lastUpdatedDateTime", "Last updated (UTC)").encode()), zone
    ).rosters
    assert (f"{said.as_of:%H:%M}", said.warnings) == ("03:00", ())


def test_a_roster_may_come_from_a_file() -> None:
    (roster,) = read_bytes((DATA / "roster.csv").read_bytes()).rosters
    assert roster.frame.to_numpy().tolist() == [
        ["dana.k@contoso.example", False, True, False, False, False, "mobilePhone", ""],
        ["lee.m@contoso.example", True, True, True, True, False, "email + mobilePhone", ""],
    ]
    assert str(roster.as_of) == "2026-11-20 03:00:00+00:00"
    assert not roster.warnings
    assert roster.recognised == "registration details, CSV, UTF-8"


ROSTERS = {
    "AdminDroid": "User Name,UPN,Is SSPR Registered by User,Is SSPR Enabled by Admins,Is SSPR Capable,Registered Auth Methods\n"
    "Dana,dana@contoso.com,False,True,False,mobilePhone\n",
    "the portal": "User principal name,Name,MFA Capable,SSPR Registered,SSPR Enabled,SSPR Capable,Methods registered,Last Updated Time\n"
    "dana@contoso.com,Dana,Capable,Not Registered,Enabled,Not Capable,Mobile phone,2026-11-20T03:00:00Z\n",
    "the older API": json.dumps({"value": [{"userPrincipalName": "dana@contoso.com", "isRegistered": False, "isEnabled": True, "isCapable": False,
                                            "authMethods": ["mobilePhone"]}]}),
    "Graph": json.dumps({"value": [{"userPrincipalName": "dana@contoso.com", "isSsprRegistered": False, "isSsprEnabled": True,
                                    "isSsprCapable": False, "isAdmin": False, "userType": "member", "methodsRegistered": ["mobilePhone"]}]}),
}  # fmt: skip


@pytest.mark.parametrize("what", ROSTERS)
def test_a_roster_is_the_same_whoever_wrote_it(what: str) -> None:
    (roster,) = read_text(ROSTERS[what]).rosters
    assert roster.frame.to_numpy().tolist() == [
        ["dana@contoso.com", False, True, False, False, False, "mobilePhone", ""]
    ]
    assert any("has no date" in warning for warning in roster.warnings) is (roster.as_of is None)


DANAS = "0a1b2c3d-0000-4000-8000-00000000000a"


@pytest.mark.parametrize("what", ROSTERS)
def test_the_id_of_a_row_is_the_persons_in_todays_list_alone(what: str) -> None:
    text = ROSTERS[what]
    if text.startswith("{"):
        text = text.replace('"userPrincipalName"', f'"id": "{DANAS.upper()}", "userPrincipalName"')
    else:
        header, row = text.splitlines()
        text = f"Id,{header}\n{DANAS},{row}\n"
    (roster,) = read_text(text).rosters
    assert roster.frame["object_id"].tolist() == [DANAS if what == "Graph" else ""]


def test_a_script_that_writes_todays_list_as_a_table_gives_the_id() -> None:
    (roster,) = read_text(
        f"Id,UserPrincipalName,IsSsprRegistered,IsSsprEnabled\n{DANAS},dana@contoso.com,False,True\n"
    ).rosters
    assert roster.frame["object_id"].tolist() == [DANAS]


def test_a_part_of_a_roster_is_refused_as_who_is_missing_would_leave() -> None:
    page = json.loads(ROSTERS["Graph"]) | {"@odata.nextLink": "https://graph.microsoft.com/next"}
    with pytest.raises(ReportError, match="it is one page of several"):
        read_json(page)
    with pytest.raises(ReportError, match="the file ends in the middle"):
        read_text(ROSTERS["Graph"][:-3])


LISTED = "userPrincipalName,isSsprRegistered,isSsprEnabled,lastUpdatedDateTime\n"
OF_A_DAY = [f"{name}@contoso.com,{{}},True,2026-11-{{}}T03:00:00Z" for name in ("dana", "lee", "max", "kim")]


@pytest.mark.parametrize("days", [(20, 24), (24, 20)])
def test_lists_of_two_days_in_one_file_are_no_list(days: tuple[int, int]) -> None:
    rows = [row.format(day == 24, day) for day in days for row in OF_A_DAY]
    with pytest.raises(ReportError, match="holds several lists of registration details: 4 people stand in it more"):
        read_text(LISTED + "\n".join([*rows, ""]))


def test_a_person_who_stands_twice_in_a_list_is_said() -> None:
    rows = [row.format(True, 20) for row in OF_A_DAY]
    (roster,) = read_text(LISTED + "\n".join([*rows, rows[0].replace("True", "False", 1), ""])).rosters
    assert roster.warnings == ("1 person stands in it more than once, and not alike: the last row counts.",)
    assert roster.frame["registered"].tolist() == [False, True, True, True]
    (roster,) = read_text(LISTED + "\n".join([*rows, *rows, ""])).rosters
    assert (len(roster.frame), roster.warnings) == (4, ())


def test_a_list_without_user_ids_says_so() -> None:
    rows = [row.format(True, 20).replace("@contoso.com", "") for row in OF_A_DAY]
    (roster,) = read_text(LISTED + "\n".join([*rows, ""])).rosters
    assert "Most of its user IDs have no @" in roster.warnings[0]


def test_methods_that_powershell_lost_are_said() -> None:
    (roster,) = read_text(ROSTERS["AdminDroid"].replace("mobilePhone", "System.String[]")).rosters
    assert roster.warnings[0].startswith("The registered methods of 1 person are lost")


FLAGS = {
    "wahr": True,
    "FALSCH": False,
    "Yes": True,
    "Not Registered": False,
    "1": True,
    "0.0": False,
    "VRAI": True,
    "un-registered": False,
}


@pytest.mark.parametrize("word", FLAGS)
def test_yes_and_no_as_services_scripts_and_spreadsheets_write_them(word: str) -> None:
    (roster,) = read_text(f"userPrincipalName,isSsprRegistered,isSsprEnabled\na@b.c,{word},true\n").rosters
    assert roster.frame[["registered", "enabled"]].to_numpy().tolist() == [[FLAGS[word], True]]


@pytest.mark.parametrize(("word", "said"), [("✓", 'says "✓"'), ("-", 'says "-"'), ("", "is blank in a row")])
def test_what_says_neither_is_refused(word: str, said: str) -> None:
    with pytest.raises(ReportError, match=f": The column isSsprRegistered {said}, which (is|says) neither yes nor no"):
        read_text(f"userPrincipalName,isSsprRegistered,isSsprEnabled\na@b.c,{word},true\n")


@pytest.mark.parametrize(
    "cell",
    ["email, mobilePhone", "email mobilePhone", "email\nmobilePhone", "email + mobilePhone", "{email, mobilePhone}",
     "['email', 'mobilePhone']", '["email","mobilePhone"]', "email;mobilePhone", "Email|Mobile phone"],
)  # fmt: skip
def test_methods_may_be_joined_in_any_way(cell: str) -> None:
    text = csv_text(
        ["userPrincipalName", "isSsprRegistered", "isSsprEnabled", "methodsRegistered"],
        [["a@b.c", "true", "true", cell]],
    )
    assert read_text(text).rosters[0].frame["methods"].tolist() == ["email + mobilePhone"]


def test_a_roster_that_names_types_names_nobody() -> None:
    with pytest.raises(ReportError, match="names nobody"):
        read_text("userPrincipalName,isSsprRegistered,isSsprEnabled\nSystem.Object[],true,true\n")


def test_a_date_that_only_one_order_can_explain_dates_a_roster() -> None:
    text = "userPrincipalName,isSsprRegistered,isSsprEnabled,lastUpdatedDateTime\na@b.c,true,true,{}\n"
    assert str(read_text(text.format("11/20/2026 3:00:00 AM")).rosters[0].as_of) == "2026-11-20 03:00:00+00:00"
    assert read_text(text.format("11/10/2026 3:00:00 AM")).rosters[0].as_of is None


def test_a_page_with_a_next_page_is_said_to_be_one_of_several() -> None:
    page = {
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#auditLogs/directoryAudits",
        "value": records(),
    }
    more = {**page, "@odata.nextLink": "https://graph.microsoft.com/v1.0/auditLogs/directoryAudits?$skiptoken=1"}
    (report,) = read_json(more).reports
    assert "more pages" in report.warnings[0] or "one page of several" in report.warnings[0]
    assert read_text(f"{json.dumps(more)}\n{json.dumps(page)}").reports[0].warnings == ()
    assert read_bytes(json.dumps(more).encode(), more_pages=True).reports[0].warnings == ()


def test_an_error_in_a_batch_is_said() -> None:
    batch = {"responses": [{"id": "1", "status": 200, "body": {"value": records()}},
                           {"id": "2", "status": 429, "body": {"error": {"code": "TooManyRequests", "message": "x"}}}]}  # fmt: skip
    (report,) = read_json(batch).reports
    assert report.warnings == ("An answer in the file is an error (TooManyRequests): what it should hold is missing.",)


def test_avro_of_an_event_hub_is_read() -> None:
    fastavro = pytest.importorskip("fastavro")
    schema = {"type": "record", "name": "EventData", "fields": [{"name": "Body", "type": ["null", "bytes"]}]}
    stream = io.BytesIO()
    fastavro.writer(
        stream, schema, [{"Body": json.dumps({"records": [{"properties": one}]}).encode()} for one in records()]
    )
    assert ends(read_bytes(stream.getvalue())) == ENDS


def test_a_passkey_told_by_two_rows_is_one_datum() -> None:
    (report,) = read_bytes((DATA / "passkey-and-pass.json").read_bytes()).reports
    registrations = fold(report.frame, now=NOW).registrations
    assert registrations[["user", "datum"]].to_numpy().tolist() == [
        ["pia@contoso.example", "Passkey"],
        ["tom@contoso.example", "Temporary Access Pass"],
    ]


def test_the_file_of_type_names_is_refused() -> None:
    with pytest.raises(ReportError, match="names nobody"):
        read_bytes((DATA / "type-names.csv").read_bytes())
