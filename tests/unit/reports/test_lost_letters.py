"""User IDs whose letters a program lost, or wrote twice: never two people out of one, and never one out of two."""

import io
import json
import unicodedata
from typing import Literal

import pytest

from bot.errors import ReportError
from bot.knowledge.catalogue import load
from bot.reports.formats.registry import read_all
from bot.reports.parsing.encoding import decoded_twice
from bot.reports.parsing.summary import OTHER_CODE_PAGE
from tests.unit.reports.classic import BOB, DANA, RESET, column, read_bytes, read_text, reasons

HEADER = '"Date (UTC)","CorrelationId","Service","Activity","Result","ResultReason","Target1UserPrincipalName"\n'
STEP = (
    '"2026-11-18T20:05:55Z","c1","Self-service Password Management","Reset password (self-service)","success",'
    '"Successfully completed reset.","{}"\n'
)


def twice(text: str) -> str:
    """The text as a program shows it that takes UTF-8 for Windows-1252."""
    undefined = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
    return "".join(chr(byte) if byte in undefined else bytes([byte]).decode("cp1252") for byte in text.encode())


@pytest.mark.parametrize(
    "text",
    ["jürgen@x", "José, Žižka, Łukasz", "User’s account “x” – 5 €", "ÄÖÜß éàç", "20 °C", "Čapek", "Žižka", "a – b"],
)
def test_what_was_written_twice_is_read_once(text: str) -> None:
    assert decoded_twice(twice(text)) == text
    assert decoded_twice(text) == text


@pytest.mark.parametrize("text", ["CAFÉ… geöffnet", "Ã¼ beside a plain ü", "É€", "plain"])
def test_what_may_have_been_meant_so_stays(text: str) -> None:
    assert decoded_twice(text) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_letter_and_its_mark_are_one_letter(form: Literal["NFC", "NFD"], encoding: str) -> None:
    text = unicodedata.normalize(form, f"{RESET_HEADER}\n{DANA.replace('dana', 'jürgen')}\n")
    assert column(read_bytes(text.encode(encoding)), "user") == ["jürgen@contoso.com"]


@pytest.mark.parametrize("escaped", [True, False])
def test_a_letter_and_its_mark_are_one_letter_in_json(escaped: bool) -> None:
    name = unicodedata.normalize("NFD", "jürgen@contoso.com")
    log = [
        {"activityDateTime": f"2026-11-18T20:05:5{number}Z", "correlationId": "c1", "result": "success",
         "activityDisplayName": "Reset password (self-service)", "loggedByService": "Self-service Password Management",
         "initiatedBy": {"user": {"userPrincipalName": one}}, "targetResources": [{"userPrincipalName": one}]}
        for number, one in enumerate([name, unicodedata.normalize("NFC", name)])
    ]  # fmt: skip
    (report,) = read_all("a.json", io.BytesIO(json.dumps(log, ensure_ascii=escaped).encode())).reports
    assert column(report, "user") == ["jürgen@contoso.com"] * 2
    people = [{"userPrincipalName": name, "isSsprRegistered": True, "isSsprEnabled": True}]
    (roster,) = read_all("b.json", io.BytesIO(json.dumps(people, ensure_ascii=escaped).encode())).rosters
    assert roster.frame["user"].tolist() == ["jürgen@contoso.com"]


def test_a_letter_and_its_mark_are_one_letter_in_a_workbook() -> None:
    book = pytest.importorskip("openpyxl").Workbook()
    sheet = book.worksheets[0]
    sheet.append(RESET_HEADER.split(","))
    sheet.append(unicodedata.normalize("NFD", DANA.replace("dana", "jürgen")).split(",")[:6])
    content = io.BytesIO()
    book.save(content)
    (report,) = read_all("a.xlsx", io.BytesIO(content.getvalue())).reports
    assert column(report, "user") == ["jürgen@contoso.com"]


def test_a_report_written_twice_names_its_people() -> None:
    row = DANA.replace("dana", "jürgen").replace("successfully", "‘successfully’")
    report = read_bytes(("\n".join([RESET_HEADER, twice(row), twice(row).replace(":00:", ":01:"), ""])).encode())
    assert column(report, "user") == ["jürgen@contoso.com"] * 2
    (log,) = read_all("a.csv", io.BytesIO((HEADER + STEP.format(twice("jürgen@contoso.com"))).encode())).reports
    assert column(log, "user") == ["jürgen@contoso.com"]


