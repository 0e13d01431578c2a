"""The rows behind answers as files."""

import csv
from io import BytesIO, StringIO
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from bot.analysis.people.person_search import Matching
from bot.knowledge.catalogue import load
from bot.privacy import Role
from bot.questions.grammar import parse
from bot.questions.question import Export, Misunderstood
from bot.render.answers.export import ExportFile
from bot.reports.parsing.formula_guard import unguarded
from bot.service.answers.answerer import Request
from bot.service.answers.table import answerer
from tests.support.asking import asker
from tests.support.frames import NOW, snapshot

ATTEMPTS = """
at               | user  | role  | result    | methods      | detail
2017-02-20 08:00 | ada   | Admin | Succeeded | Mobile Phone |
2017-02-26 08:00 | bob   | User  | Failed    |              |
2017-02-27 09:30 | =1+1@contoso.com | User | Blocked | Mobile Phone |
2017-02-28 10:00 | bob   | User  | Cancelled |              |
"""
REGISTRATIONS = """
at               | user | datum
2017-02-27 08:00 | ada  | Alternate Email
"""
ROSTER = """
user | registered | enabled | capable | methods
ada  | yes        | yes     | yes     | email + fido2
bob  | yes        | yes     | yes     | email
=1+1@contoso.com | yes | yes | yes | email
"""
DATA = snapshot(ATTEMPTS, REGISTRATIONS, ROSTER)


def asked(text: str) -> object:
    question = parse(f"export {text}", now=NOW, zone=ZoneInfo("UTC"), catalogue=load())
    assert isinstance(question, Export), question
    return answerer(question).ask(
        question, Request(DATA, load(), asker(Role.HELPDESK), NOW, Matching.WORDS, None, whole=False)
    )


def file(text: str) -> ExportFile:
    found = asked(text)
    assert isinstance(found, ExportFile), found
    return found


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(file(text).whole().decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("question", "users"),
    [
        ("failures 7d", ["bob@contoso.com", "'=1+1@contoso.com"]),
        ("failures 7d result:blocked", ["'=1+1@contoso.com"]),
        ("failures 7d result:cancelled", ["bob@contoso.com"]),
        ("trend 30d", ["ada@contoso.com", "bob@contoso.com", "'=1+1@contoso.com", "bob@contoso.com"]),
        ("compare 7d", ["ada@contoso.com", "bob@contoso.com", "'=1+1@contoso.com", "bob@contoso.com"]),
        ("status bob@contoso.com", ["bob@contoso.com", "bob@contoso.com"]),
        ("registrations 7d", ["ada@contoso.com"]),
        ("stuck", ["bob@contoso.com", "'=1+1@contoso.com"]),
        ("rollout", ["ada@contoso.com", "bob@contoso.com", "'=1+1@contoso.com"]),
        ("rollout domain:fabrikam.com", []),
        ("registrations 7d domain:contoso.com", ["ada@contoso.com"]),
        ("registrations 7d domain:fabrikam.com", []),
    ],
)
def test_each_question_has_its_rows(question: str, users: list[str]) -> None:
    assert sorted(row["user"] for row in rows(question)) == sorted(users)
    assert file(question).rows == len(users)


def test_an_attempt_says_all_that_the_report_said() -> None:
    assert rows("trend 30d")[0] == {
        "user": "ada@contoso.com",
        "role": "Admin",
        "at": "2017-02-20T08:00:00Z",
        "methods": "Mobile Phone",
        "result": "Succeeded",
        "detail": "User successfully reset password",
        "cause": "done",
        "failed_at": "",
        "last_started": "",
    }


def test_a_formula_is_made_safe_and_can_be_had_back() -> None:
    cell = rows("failures 7d result:blocked")[0]["user"]
    assert (cell, unguarded(cell)) == ("'=1+1@contoso.com", "=1+1@contoso.com")


def test_the_classic_columns_are_those_of_the_page() -> None:
    assert list(rows("trend 30d classic")[0]) == [
        "User",
        "Role",
        "Date and Time",
        "Method(s) Used",
        "Result",
        "Details",
    ]
    assert list(rows("registrations 7d classic")[0]) == ["User", "Role", "Date and Time", "Data Registered"]


def test_what_the_classic_reports_do_not_hold_is_refused_with_what_works() -> None:
    found = asked("rollout classic")
    assert isinstance(found, Misunderstood)
    assert (found.word, found.suggestion) == ("classic", "export rollout")


def test_parquet_keeps_types() -> None:
    told = file("trend 30d as parquet")
    frame = pd.read_parquet(BytesIO(told.whole()))
    assert told.name == "attempts-2017-03-01.parquet"
    assert isinstance(frame["at"].dtype, pd.DatetimeTZDtype)
    assert frame["user"].tolist()[2] == "=1+1@contoso.com"


def test_a_window_without_rows_is_a_file_without_rows() -> None:
    told = file("failures 2016-01-01..2016-01-31")
    header = '"user","role","at","methods","result","detail","cause","failed_at","last_started"\n'
    assert (told.rows, told.whole().decode("utf-8-sig")) == (0, header)


def test_several_people_are_listed_and_not_exported() -> None:
    assert not isinstance(asked("status nobody@contoso.com"), ExportFile)
