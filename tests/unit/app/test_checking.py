"""What `sspr check` says of files that others can read, and that it leaves nothing behind."""

from pathlib import Path

import pytest

from bot.app.checking import check
from bot.settings import Settings
from tests.support.sqlite import sqlite_url


@pytest.mark.parametrize(("mode", "open_to_others"), [(0o600, False), (0o640, False), (0o644, True)])
def test_a_database_that_others_can_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int, open_to_others: bool
) -> None:
    url = sqlite_url(tmp_path)
    for file in tmp_path.iterdir():
        file.chmod(mode)
    tmp_path.chmod(0o755)
    (tmp_path / ".env").write_text("SSPR_TENANT=contoso\n")
    (tmp_path / ".env").chmod(mode)
    monkeypatch.chdir(tmp_path)
    findings = {finding.name: finding for finding in check(Settings.model_validate({"SSPR_DATABASE_URL": url}))}
    said = findings["file rights"].note
    assert all((name in said) == open_to_others for name in (".env", "sspr.db", "sspr.activity.db"))
    assert "tzdata" in findings["time zone rules"].note
    assert "SSPR_ACCESS_LOG_KEY is not set" in findings["access log"].note


def test_a_database_that_is_not_there_yet_is_told_and_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    findings = {finding.name: finding for finding in check(Settings())}  # type: ignore[call-arg]
    assert "data/sspr.db is not there yet" in findings["database"].note
    assert "nothing is loaded yet" in findings["data"].problem
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_could_not_be_made_is_a_problem(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/nowhere/data/sspr.db"
    (found,) = [one for one in check(Settings.model_validate({"SSPR_DATABASE_URL": url})) if one.name == "database"]
    assert f"there is no folder {tmp_path}/nowhere" in found.problem