def test_a_letter_written_twice_may_lie_between_two_pieces_of_a_file() -> None:
    from bot.reports.formats import classic_csv  # noqa: PLC0415

    row = DANA.replace("dana", "{}")
    before = "\n".join([RESET_HEADER, *[row.format("a")] * (classic_csv.BLOCK // len(row))])
    for more in range(6):
        text = f"{before}\n{row.format('x' * more + twice('üüüüüü'))}\n"
        gap = classic_csv.BLOCK - len(before.encode()) - 1
        text = text.replace(
            f"{before}\n", f"{before}\n{'y' * max(0, gap - 8 + more)},User,2017-02-28T12:00:00Z,,Failed,\n", 1
        )
        users = column(read_bytes(text.encode()), "user")
        assert users[-1] == f"{'x' * more}üüüüüü@contoso.com"


def test_a_user_id_with_lost_letters_is_nobody() -> None:
    report = read_text(DANA.replace("dana", "j?rgen"), BOB, DANA.replace("dana", "j\ufffdrgen"))
    assert column(report, "user") == ["bob@contoso.com"]
    assert [line for line, _ in reasons(report)] == [2, 4]
    assert all("has lost letters (? in their place)" in reason for _, reason in reasons(report))


def test_nor_in_an_audit_log_nor_in_registration_details() -> None:
    (log,) = read_all("a.csv", io.BytesIO((HEADER + STEP.format("j?rgen@contoso.com")).encode())).reports
    assert len(log.frame) == 0
    assert "has lost letters" in log.rejected[0].reason
    roster = [{"userPrincipalName": "j?rgen@contoso.com", "isSsprRegistered": True, "isSsprEnabled": True}]
    with pytest.raises(ReportError, match=r"a user ID in it \(j\?rgen@contoso.com\) has lost letters"):
        read_all("r.json", io.BytesIO(json.dumps(roster).encode()))


@pytest.mark.parametrize("mark", ["?", "\ufffd", "’"])
def test_a_sentence_that_lost_its_apostrophe_is_the_documented_one(mark: str) -> None:
    detail = load().match(f"User{mark}s account has insufficient authentication methods defined.")
    assert detail is not None
    assert detail.key == "failed.insufficient_methods"


def test_what_somebody_typed_with_a_question_mark_is_kept() -> None:
    assert column(read_text(DANA.replace("dana@contoso.com", "what?")), "user") == ["what?"]


RESET_HEADER = "User,Role,Date and Time,Method(s) Used,Result,Details"


@pytest.mark.parametrize("table", ["report", "log"])
@pytest.mark.parametrize(
    ("name", "encoding", "doubted"),
    [
        ("j\xf6rg", "cp850", True),  # as a command prompt writes it
        ("and\xe9", "cp850", True),
        ("se\xf1or", "cp850", True),
        ("s\xf8ren", "cp850", True),
        ("mich\xe8le", "cp850", True),
        ("m\xfcller", "mac-roman", True),
        ("and\xe9", "mac-roman", True),
        ("m\xe4der", "mac-roman", True),
        ("stra\xdfer", "mac-roman", True),
        ("s\xf8ren", "mac-roman", True),
        ("o\u2019brien", "cp1252", False),
        ("\u0160imon", "cp1252", False),
        ("s\xf8ren.\xc5s", "cp1252", False),
        ("mar\xeda m\xaa", "cp1252", False),
        ("\xfe\xf3r", "cp1252", False),
        ("j\xf6rg", "cp1252", False),
        ("j\xf6rg", "utf-8", False),
        ("jorg", "cp850", False),
    ],
)
def test_letters_of_another_code_page_are_doubted(name: str, encoding: str, doubted: bool, table: str) -> None:
    text = (
        "\n".join([RESET, DANA.replace("dana", name), ""]) if table == "report" else HEADER + STEP.format(f"{name}@x.y")
    )
    (report,) = read_all("feb.csv", io.BytesIO(text.encode(encoding))).reports
    assert (OTHER_CODE_PAGE in report.warnings) is doubted
