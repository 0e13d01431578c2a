"""What an answer offers besides reading it: who it was, the rows as a file, what is loaded, and the rest of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.local_slack.workspace.messages import SeenMessage
from bot.render.blocks.compose import ASK, EXPORT, MORE, WHO
from tests.support.slack_bot_fixture import DANA, HARPER, HELP, VIC
from tests.support.whole_bot_fixture import WholeBot, whole_bot

LICENSE = "User does not have a license. You can add a license to the user to resolve this"
REPORT = (
    "User,Role,Date and Time,Method(s) Used,Result,Details\n"
    f"dana@contoso.com,User,2017-02-27T06:00:00Z,Mobile Phone,Failed,{LICENSE}\n"
    "erik@contoso.com,User,2017-02-27T07:00:00Z,Mobile Phone,Succeeded,User successfully reset password\n"
)


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[WholeBot]:
    with whole_bot(tmp_path) as bot:
        bot.load(REPORT)
        yield bot


def actions(message: SeenMessage) -> list[str]:
    rows = [block for block in message.blocks if block["type"] == "actions"]
    return [element["action_id"] for row in rows for element in row["elements"]]


def test_who_names_the_people_behind_the_numbers_to_the_helpdesk_alone(bot: WholeBot) -> None:
    answer = bot.ask(HARPER, HELP, "failures all")
    assert "dana@contoso.com" not in str(answer.blocks)
    bot.slack.click(HARPER, HELP, answer.ts, WHO)
    named = bot.modal(HARPER)
    assert named["title"]["text"] == "Who"
    assert "dana@contoso.com" in str(named)
    assert "erik@contoso.com" not in str(named)
    numbers = bot.ask(VIC, HELP, "failures all")
    assert not {WHO, EXPORT} & {*actions(numbers)}


def test_where_nobody_failed_there_is_nobody_to_name(bot: WholeBot) -> None:
    assert WHO not in actions(bot.ask(HARPER, HELP, "failures all result:blocked"))


@pytest.mark.parametrize("asked", ["failures all", "who reset in february 2017", "status dana", "trend all"])
def test_the_rows_behind_an_answer_come_as_a_file(bot: WholeBot, asked: str) -> None:
    answer = bot.ask(HARPER, HELP, asked)
    bot.slack.click(HARPER, HELP, answer.ts, EXPORT)
    bot.wait_idle()
    assert "direct messages" in str(bot.last(HARPER, HELP).blocks)
    sent = bot.slack.seen(HARPER, bot.slack.direct_channel(HARPER))[-1]
    (file,) = sent.files
    assert file.name.endswith(".csv")


def test_which_data_an_answer_rests_on_is_one_press_away(bot: WholeBot) -> None:
    answer = bot.ask(HARPER, HELP, "failures all")
    bot.slack.click(HARPER, HELP, answer.ts, f"{ASK}_data")
    assert "rows loaded" in bot.last(HARPER, HELP).text.replace("*", "")


def test_a_status_opens_the_rest_behind_more_with_its_headings(bot: WholeBot) -> None:
    answer = bot.ask(HARPER, HELP, "status dana@contoso.com")
    assert "Attempts" not in str(answer.blocks)
    bot.slack.click(HARPER, HELP, answer.ts, MORE)
    more = bot.modal(HARPER)
    assert more["title"]["text"] == "Status"
    text = str(more)
    assert text.index("Cause") < text.index("What to do") < text.index("Tell the user") < text.index("Attempts")
    assert "status dana@contoso.com" in text


def test_help_shows_what_the_asker_may_ask_and_the_rest_behind_more(bot: WholeBot) -> None:
    own = bot.ask(DANA, HELP, "help")
    assert "status me" in str(own.blocks)
    bot.slack.click(DANA, HELP, own.ts, MORE)
    assert "/sspr failures" not in str(bot.modal(DANA))
    assert "/sspr status me" in str(bot.modal(DANA))
    bot.slack.close_modal(DANA)
    helpdesk = bot.ask(HARPER, HELP, "help")
    assert len(str(helpdesk.blocks)) < 4000
    assert "subscribe" not in str(helpdesk.blocks)
    bot.slack.click(HARPER, HELP, helpdesk.ts, MORE)
    assert "/sspr failures 7d by cause" in str(bot.modal(HARPER))
