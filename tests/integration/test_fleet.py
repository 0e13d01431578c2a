"""`sspr fleet`: one row a tenant, worst first, each with what its own questions say."""

import json
from pathlib import Path

import pytest

from tests.support.command import Done, sspr
from tests.support.sqlite import sqlite_url

LICENSE = "User does not have a license. You can add a license to the user to resolve this"
DONE = "User successfully reset password"
HEAD = "User,Role,Date and Time,Method(s) Used,Result,Details\n"
NOW = ("--now", "2017-02-28T12:00:00Z")


def report(tenant: str, *, failing: int, minute: bool = False, month: str = "02") -> str:
    """Some succeed on every day of a month, and some fail on its 27th: within a minute, or an hour apart."""
    good = [
        f"ok{n}@{tenant}.com,User,2017-{month}-{day:02}T08:{n:02}:00Z,Email,Succeeded,{DONE}"
        for day in range(1, 28)
        for n in range(3)
    ]
    apart = ["09:00:{:02}" if minute else "{:02}:00:00"] * failing
    bad = [
        f"bad{n}@{tenant}.com,User,2017-{month}-27T{at.format(n if minute else n % 24)}Z,Email,Failed,{LICENSE}"
        for n, at in enumerate(apart)
    ]
    return HEAD + "\n".join([*good, *bad]) + "\n"


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    url = sqlite_url(tmp_path) if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))
    tenants = {
        "calm": report("calm", failing=1),
        "burst": report("burst", failing=20, minute=True),
        "old": report("old", failing=2, month="01"),
        "busy": report("busy", failing=3),
    }
    for tenant, text in tenants.items():
        (tmp_path / f"{tenant}.csv").write_text(text)
        assert run(url, "load", str(tmp_path / f"{tenant}.csv"), "--tenant", tenant).returncode == 0
    assert run(url, "ask", "failures 7d", "--tenant", "empty", *NOW).returncode == 4
    return url


def run(url: str, *words: str) -> Done:
    return sspr(*words, settings={"SSPR_DATABASE_URL": url})


def test_the_worst_comes_first_and_each_row_says_what_its_tenant_would(url: str) -> None:
    rows = {row["tenant"]: row for row in json.loads(run(url, "fleet", "--format", "json", *NOW).stdout)}
    assert [name for name in rows if name != "empty"] == ["burst", "old", "busy", "calm"]
    assert {name: row["stuck"] for name, row in rows.items() if name != "empty"} == {
        "burst": 20,
        "old": 2,
        "busy": 3,
        "calm": 1,
    }
    said = {name: (row["failing"], row["incidents"]) for name, row in rows.items() if name != "empty"}
    assert said == {"burst": (20, 1), "old": (None, None), "busy": (3, 0), "calm": (1, 0)}  # nothing known is not 0
    assert [name for name, row in rows.items() if row["stale"]] == ["old"]
    assert any("stale" in warning for warning in rows["old"]["warnings"])
    for name in ("burst", "old", "busy", "calm"):
        alone = json.loads(run(url, "ask", "stuck", "--tenant", name, "--format", "json", *NOW).stdout)
        assert alone["answer"]["people"] == rows[name]["stuck"]
        assert rows[name]["losing"] is None  # the directory's list is not loaded: not 0


def test_no_row_names_anybody(url: str) -> None:
    for words in ((), ("--format", "json")):
        done = run(url, "fleet", *words, *NOW)
        assert done.returncode == 0
        assert "@" not in done.stdout


def test_it_reads_well_on_a_terminal(url: str) -> None:
    lines = run(url, "fleet", "14d", *NOW).stdout.splitlines()
    head, *rest = lines
    assert head.split()[:4] == ["Tenant", "Stuck", "Failing", "Incidents"]
    assert [line.split()[0] for line in rest[: rest.index("")] if not line.startswith("empty")] == [
        "burst",
        "old",
        "busy",
        "calm",
    ]
    assert any(line.startswith("old: ") and "stale" in line for line in lines)


def test_what_is_no_window_is_refused(url: str) -> None:
    for words, why in {
        "by colour": "by colour is no breakdown; there are cause, method, result, ",
        "failures by domain": "fleet does not count by domain",
        "trend": "trend is asked of one tenant",
        "nonsense": "I do not understand nonsense. sspr fleet takes a window",
    }.items():
        done = run(url, "fleet", *words.split(), *NOW)
        assert (done.returncode, done.stdout) == (1, "")
        assert why in done.stderr


@pytest.mark.parametrize("spelt", ["CALM", " calm ", "Calm\u200b"])
def test_a_tenant_whose_name_looks_the_same_is_the_same(url: str, spelt: str, tmp_path: Path) -> None:
    alone = json.loads(run(url, "ask", "stuck", "--tenant", "calm", "--format", "json", *NOW).stdout)
    assert json.loads(run(url, "ask", "stuck", "--tenant", spelt, "--format", "json", *NOW).stdout) == alone
    assert run(url, "load", str(tmp_path / "calm.csv"), "--tenant", spelt).returncode == 0
    names = [row["tenant"] for row in json.loads(run(url, "fleet", "--format", "json", *NOW).stdout)]
    assert sorted(names) == sorted({"burst", "busy", "calm", "old", *({"empty"} & set(names))})


def test_there_may_be_no_tenant_yet(tmp_path: Path) -> None:
    assert run(sqlite_url(tmp_path), "fleet").stdout == "The database knows no tenant yet.\n"


def test_causes_are_counted_over_all_tenants(url: str) -> None:
    (cause,) = json.loads(run(url, "fleet", "7d", "by", "cause", "--format", "json", *NOW).stdout)
    assert (cause["cause"]["key"], cause["people"]) == ("no_license", 24)
    assert cause["tenants"] == [["burst", 20], ["busy", 3], ["calm", 1]]
    assert "burst (20), busy (3), calm (1)" in run(url, "fleet", "by", "cause", *NOW).stdout


def test_methods_and_results_are_counted_over_all_tenants(url: str) -> None:
    for by, key, label in (("method", "", "No method that the data names"), ("result", "Failed", "Failed")):
        (group,) = json.loads(run(url, "fleet", "failures", "by", by, "--format", "json", *NOW).stdout)
        assert (group["key"], group["label"], group["people"], group["cause"]) == (key, label, 24, None)
        assert group["tenants"] == [["burst", 20], ["busy", 3], ["calm", 1]]
        assert by.capitalize() in run(url, "fleet", "by", by, *NOW).stdout.splitlines()[0]


def test_rows_are_ordered_by_what_is_asked_about(url: str) -> None:
    rows = json.loads(run(url, "fleet", "stuck", "--format", "json", *NOW).stdout)
    assert [row["stuck"] or 0 for row in rows] == sorted((row["stuck"] or 0 for row in rows), reverse=True)
