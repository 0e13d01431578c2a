r"""One rule for user IDs in all reports: one person never becomes two, two never one, and nobody is no person."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.people.user_ids import user_id
from tests.support.handed_over import SERVICE, csv_text, read_text

DANA = "dana@contoso.com"
AROUND = (
    "{};", "{},", "{} ; ", "'{}", "'{}'", '"{}"', "“{}”", "`{}`", "«{}»", '="{}"', "<{}>", "[{}]", "({})", "{{{}}}", "|{}|",
    "*{}*", "**{}**", "{}.", "{}:", "- {}", "1. {}", "{}|", "/{}",
    "Dana <{}>", '"Dana" <{}>', '"K, Dana" <{}>', "Dana K ({})", "{} (Dana K)", "User: {}", "{} left", "{}\tGuest",
    "mailto:{}", "MAILTO:{}?subject=x", "[Dana](mailto:{})", "<mailto:{}|{}>", "{}<mailto:{}>", "[{}](mailto:{})",
    "SMTP:{}", "smtp:{}", "sip:{}", "UPN:{}", "E={}, CN=Dana", "live.com#{}",
    "i:0#.f|membership|{}", "i:0e.t|entra|{}", "AzureAD\\{}", "CONTOSO\\{}", "&lt;{}&gt;",
    "{}\u200b", "\u200b{}", "\ufeff{}", "\u00a0{}\u202f", "\u2060{}", "\u202a{}\u202c", "\u200e{}",
)  # fmt: skip
OTHERWISE = {
    "da\u200bna@contoso.com": DANA, "dana\u00ad@contoso.com": DANA, "dana @contoso.com": DANA, "dana@ contoso.com": DANA,
    "dana＠contoso.com": DANA, "dana%40contoso.com": DANA, "dana&#64;contoso.com": DANA, "dana\\@contoso.com": DANA,
    "i%3A0%23.f%7Cmembership%7Cdana%40contoso.com": DANA, "dana\\_k@contoso.com": "dana_k@contoso.com",
    "o’brien@contoso.com": "o'brien@contoso.com", "i:0#.w|contoso\\dana": "contoso\\dana", "'dana": "dana",
    "dana;": "dana", '"dana"': "dana", "<dana>": "dana", "Dana\u00a0K": "Dana K",
}  # fmt: skip
# Typed so, or another account: nothing is taken away from these.
KEPT = (
    "DANA@Contoso.com", "=1+1@contoso.com", "a=b@contoso.com", "dana_fabrikam.com#EXT#@contoso.onmicrosoft.com", "o'brien@contoso.com", "+dana@contoso.com",
    "dana@@contoso.com", "dana@", "CONTOSO\\dana", "contoso.com/dana", "zoë@contoso.com", "dana.@contoso.com",
    "aaaaaaaa-0000-4000-8000-000000000001", "K, Dana", "Dana K", "<!channel>", "dana [it]@contoso.com",
    "x https://example.com|ada@contoso.com", "https://example.com/dana@contoso.com",
    "dana@contoso.com@contoso.onmicrosoft.com", "m?ller@contoso.com", "d*na@contoso.com", "j”rg@contoso.com",
    "dana@m?nchen.example", 'O"Neil@contoso.com', "(dana)x@contoso.com",
)  # fmt: skip
NOBODY = {
    "is written as {}, which stands for nobody": ("null", "None", "NaN", "n/a", "NA", "#N/A", "#REF!", "(blank)", "-", "0",
                                                  "(null)", "unknown", "@"),
    "is several people, so nobody can tell whose it is": ("dana@contoso.com; lee@contoso.com",
                                                          "dana@contoso.com lee@contoso.com"),
    "has nothing before its @": ("@contoso.com",),
    "is masked (* in the place of letters), so nobody can tell whose it is": ("d***@contoso.com", "d*@contoso.com",
                                                                              "dana@*.com"),
    "is a number that a spreadsheet has shortened, so nobody can tell whose it is": ("1.23457E+11", "1,2E+05"),
}  # fmt: skip


def classic(user: str) -> str:
    header = ["User", "Date and Time", "Method(s) Used", "Result", "Details"]
    return csv_text(header, [[user, "2026-11-20T08:05:00Z", "Mobile Phone", "Succeeded", "x"]])


def registered(user: str) -> str:
    return csv_text(["User", "Date and Time", "Data Registered"], [[user, "2026-11-20T08:05:00Z", "Mobile Phone"]])


def events(user: str) -> str:
    header = ["Date", "User name", "Feature", "Method used", "Status", "Reason for failure"]
    return csv_text(header, [["2026-11-20T08:05:00Z", user, "Reset", "SMS", "Success", ""]])


def portal(user: str) -> str:
    header = [
        "Date (UTC)",
        "Service",
        "Activity",
        "Result",
        "ResultReason",
        "CorrelationId",
        "Target1UserPrincipalName",
    ]
    row = ["2026-11-20T08:05:00Z", SERVICE, "Reset password (self-service)", "success", "Done.", "c", user]
    return csv_text(header, [row])


def graph(user: str) -> str:
    return json.dumps([
        {"activityDateTime": "2026-11-20T08:05:00Z", "loggedByService": SERVICE, "correlationId": "c", "result": "success",
         "activityDisplayName": "Reset password (self-service)", "targetResources": [{"userPrincipalName": user}]},
    ])  # fmt: skip


def roster(user: str) -> str:
    return csv_text(["userPrincipalName", "isSsprRegistered", "isSsprEnabled"], [[user, "True", "True"]])


REPORTS = (classic, registered, events, portal, graph)
Written = Callable[[str], str]


def people(text: str) -> list[str]:
    reading = read_text(text)
    frames = [*(report.frame for report in reading.reports), *(roster.frame for roster in reading.rosters)]
    return [str(user) for frame in frames for user in frame["user"]]


@pytest.mark.parametrize("written", [*REPORTS, roster])
def test_what_stands_around_a_user_id_makes_nobody_else_of_them(written: Written) -> None:
    cells = {cell.replace("{{", "{").replace("}}", "}").replace("{}", DANA): DANA for cell in AROUND}
    found = {cell: people(written(cell)) for cell in cells | OTHERWISE}
    assert found == {cell: [meant] for cell, meant in (cells | OTHERWISE).items()}


@pytest.mark.parametrize("cell", KEPT)
def test_what_somebody_has_typed_stays(cell: str) -> None:
    assert user_id(cell) == cell


@pytest.mark.parametrize(("fault", "cell"), [(fault, cell) for fault, cells in NOBODY.items() for cell in cells])
@pytest.mark.parametrize("written", REPORTS)
def test_who_names_nobody_is_told_and_no_person(written: Written, fault: str, cell: str) -> None:
    reading = read_text(written(cell))
    assert people(written(cell)) == []
    rejected = [row.reason for report in reading.reports for row in report.rejected]
    assert rejected == [f"the user {fault.format(cell)}"]


@pytest.mark.parametrize("sign", ["?", "*", "@", "a@", "a@b ", "<", "'", "-", "\\"])
def test_a_cell_without_end_is_nobody_and_its_reason_short(sign: str) -> None:
    for written in (classic, portal):
        (report,) = read_text(written(sign * 100_000)).reports
        assert [len(row.reason) < 200 for row in report.rejected] == [True]


def test_a_target_for_nobody_leaves_the_one_who_acted() -> None:
    header = ["Date (UTC)", "Service", "Activity", "Result", "CorrelationId", "Target1UserPrincipalName",
              "ActorUserPrincipalName"]  # fmt: skip
    row = ["2026-11-20T08:05:00Z", SERVICE, "Reset password (self-service)", "success", "c", "N/A", DANA]
    assert people(csv_text(header, [row])) == [DANA]


def test_names_of_windows_among_addresses_are_said() -> None:
    header = ["User", "Date and Time", "Method(s) Used", "Result"]
    rows = [
        [user, "2026-11-20T08:05:00Z", "Mobile Phone", "Failed"] for user in ("CONTOSO\\dana", DANA, "lee@contoso.com")
    ]
    (report,) = read_text(csv_text(header, rows)).reports
    assert any(warning.startswith("1 user ID is the name of an account of Windows") for warning in report.warnings)


@given(st.text(st.sampled_from("aZ09.-_'\"@ ;,<>()[]|\\:=*#\u200b\u00a0”"), max_size=24))
def test_what_was_read_once_is_read_so_again(text: str) -> None:
    assert user_id(user_id(text)) == user_id(text)
