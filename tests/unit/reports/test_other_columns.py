"""Audit logs and lists of events with other columns than the portal's: clocks apart, names among others, no reasons."""

import pytest

from bot.errors import ReportError
from bot.reports.parsing.headers import clock_of
from bot.reports.parsing.summary import HEADER_SAYS_UTC, NO_DETAILS
from tests.support.handed_over import ENDS, PORTAL, STEPS, csv_text, ends, portal_rows, read_text, user

NO_REASONS = (
    "The reasons (ResultReason) are missing: why attempts ended as they did is unknown, and some that were cancelled "
    "may count as failed."
)
NO_CLOCKS = (
    "The file has days without a time of day: all were taken as midnight, and what happened first on a day is unknown."
)


def table(*columns: str, **cells: str) -> str:
    """The steps in these columns; a cell may say how it is made of time, user, activity, result and reason."""
    rows = [
        [cells[name].format(at=at, day=at[:10], clock=at[11:19], user=user(name_), activity=activity, result=result, reason=reason)
         for name in columns]
        for at, name_, activity, result, reason in STEPS
    ]  # fmt: skip
    return csv_text(list(columns), rows)


FIELDS = {"Activity": "{activity}", "Result": "{result}", "ResultReason": "{reason}", "Target": "{user}"}


@pytest.mark.parametrize(
    "clocks",
    [
        {"Date": "{day}", "Time": "{clock}"},
        {"Date (UTC)": "{day}", "Time (UTC)": "{clock}"},
        {"Date": "{day}T{clock}Z", "Time": "{clock}"},
        {"Activity Date": "{day}", "Activity Time": "{clock}"},
        {"body.properties.activityDateTime": "{at}"},
        {"Date and Time": "{at}"},
    ],
)
def test_the_time_may_stand_in_two_columns_or_in_another(clocks: dict[str, str]) -> None:
    (report,) = read_text(table(*clocks, *FIELDS, **clocks, **FIELDS)).reports
    assert report.frame["at"].dt.strftime("%Y-%m-%dT%H:%M:%SZ").tolist() == [at for at, *_ in STEPS]


@pytest.mark.parametrize(
    "cell", ["User: {user}", "{user}; aaaaaaaa-0000", "{user}\nnull", "{{{user}}}", "Dana <{user}>", '> "{user}"']
)
def test_of_several_names_in_a_cell_the_account_s_counts(cell: str) -> None:
    fields = {**FIELDS, "Target": cell}
    assert ends(read_text(table("Date (UTC)", *fields, **{"Date (UTC)": "{at}"}, **fields))) == ENDS


def test_days_without_times_are_said_to_be_midnights() -> None:
    (report,) = read_text(table("Date (UTC)", *FIELDS, **{"Date (UTC)": "{day}"}, **FIELDS)).reports
    assert report.warnings == (NO_CLOCKS, HEADER_SAYS_UTC)
    (classic,) = read_text("User,Date,Result\ndana@contoso.com,2026-11-20,Failed\n").reports
    assert NO_CLOCKS in classic.warnings


def test_a_log_without_reasons_says_what_it_cannot_tell() -> None:
    fields = {name: cell for name, cell in FIELDS.items() if name != "ResultReason"}
    (report,) = read_text(table("Date (UTC)", *fields, **{"Date (UTC)": "{at}"}, **fields)).reports
    assert report.warnings == (NO_REASONS,)


@pytest.mark.parametrize(
    ("name", "clock"),
    [
        ("TimeGenerated [UTC]", "utc"), ("Date (GMT)", "utc"), ("Time [UTC+00:00]", "utc"), ("dateUTC", "utc"),
        ("TimeGenerated [Berlin]", "local"), ("TimeGenerated [UTC+01:00]", "local"), ("Date (Europe/Paris)", "local"),
        ("Date (CEST)", "local"), ("Date and time (browser)", "local"), ("LocalTime", "local"), ("Date_local", "local"),
        ("Date", ""), ("Date (yyyy-MM-dd)", ""), ("Time (hh:mm)", ""), ("Timestamp (ISO 8601)", ""), ("Date (2)", ""),
        ("Locale Date", ""),
    ],
)  # fmt: skip
def test_what_stands_in_brackets_names_the_clock(name: str, clock: str) -> None:
    assert clock_of(name) == clock


def test_a_clock_that_no_header_names_is_the_one_that_is_set_and_said() -> None:
    text = table("DateTime", *FIELDS, DateTime="{day} {clock}", **FIELDS)
    (report,) = read_text(text).reports
    assert report.warnings == (
        "The times are written without a zone and were taken as UTC; SSPR_REPORT_TIMEZONE sets another.",
    )
    with pytest.raises(ReportError, match="says that its times are local, not in UTC"):
        read_text(text.replace("DateTime", "DateTime [Berlin]", 1))


USAGE = "Date,User name,User,Feature,Method used,Status,Reason for failure\n"


def test_an_event_whose_status_says_nothing_is_set_aside() -> None:
    resets, registrations = read_text(
        f"{USAGE}2026-11-20T08:00:00Z,dana@contoso.com,D,Reset,SMS,Erfolg,\n"
        "2026-11-20T08:01:00Z,lee@contoso.com,L,Reset,SMS,,\n"
        "2026-11-20T08:02:00Z,kim@contoso.com,K,Registration,Email,vielleicht,\n"
    ).reports
    assert (len(resets.frame), len(registrations.frame)) == (0, 0)
    assert [row.reason for row in resets.rejected] == [
        'the status "erfolg" is neither success nor failure',
        "the status is missing, and neither success nor failure",
    ]
    assert [row.line for row in registrations.rejected] == [4]


