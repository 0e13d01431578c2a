"""Workspaces that install the app by themselves: each sees the tenants that the file gives it, until it takes it out."""

import json
import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.app.checking import check
from bot.app.tenants.mcp import TenantToolCalls, person_asking
from bot.app.tenants.workspaces import InstalledWorkspaces, open_workspaces
from bot.errors import SettingsError
from bot.local_slack.actions.events import deliver
from bot.local_slack.workspace.people import UserGroup
from bot.service.asker import Asker
from bot.settings import Settings
from bot.slack.client import slack_time
from bot.slack.directory.channels import Channels
from bot.storage.database import reading
from bot.storage.installations import InstallationTable
from bot.storage.tables import slack_bots, slack_installations, slack_oauth_states
from tests.support.installed_bots import (
    ADA,
    BEA,
    CONTOSO,
    DANA,
    ERIK,
    FABRIKAM,
    OLA,
    PAT,
    TENANTS,
    InstalledBots,
    installed_bots,
)
from tests.support.slack_bot_fixture import wall_clock

HEAD = "User,Role,Date and Time,Method(s) Used,Result,Details\n"
LICENSE = "User does not have a license. You can add a license to the user to resolve this"
NORTH = "T0NORTH"


def report(domain: str, *names: str) -> str:
    lines = [f"{name}@{domain},User,2017-02-27T0{n}:00:00Z,Email,Failed,{LICENSE}" for n, name in enumerate(names)]
    return HEAD + "\n".join(lines)


@pytest.fixture
def bots(tmp_path: Path) -> Iterator[InstalledBots]:
    with installed_bots(tmp_path) as bots:
        yield with_reports(bots)


def with_reports(bots: InstalledBots) -> InstalledBots:
    for key in ("contoso", "fabrikam", "northwind", "unseen"):
        bots.load(key, report(f"{key}.com", "carl", "dana" if key == "contoso" else "erik"))
    return bots


def said(bots: InstalledBots, team: str, user: str, channel: str, text: str) -> str:
    answer = bots.ask(team, user, channel, text)
    return json.dumps([answer.text, answer.blocks])


def tokens(bots: InstalledBots) -> list[str]:
    with reading(bots.bots.engines.activity) as connection:
        return [str(one) for one in connection.execute(select(slack_bots.c.bot_token)).scalars()]


def test_two_workspaces_install_ask_and_one_takes_it_out_again(bots: InstalledBots) -> None:
    assert "workspaces that I was installed for" in said(bots, CONTOSO, ADA, "C0LOBBY", "stuck")
    for team, user in ((CONTOSO, ADA), (FABRIKAM, BEA)):
        status, page = bots.install(team, user)
        assert (status, "Thank you!" in page) == (200, True)
    assert "dana@contoso.com" in said(bots, CONTOSO, ADA, "C0LOBBY", "stuck")
    assert "erik@fabrikam.com" in said(bots, FABRIKAM, BEA, "C0LOBBY", "stuck")
    assert "contoso.com" not in said(bots, FABRIKAM, BEA, "C0LOBBY", "stuck")
    assert "There is no tenant fabrikam that you may ask about." in said(
        bots, CONTOSO, ADA, "C0LOBBY", "stuck tenant:fabrikam"
    )
    for team, user in ((CONTOSO, ADA), (FABRIKAM, BEA)):
        assert "There is no tenant unseen" in said(bots, team, user, "C0LOBBY", "stuck tenant:unseen")

    bots.host.uninstall(FABRIKAM)
    assert len(tokens(bots)) == 1
    assert "workspaces that I was installed for" in said(bots, FABRIKAM, BEA, "C0LOBBY", "stuck")
    assert "dana@contoso.com" in said(bots, CONTOSO, ADA, "C0LOBBY", "stuck")
    assert bots.bots.workspaces.problems() == [
        f"The app is not installed in {team}, which SSPR_TENANTS names: open /slack/install."
        for team in ("E0ORG", FABRIKAM)
    ]
    assert bots.install(FABRIKAM, BEA)[0] == 200
    assert "erik@fabrikam.com" in said(bots, FABRIKAM, BEA, "C0LOBBY", "stuck")


