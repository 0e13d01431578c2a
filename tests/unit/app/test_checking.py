"""What `sspr check` says of files that others can read and of clocks, and that it leaves nothing behind."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.app.checking import check
from bot.app.retention import clock_doubt
from bot.app.services import build_services, wall_clock
from bot.settings import Settings
from tests.support.slack_bot_fixture import TOKEN, local_slack
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


@pytest.mark.parametrize(
    ("ahead", "said"), [(timedelta(days=2), True), (timedelta(hours=1), True), (timedelta(0), False)]
)
def test_a_clock_behind_what_was_written_is_told(tmp_path: Path, ahead: timedelta, said: bool) -> None:
    settings = Settings.model_validate({"SSPR_DATABASE_URL": sqlite_url(tmp_path)})
    now = wall_clock()
    services = build_services(settings, clock=lambda: now + ahead)
    services.access_log.record(services.terminal(), "status", "dana@contoso.com", "answered")
    services.close()
    findings = {finding.name: finding for finding in check(settings, now)}
    assert ("a clock was ahead then, or the one here was set back" in findings["database"].problem) is said
    assert "Slack could not be asked" in findings["clock"].note


@pytest.mark.parametrize(
    ("off", "said"), [(timedelta(days=20), True), (-timedelta(hours=1), True), (timedelta(0), False)]
)
def test_a_clock_that_is_not_slacks_is_told(tmp_path: Path, off: timedelta, said: bool) -> None:
    with local_slack() as slack:
        settings = Settings.model_validate(
            {"SSPR_DATABASE_URL": sqlite_url(tmp_path), "SLACK_BOT_TOKEN": TOKEN, "SSPR_SLACK_API_URL": slack.api_url}
        )
        services = build_services(settings)
        services.access_log.record(services.terminal(), "status", "dana@contoso.com", "answered")
        services.close()
        findings = {finding.name: finding for finding in check(settings, wall_clock() + off)}
    assert ("set the clock (NTP)" in findings["clock"].problem) is said
    assert ("set back" in findings["database"].problem) is (off < timedelta(0))


def test_what_a_clock_that_was_ahead_wrote_is_a_warning_once_it_is_right(tmp_path: Path) -> None:
    with local_slack() as slack:
        settings = Settings.model_validate(
            {"SSPR_DATABASE_URL": sqlite_url(tmp_path), "SLACK_BOT_TOKEN": TOKEN, "SSPR_SLACK_API_URL": slack.api_url}
        )
        services = build_services(settings, clock=lambda: wall_clock() + timedelta(days=20))
        services.access_log.record(services.terminal(), "status", "dana@contoso.com", "answered")
        services.close()
        findings = {finding.name: finding for finding in check(settings)}
    assert findings["database"].problem == ""
    assert "still to come: a clock was ahead then" in findings["database"].note


def test_a_clock_that_is_not_the_databases_is_told(postgres_url: str) -> None:
    settings = Settings.model_validate({"SSPR_DATABASE_URL": postgres_url})
    findings = {finding.name: finding for finding in check(settings, wall_clock() + timedelta(hours=2))}
    assert "its clock says" in findings["database"].problem


@pytest.mark.parametrize(("off", "said"), [(timedelta(), False), (timedelta(days=400), True), (timedelta(-1), True)])
def test_nothing_is_pruned_by_hand_on_a_clock_that_is_not_slacks(tmp_path: Path, off: timedelta, said: bool) -> None:
    with local_slack() as slack:
        settings = Settings.model_validate(
            {"SSPR_DATABASE_URL": sqlite_url(tmp_path), "SLACK_BOT_TOKEN": TOKEN, "SSPR_SLACK_API_URL": slack.api_url}
        )
        services = build_services(settings, clock=lambda: wall_clock() + off)
        assert ("Slack's" in clock_doubt(services)) is said
        services.close()


def test_pruning_by_hand_says_nothing_of_digests_while_slack_is_away(tmp_path: Path) -> None:
    settings = Settings.model_validate(
        {
            "SSPR_DATABASE_URL": sqlite_url(tmp_path),
            "SLACK_BOT_TOKEN": TOKEN,
            "SSPR_SLACK_API_URL": "http://127.0.0.1:9/",
        }
    )
    services = build_services(settings)
    assert clock_doubt(services) == "Slack cannot be asked whether the clock here is right."
    services.close()
