"""Policy changes from a file of the audit log to the answer of `changes`, in the log's own words."""

import json
from pathlib import Path
from typing import Any

from tests.support.command import Done, sspr

HEADER = "Date (UTC),CorrelationId,Service,Activity,Result,ResultReason,ActorUserPrincipalName,ActorObjectId,Target1UserPrincipalName,Target1ObjectId"
SSPR = "Self-service Password Management"
ROWS = [
    f"2026-11-20T08:14:33Z,c1,{SSPR},Self-service password reset policy changes,success,,ada@contoso.com,,,",
    f"2026-11-21T09:00:00Z,c2,{SSPR},Self-service password reset policy changes,failure,Not allowed,ada@contoso.com,,,",
    "2026-11-22T10:00:00Z,c3,Core Directory,Disable password writeback for directory,success,,,,,",
    f"2026-11-22T11:00:00Z,c4,{SSPR},Reset password (self-service),success,User successfully reset password,bob@contoso.com,,bob@contoso.com,",
]


def _asked(folder: Path, question: str, *rows: str) -> dict[str, Any]:
    (folder / "audit.csv").write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    settings = {"SSPR_DATABASE_URL": f"sqlite:///{folder / 'sspr.db'}"}
    loaded: Done = sspr("load", str(folder / "audit.csv"), settings=settings)
    assert loaded.returncode == 0, loaded.stderr
    done = sspr("ask", question, "--format", "json", "--now", "2026-11-24T00:00:00Z", settings=settings)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_each_change_is_told_newest_first_with_who_made_it(tmp_path: Path) -> None:
    answer = _asked(tmp_path, "changes 7d", *ROWS)["answer"]
    assert [(one["by"], one["what"], one["succeeded"]) for one in answer["changes"]] == [
        ("an app", "Disable password writeback for directory", True),
        ("ada@contoso.com", "Self-service password reset policy changes: Not allowed", False),
        ("ada@contoso.com", "Self-service password reset policy changes", True),
    ]


def test_a_change_is_no_reset_and_no_attempt_of_whoever_made_it(tmp_path: Path) -> None:
    assert _asked(tmp_path, "resets 7d", *ROWS)["answer"]["people"] == 1


def test_without_a_span_it_is_of_ninety_days(tmp_path: Path) -> None:
    told = _asked(tmp_path, "changes", *ROWS)
    assert told["question"]["window"]["length"] == 90 * 24 * 60 * 60


def test_every_change_is_a_row_of_the_file_oldest_first(tmp_path: Path) -> None:
    _asked(tmp_path, "changes", *ROWS)
    settings = {"SSPR_DATABASE_URL": f"sqlite:///{tmp_path / 'sspr.db'}"}
    file = tmp_path / "changes.csv"
    done = sspr("export", "changes", "-o", str(file), "--now", "2026-11-24T00:00:00Z", settings=settings)
    assert done.returncode == 0, done.stderr
    header, *rows = file.read_text("utf-8-sig").splitlines()
    assert header == '"at","by","what","succeeded"'
    assert [row.split(",")[1].strip('"') for row in rows] == ["ada@contoso.com", "ada@contoso.com", "an app"]


def test_without_any_the_last_one_is_told(tmp_path: Path) -> None:
    told = _asked(tmp_path, "changes today", *ROWS)
    assert told["answer"]["changes"] == []
    assert told["answer"]["latest"]["what"] == "Disable password writeback for directory"


def test_where_no_audit_log_is_loaded_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "audit.csv").unlink(missing_ok=True)
    told = _asked(tmp_path, "changes 7d", ROWS[-1])
    assert "No policy change can be told" in told["text"]