def test_it_is_the_same_on_postgresql(tmp_path: Path, empty_postgres_url: str) -> None:
    with installed_bots(tmp_path, url=empty_postgres_url, rotating=True) as bots:
        test_two_workspaces_install_ask_and_one_takes_it_out_again(with_reports(bots))


def test_a_grant_is_of_the_workspace_that_it_names(bots: InstalledBots) -> None:
    """The same user id is Ada in one workspace and somebody else in the other."""
    for team, user in ((CONTOSO, ADA), (FABRIKAM, BEA)):
        bots.install(team, user)
    assert "carl@contoso.com" in said(bots, CONTOSO, ADA, "C0LOBBY", "status carl@contoso.com")
    other = said(bots, FABRIKAM, ADA, "C0LOBBY", "status carl@contoso.com tenant:contoso")
    assert "There is no tenant contoso that you may ask about." in other
    assert "carl@contoso.com" in said(bots, FABRIKAM, PAT, "C0LOBBY", "status carl@contoso.com")
    assert "Only" in said(bots, CONTOSO, DANA, "C0CONTOSO", "stuck")


def test_an_organisation_installs_for_all_its_workspaces(bots: InstalledBots) -> None:
    assert bots.install(NORTH, OLA)[0] == 200
    assert "erik@northwind.com" in said(bots, NORTH, OLA, "C0NORTH", "stuck")
    bots.slacks[NORTH].open_home(OLA)
    assert "~northwind" in json.dumps(bots.slacks[NORTH].home(OLA))
    answer = bots.ask(NORTH, OLA, "C0NORTH", "stuck")
    every = next(one["action_id"] for block in answer.blocks for one in block.get("elements", ()) if "action_id" in one)
    assert bots.slacks[NORTH].click(OLA, "C0NORTH", answer.ts, every).ok
    bots.slacks[NORTH].mention(OLA, "C0NORTH", "failures 7d")
    assert bots.bots.workspaces.background.wait_idle(30)
    assert "2 failed attempts" in bots.slacks[NORTH].seen(OLA, "C0NORTH")[-1].text
    bots.host.uninstall(NORTH)
    assert tokens(bots) == []


def test_a_user_group_of_an_organisation_grants_its_role(tmp_path: Path) -> None:
    tenants = TENANTS.replace(
        'channels = ["C0NORTH"]\nadmins = ["W0OLA"]', 'channels = ["C0NORTH"]\nadmins = ["S0DESK"]'
    )
    assert tenants != TENANTS
    with installed_bots(tmp_path, tenants=tenants, groups=(UserGroup("S0DESK", "desk", (OLA,)),)) as bots:
        with_reports(bots)
        assert bots.install(NORTH, OLA)[0] == 200
        assert "`carl@northwind.com` cannot reset" in said(bots, NORTH, OLA, "C0NORTH", "status carl@northwind.com")
        assert "erik@northwind.com" in said(bots, NORTH, OLA, "C0NORTH", "stuck")
        subscribed = said(bots, NORTH, OLA, "C0NORTH", "subscribe daily at 09:00 tz:UTC")
        assert "daily at 09:00" in subscribed
        workspace = bots.bots.workspaces.of("E0ORG")
        there, nowhere = (
            Channels(workspace.client, wall_clock, *more).of_person(OLA) for more in ((None, workspace.users.teams), ())
        )
        assert (there, nowhere) == (
            frozenset({"C0NORTH"}),
            frozenset(),
        )  # the token alone does not say which workspace is meant
        named = {one.name: one for one in check(bots.bots.settings)}
        assert named["slack workspace E0ORG"].problem == ""