def test_an_event_s_clock_may_have_a_column_of_its_own() -> None:
    text = USAGE.replace("Date,", "Date,Time,") + "20.11.2026,08:05:05,dana@contoso.com,D,Reset,SMS,Success,\n"
    (report,) = read_text(text).reports
    assert str(report.frame["at"][0]) == "2026-11-20 08:05:05+00:00"


@pytest.mark.parametrize(
    ("method", "datum"),
    [("fido", "Passkey"), ("passKeyDeviceBound", "Passkey"), ("FIDO2 security key", "Passkey"),
     ("temporaryAccessPass", "Temporary Access Pass"), ("windowsHelloForBusiness", "Windows Hello for Business"),
     ("Alternate Mobile Call", "Mobile Phone"), ("Office Call", "Office Phone"), ("appCode", "App Code")],
)  # fmt: skip
def test_the_methods_of_events_are_those_of_the_reports(method: str, datum: str) -> None:
    (report,) = read_text(f"{USAGE}2026-11-20T08:00:00Z,dana@contoso.com,D,Registration,{method},Success,\n").reports
    assert report.frame["datum"].tolist() == [datum]


@pytest.mark.parametrize(
    "text",
    [
        "2026. 11. 20. 8:05:00",
        "2026.11.20. 08:05:00",
        "20. 11. 2026. 8:05:00",
        "20.11.2026. 08:05",
        "20/11/2026 8:05:00 a. m.",
    ],
)
def test_dates_of_more_countries(text: str) -> None:
    (report,) = read_text(csv_text(["User", "Date", "Result"], [[user("dana.k"), text, "Failed"]])).reports
    assert str(report.frame["at"][0])[:16] == "2026-11-20 08:05"


def test_a_user_s_name_in_the_first_column_is_not_the_target() -> None:
    rows = [["Helpdesk Anna", *row] for row in portal_rows()]
    assert ends(read_text(csv_text(["User", *PORTAL], rows))) == ENDS


def test_the_user_may_be_the_second_target_and_is_taken_with_the_second_id() -> None:
    columns = (*PORTAL, "Target2ObjectId", "Target2UserPrincipalName")
    place = PORTAL.index("Target1ObjectId")
    rows = [[*row[:place], "a group's id", "", *row[place + 2 :], row[place], row[place + 1]] for row in portal_rows()]
    for row in rows:
        row[PORTAL.index("Activity")] = "Reset password (by admin)"
        row[PORTAL.index("ResultReason")] = ""
        row[PORTAL.index("ActorUserPrincipalName")] = "admin@contoso.example"
    (report,) = read_text(csv_text(columns, rows)).reports
    assert set(report.frame["user"]) == {user(name) for name in ENDS}
    assert "a group's id" not in set(report.frame["user_id"])


def test_blank_cells_beyond_the_header_are_dropped() -> None:
    header, rows = csv_text(PORTAL, portal_rows()).split("\r\n", 1)
    assert ends(read_text(f"{header}\r\n" + rows.replace("\r\n", ",,\r\n"))) == ENDS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("User,Date and Time,Method(s) Used,Result\ndana@x.y,2026-11-20T08:00:01Z,Email,Failed\n", True),
        ("User,Date and Time,Method(s) Used,Result,Details\ndana@x.y,2026-11-20T08:00:01Z,Email,Failed,\n", False),
        ("Date,User name,Feature,Method used,Status\n2026-11-20T08:00:01Z,dana@x.y,Reset,Email,Failure\n", True),
        ("User,Date and Time,Data Registered\ndana@x.y,2026-11-20T08:00:01Z,Email\n", False),
    ],
)
def test_a_report_of_resets_without_its_details_says_so(text: str, said: bool) -> None:
    (report,) = read_text(text).reports
    assert (NO_DETAILS in report.warnings) is said


@pytest.mark.parametrize("prefix", ["Column1.", "value.", "Column1.value.", "Column1.properties.", "data.results."])
@pytest.mark.parametrize("beside", [[], ["@odata.context"], ["Source.Name", "Index"]])
def test_a_prefix_of_all_columns_is_left_aside(prefix: str, beside: list[str]) -> None:
    header = [*beside, *(prefix + name for name in PORTAL)]
    assert ends(read_text(csv_text(header, [[*("x" for _ in beside), *row] for row in portal_rows()]))) == ENDS
    classic, roster = (
        ["User", "Date", "Method(s) Used", "Result"],
        ["userPrincipalName", "isSsprRegistered", "isSsprEnabled"],
    )
    (report,) = read_text(
        csv_text([prefix + name for name in classic], [["dana@x.y", "2026-11-20T08:00:00Z", "", "Failed"]])
    ).reports
    assert report.frame["user"].tolist() == ["dana@x.y"]
    (people,) = read_text(csv_text([prefix + name for name in roster], [["dana@x.y", "True", "True"]])).rosters
    assert people.frame["user"].tolist() == ["dana@x.y"]


def test_prefixes_of_two_kinds_are_no_report_and_told_by_what_is_missing() -> None:
    header = [f"Column{number % 2}.{name}" for number, name in enumerate(PORTAL)]
    with pytest.raises(ReportError, match="is no report that the bot knows"):
        read_text(csv_text(header, portal_rows()))
    lacking = [f"Column1.{name}" for name in PORTAL if name != "Date (UTC)"]
    with pytest.raises(ReportError, match="looks like an audit log, but no column holds its time"):
        read_text(csv_text(lacking, [row[1:] for row in portal_rows()]))
