"""The link to a person's page in the Entra admin center: for those who may see people, and only where it is certain."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from bot.render.blocks.compose import SHARE
from bot.render.lines import directory_page
from bot.render.views.share_modal import NAMES
from bot.reports.roster import roster_of
from bot.storage.ledger.roster import Rosters
from tests.support.slack_bot_fixture import DANA, HARPER, HELP
from tests.support.steps_table import audit_report
from tests.support.whole_bot_fixture import WholeBot, whole_bot

REPORT = (
    "User,Role,Date and Time,Method(s) Used,Result,Details\n"
    "dana@contoso.com,User,2017-02-27T06:00:00Z,Mobile Phone,Failed,User does not have a license. "
    "You can add a license to the user to resolve this\n"
    "erik@contoso.com,User,2017-02-27T06:00:00Z,Mobile Phone,Succeeded,User successfully reset password\n"
)
ID = "0a1b2c3d-0000-4000-8000-00000000000a"
PAGE = f"https://entra.microsoft.com/#view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/{ID}"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[WholeBot]:
    with whole_bot(tmp_path) as bot:
        bot.load(REPORT)
        people = [
            {"id": key, "userPrincipalName": user, "isSsprRegistered": True, "isSsprEnabled": True}
            for user, key in (("dana@contoso.com", ID), ("erik@contoso.com", ""))
        ]
        Rosters(bot.core.tenant).record(roster_of(people), "directory", bot.core.clock())
        bot.core.snapshots.refresh()
        yield bot


def test_the_helpdesk_opens_the_person_with_one_press(bot: WholeBot) -> None:
    assert f"<{PAGE}|Open in Entra>" in str(bot.ask(HARPER, HELP, "status dana@contoso.com").blocks)


def test_an_audit_log_that_is_loaded_later_brings_the_link(tmp_path: Path) -> None:
    with whole_bot(tmp_path) as bot:
        bot.load(REPORT)
        assert ID not in str(bot.ask(HARPER, HELP, "status dana@contoso.com").blocks)
        log = audit_report("08:00:00 | dana | c1 | flow | ok | User submitted their user ID")
        log = replace(log, frame=log.frame.assign(user_id=pd.Series([ID], dtype="category")))
        bot.core.ledger.record(log, "log.json", bot.core.clock())
        bot.core.snapshots.refresh()
        assert f"<{PAGE}|Open in Entra>" in str(bot.ask(HARPER, HELP, "status dana@contoso.com").blocks)


def test_there_is_no_link_where_the_id_is_not_known(bot: WholeBot) -> None:
    assert "entra.microsoft" not in str(bot.ask(HARPER, HELP, "status erik@contoso.com").blocks)


def test_who_asks_about_themselves_gets_none(bot: WholeBot) -> None:
    answer = bot.ask(DANA, HELP, "status")
    assert "reset" in str(answer.blocks)
    assert ID not in str(answer.blocks)


@pytest.mark.parametrize("values", [{}, {NAMES: "names"}])
def test_a_shared_copy_has_none(bot: WholeBot, values: dict[str, object]) -> None:
    answer = bot.ask(HARPER, HELP, "status dana@contoso.com")
    bot.slack.click(HARPER, HELP, answer.ts, SHARE)
    bot.modal(HARPER)
    assert bot.slack.submit(HARPER, values) == {}
    shared = bot.last(DANA, HELP)
    assert "Shared by" in str(shared.blocks)
    assert ID not in str(shared.blocks)


def test_the_access_log_does_not_hold_the_id(bot: WholeBot) -> None:
    bot.ask(HARPER, HELP, "status dana@contoso.com")
    assert ID not in str(bot.log())


CLOUDS = {
    "https://graph.microsoft.com": PAGE,
    "https://graph.microsoft.com/": PAGE,
    "https://graph.microsoft.us": PAGE.replace("entra.microsoft.com", "entra.microsoft.us"),
    "https://dod-graph.microsoft.us": PAGE.replace("entra.microsoft.com", "entra.microsoft.us"),
    "https://microsoftgraph.chinacloudapi.cn": "",
    "http://127.0.0.1:8000": "",
}


@pytest.mark.parametrize(("graph", "page"), CLOUDS.items())
def test_the_cloud_of_graph_decides_where_it_leads(graph: str, page: str) -> None:
    assert directory_page.address(graph, ID) == page
    assert directory_page.address(graph, "") == ""


def test_of_one_of_many_tenants_it_opens_in_its_own_directory() -> None:
    directory = "11111111-0000-4000-8000-000000000000"
    page = directory_page.address("https://graph.microsoft.com", ID, directory)
    assert page == PAGE.replace("/#view", f"/{directory}/#view")