def test_a_program_finds_the_installation_of_its_persons_workspace(bots: InstalledBots) -> None:
    for team, user in ((CONTOSO, ADA), (NORTH, OLA)):
        assert person_asking(bots.bots, team, user) == "I answer only people of the workspace that I was installed in."
        bots.install(team, user)
    for team, user, person in ((CONTOSO, ADA, "dana@contoso.com"), (NORTH, OLA, "erik@northwind.com")):
        asker = person_asking(bots.bots, team, user)
        assert isinstance(asker, Asker)
        result = TenantToolCalls(bots.bots).call("stuck", {}, asker)
        assert result is not None
        assert person in result.text
    for team in ("T0ELSEWHERE", FABRIKAM, ""):
        assert isinstance(person_asking(bots.bots, team, OLA), str)


def test_a_workspace_that_is_not_named_is_refused_and_its_token_given_back(bots: InstalledBots) -> None:
    bots.file.write_text(TENANTS.replace('workspaces = ["T0FABRIKAM"]', "").replace(', "T0FABRIKAM"', "").replace(
        ', "T0FABRIKAM/C0WATCH"', "").replace(', "T0FABRIKAM/U0PAT"', ""))  # fmt: skip
    status, page = bots.install(FABRIKAM, BEA)
    assert status == 403
    assert "This workspace is not one of those that this bot is for." in page
    assert bots.slacks[FABRIKAM].context.api.revoked
    assert tokens(bots) == []


def test_an_installation_belongs_to_the_browser_that_began_it(bots: InstalledBots) -> None:
    _, headers, _ = bots.get("/slack/install")
    back = bots.host.allow(CONTOSO, ADA, headers["Location"]).partition("https://sspr.example")[2]
    assert bots.get(back)[0] == 400
    assert bots.get(back, "slack-app-oauth-state=another")[0] == 400
    cookie = headers["Set-Cookie"].partition(";")[0]
    assert bots.get(back, cookie)[0] == 200
    assert bots.get(back, cookie)[0] == 401  # once


