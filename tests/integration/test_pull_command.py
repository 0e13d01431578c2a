"""`sspr pull` as a person runs it, and what can be asked afterwards."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support import command
from tests.support.audit_writers import record, steps_of
from tests.support.command import Done
from tests.support.fake_graph import TOKEN, FakeGraph, person
from tests.support.sample_week import NOW, attempts
from tests.support.sqlite import sqlite_url

WEEK = [record(step, number) for number, step in enumerate(steps_of(attempts()))]
PUSH_AND_MAIL = ["microsoftAuthenticatorPush", "email", "windowsHelloForBusiness"]
PEOPLE = [
    person("dana@contoso.com", isAdmin=True, isSsprCapable=False, methodsRegistered=["softwareOneTimePasscode"]),
    person("zoe@contoso.com", isAdmin=True, methodsRegistered=PUSH_AND_MAIL),
    person("kim@contoso.com", isSsprRegistered=False, isSsprCapable=False, methodsRegistered=[]),
]


@pytest.fixture
def fake() -> Iterator[FakeGraph]:
    with FakeGraph(WEEK, PEOPLE).running() as graph:
        yield graph


def sspr(fake: FakeGraph, folder: Path, *words: str, token: str = TOKEN) -> Done:
    settings = {"SSPR_DATABASE_URL": sqlite_url(folder), "SSPR_GRAPH_URL": fake.url, "SSPR_GRAPH_TOKEN": token}
    return command.sspr(*words, settings=settings)


def test_the_receipts_are_printed_and_a_second_pull_adds_nothing(fake: FakeGraph, tmp_path: Path) -> None:
    first, second = (sspr(fake, tmp_path, "pull", "--since", "400d", "--format", "json") for _ in range(2))
    assert (first.returncode, first.stderr) == (0, "")
    audits, roster = json.loads(first.stdout)
    assert (audits["path"], audits["report"], audits["rows"]) == ("Microsoft Graph", "audit log", len(WEEK))
    assert (roster["report"], roster["new"]) == ("registration details", 3)
    assert [receipt["new"] for receipt in json.loads(second.stdout)] == [0, 0]


def test_the_answers_know_what_was_pulled(fake: FakeGraph, tmp_path: Path) -> None:
    told = sspr(fake, tmp_path, "pull", "--since", "400d")
    assert "Microsoft Graph (audit log)" in told.stdout
    now = (NOW + timedelta(hours=1)).isoformat()
    rollout = sspr(fake, tmp_path, "ask", "rollout", "--now", now).stdout
    assert "1 of 3 people can reset" in rollout
    assert "kim@contoso.com" in rollout
    zoe = json.loads(sspr(fake, tmp_path, "ask", "status zoe@contoso.com", "--format", "json", "--now", now).stdout)
    assert (zoe["answer"]["ability"], zoe["answer"]["roster"]["methods"]) == ("yes", sorted(PUSH_AND_MAIL))
    dana = json.loads(sspr(fake, tmp_path, "ask", "status dana@contoso.com", "--format", "json", "--now", now).stdout)
    assert (dana["answer"]["ability"], dana["answer"]["roster"]["admin"]) == ("no", True)
    data = sspr(fake, tmp_path, "ask", "data", "--now", now).stdout
    assert "registration details: 3 rows, 3 people" in data


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        ((403, "Authentication_MSGraphPermissionMissing", ""), "AuditLog.Read.All"),
        ((403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", ""), "P1 or P2"),
        ((404, "", ""), "not Microsoft Graph"),
    ],
)
def test_trouble_is_one_sentence(refusal: tuple[int, str, str], said: str, fake: FakeGraph, tmp_path: Path) -> None:
    fake.refusal = refusal
    done = sspr(fake, tmp_path, "pull")
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert TOKEN not in done.stderr


def test_a_token_that_has_expired_is_named(fake: FakeGraph, tmp_path: Path) -> None:
    done = sspr(fake, tmp_path, "pull", token="an-old-one")
    assert done.returncode == 1
    assert "SSPR_GRAPH_TOKEN" in done.stderr
    assert "an-old-one" not in done.stderr


@pytest.mark.parametrize("span", ["7", "0d", "yesterday"])
def test_a_span_that_is_none_is_wrong_usage(span: str, fake: FakeGraph, tmp_path: Path) -> None:
    assert sspr(fake, tmp_path, "pull", "--since", span).returncode == 2


def test_check_says_what_graph_lets_us_read(fake: FakeGraph, tmp_path: Path) -> None:
    assert "graph audit log: ok" in sspr(fake, tmp_path, "check").stdout
    fake.refusal = (403, "Authentication_MSGraphPermissionMissing", "")
    assert "permission AuditLog.Read.All" in sspr(fake, tmp_path, "check").stdout


def test_check_says_that_pulls_found_nothing_rather_than_to_load_a_file(tmp_path: Path) -> None:
    with FakeGraph([], []).running() as empty:
        sspr(empty, tmp_path, "pull", "--since", "7d")
        told = sspr(empty, tmp_path, "check").stdout
    assert "found no rows" in told or "gave no record at all" in told
    assert "run sspr load" not in told


def test_check_looks_at_graph_wherever_something_was_pulled_from_it(fake: FakeGraph, tmp_path: Path) -> None:
    sspr(fake, tmp_path, "pull", "--since", "400d")
    done = command.sspr("check", settings={"SSPR_DATABASE_URL": sqlite_url(tmp_path), "SSPR_GRAPH_URL": fake.url})
    assert "graph" in done.stdout


def test_check_says_that_the_directory_s_list_is_old(fake: FakeGraph, tmp_path: Path) -> None:
    sspr(fake, tmp_path, "pull", "--since", "400d")
    old = timedelta(days=100) // timedelta(microseconds=1)
    with sqlite3.connect(tmp_path / "sspr.db") as database:
        database.execute(
            'UPDATE pulled_spans SET start = start - ?, "end" = "end" - ?, pulled_at = pulled_at - ? WHERE report = ?',
            (old, old, old, "registration details"),
        )
    database.close()
    coverage = [line for line in sspr(fake, tmp_path, "check").stdout.splitlines() if line.startswith("coverage")]
    assert "warning" in coverage[0]