def test_tokens_are_sealed_and_nowhere_in_the_log(bots: InstalledBots, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    bots.install(CONTOSO, ADA)
    said(bots, CONTOSO, ADA, "C0LOBBY", "stuck")
    token = bots.slacks[CONTOSO].context.api._bot_token
    assert token.startswith("xoxb-")
    with reading(bots.bots.engines.activity) as connection:
        rows = [*connection.execute(select(slack_bots)), *connection.execute(select(slack_installations))]
    assert len(rows) == 2
    assert token not in repr(rows)
    assert token not in caplog.text
    for file in bots.file.parent.rglob("*"):
        assert not file.is_file() or token.encode() not in file.read_bytes()


def test_another_client_secret_opens_no_token(bots: InstalledBots) -> None:
    bots.install(CONTOSO, ADA)
    engine = bots.bots.engines.activity
    right, wrong = (InstallationTable(engine, "11.22", secret).bot(CONTOSO) for secret in ("of-the-tests", "other"))
    assert right is not None
    assert wrong is not None
    assert right.bot_token
    assert not wrong.bot_token


def test_a_token_is_renewed_before_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with installed_bots(tmp_path, rotating=True) as bots:
        bots.load("contoso", report("contoso.com", "dana"))
        bots.install(CONTOSO, ADA)
        first = bots.slacks[CONTOSO].context.api._bot_token
        assert "dana@contoso.com" in said(bots, CONTOSO, ADA, "C0LOBBY", "stuck")
        assert bots.slacks[CONTOSO].context.api._bot_token == first
        later = datetime.now(UTC).timestamp() + 11 * 3600
        monkeypatch.setattr("slack_sdk.oauth.token_rotation.rotator.time", lambda: later)
        bots.clock.now += timedelta(hours=11)
        assert "dana@contoso.com" in said(bots, CONTOSO, ADA, "C0LOBBY", "stuck")
        second = bots.slacks[CONTOSO].context.api._bot_token
        assert second != first
        assert len(tokens(bots)) == 1
        bots.clock.now += timedelta(minutes=2)
        monkeypatch.setattr("slack_sdk.oauth.token_rotation.rotator.time", datetime.now(UTC).timestamp)
        assert "dana@contoso.com" in said(bots, CONTOSO, ADA, "C0LOBBY", "stuck")
        assert bots.slacks[CONTOSO].context.api._bot_token == second


def test_an_event_about_an_older_token_takes_nothing_away(bots: InstalledBots) -> None:
    """Slack's word of an uninstallation may come after the app was installed again."""
    bots.install(CONTOSO, ADA)
    deliver(bots.slacks[CONTOSO].context, "app_uninstalled", {"type": "app_uninstalled"})
    assert len(tokens(bots)) == 1
    assert "dana@contoso.com" in said(bots, CONTOSO, ADA, "C0LOBBY", "stuck")


def test_a_digest_goes_out_where_its_channel_is(bots: InstalledBots) -> None:
    for team, user in ((CONTOSO, ADA), (FABRIKAM, BEA)):
        bots.install(team, user)
    bots.clock.now = datetime(2017, 2, 27, 6, 30, tzinfo=UTC)
    bots.bots.rounds.plan()
    assert "daily at 09:00" in said(bots, FABRIKAM, PAT, "C0WATCH", "subscribe daily at 09:00 show:names tz:UTC")
    light, heavy = bots.bots.rounds.parts(lambda: "")
    try:
        light.run_due()
        bots.load("contoso", report("contoso.com", "newcomer"), "later.csv")
        bots.clock.now = datetime(2017, 2, 27, 9, 0, tzinfo=UTC)
        bots.bots.rounds.plan()
        light.run_due()
    finally:
        light.stop()
        heavy.stop()
    posted = [one for one in bots.slacks[FABRIKAM].context.workspace.messages["C0WATCH"] if one.only_for is None]
    assert "newcomer" in json.dumps([one.blocks for one in posted])
    assert bots.slacks[CONTOSO].context.workspace.messages["C0CONTOSO"] == []


def test_states_that_nobody_came_back_with_do_not_pile_up(bots: InstalledBots, monkeypatch: pytest.MonkeyPatch) -> None:
    bots.get("/slack/install")
    now = time.time() + 3600
    monkeypatch.setattr("slack_sdk.oauth.state_store.sqlalchemy.time.time", lambda: now)
    for _ in range(2):
        bots.get("/slack/install")
    with reading(bots.bots.engines.activity) as connection:
        assert connection.execute(select(func.count()).select_from(slack_oauth_states)).scalar() == 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_BOT_TOKEN and SLACK_CLIENT_ID exclude each other"),
        ({"SLACK_CLIENT_SECRET": None}, "SLACK_CLIENT_ID needs SLACK_CLIENT_SECRET"),
        ({"SSPR_PUBLIC_URL": None}, "and SSPR_PUBLIC_URL for the way back"),
    ],
)
def test_what_lacks_is_named(bots: InstalledBots, given: dict[str, str | None], sentence: str) -> None:
    settings = Settings.model_validate(
        {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "x", "SSPR_PUBLIC_URL": "https://sspr.example", **given}
    )
    with pytest.raises(SettingsError, match=sentence):
        open_workspaces(settings, bots.bots.engines.activity, frozenset, bots.clock)
    assert isinstance(bots.bots.workspaces, InstalledWorkspaces)
    assert ERIK


def test_slack_says_the_time_before_any_workspace_is_there(bots: InstalledBots) -> None:
    """Else no digest would go out after a start, until somebody has asked something."""
    at = slack_time(bots.bots.workspaces.client)
    assert at is not None
    assert abs(at - datetime.now(UTC)) < timedelta(minutes=1)


def test_why_an_installation_did_not_succeed_is_logged_in_a_word(
    bots: InstalledBots, caplog: pytest.LogCaptureFixture
) -> None:
    status, _, page = bots.get("/slack/oauth_redirect?error=access_denied%0A%3Cscript%3E")
    assert status == 200
    assert "<script>" not in page
    assert "An installation did not succeed: access_deniedscript" in caplog.text
    engine = bots.bots.engines.activity
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE slack_bots RENAME TO gone")
    status, page = bots.install(CONTOSO, ADA)
    assert (status, "storage_error" in page) == (500, True)
    assert "The database did not take what a workspace installed" in caplog.text
