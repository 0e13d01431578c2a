"""Deeds said in words in Slack: each is asked back, and a press does it for whoever may."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.local_slack.workspace.messages import SeenMessage
from bot.render.blocks.compose import ASK
from bot.reports.own_causes import code_of
from tests.support.slack_bot_fixture import ADA, HARPER, HELP, VIC
from tests.support.whole_bot_fixture import WholeBot, whole_bot

DETAIL = "User failed the face check option"
DONE = "Mobile Phone,Succeeded,User successfully reset password"
REPORT = (
    "User,Role,Date and Time,Method(s) Used,Result,Details\n"
    + "".join(f"dana@contoso.com,User,2017-02-2{day}T12:00:00Z,{DONE}\n" for day in (4, 5, 6))
    + f"bob@contoso.com,User,2017-02-26T06:00:00Z,,Failed,{DETAIL}\n"
)
CODE = code_of(DETAIL)


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[WholeBot]:
    with whole_bot(tmp_path) as bot:
        bot.load(REPORT)
        yield bot


def press(bot: WholeBot, user: str, message: SeenMessage) -> str:
    """What a press of the one choice says, without marks."""
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    (choice,) = (one for row in rows for one in row if one["action_id"].startswith(ASK))
    bot.slack.click(user, HELP, message.ts, choice["action_id"])
    return bot.last(user, HELP).text.replace("`", "").replace("*", "")


SIGN = "the repeated sign was innocent: they got new phones"


def test_a_sign_is_closed_when_the_deed_asked_back_is_pressed_and_not_before(bot: WholeBot) -> None:
    asked_back = bot.ask(HARPER, HELP, SIGN)
    assert "Do you mean `triage repeated innocent because they got new phones`?" in asked_back.text
    assert "did not understand" not in str(asked_back.blocks)
    assert "is closed" not in bot.ask(HARPER, HELP, "triage").text
    assert "repeated is closed by" in press(bot, HARPER, asked_back)
    assert "they got new phones" in str(bot.ask(HARPER, HELP, "triage").blocks)
    assert (HARPER, "triage", None, "decided") in bot.log()
    reopened = press(bot, HARPER, bot.ask(HARPER, HELP, "reopen the repeated sign"))
    assert "taken back" in reopened


def test_a_mute_lasts_to_the_next_such_weekday_and_a_long_reason_is_pressed_whole(bot: WholeBot) -> None:
    reason = f"planned maintenance of {'the phones ' * 7}today, the vpn, and the mail. It is announced"
    asked_back = bot.ask(HARPER, HELP, f"mute the night sign until friday, {reason}")
    assert f"`triage night mute 2017-03-03 because {reason}`" in asked_back.text
    assert "muted by" in press(bot, HARPER, asked_back)
    assert reason in str(bot.ask(HARPER, HELP, "triage").blocks)


@pytest.mark.parametrize(
    ("user", "text", "refused"),
    [
        (VIC, SIGN, "Only the helpdesk may decide about signs here."),
        (HARPER, f"please map {CODE} to no_license", "Only admins"),
        (HARPER, "urgent signs straight into this channel please", "Only admins"),
    ],
)
def test_whoever_may_not_do_it_typed_may_not_press_it(bot: WholeBot, user: str, text: str, refused: str) -> None:
    assert refused in press(bot, user, bot.ask(user, HELP, text))
    assert "`repeated`" not in bot.ask(HARPER, HELP, "triage").text
    assert "face check" in str(bot.ask(ADA, HELP, "unknown").blocks)
    assert bot.digests.subscribing.not_ended() == ()


def test_an_admin_presses_a_cause_and_the_signs_of_a_channel(bot: WholeBot) -> None:
    mapped = press(bot, ADA, bot.ask(ADA, HELP, f"please count {CODE} as a licence problem"))
    assert "counts as No license from now on" in mapped
    subscribed = press(bot, ADA, bot.ask(ADA, HELP, "urgent signs straight into this channel please"))
    assert "Subscribed: odd" in subscribed


def test_what_is_denied_limited_or_asked_leaves_digests_and_follows_as_they_are(bot: WholeBot) -> None:
    bot.ask(ADA, HELP, "subscribe daily at 09:00")
    subscribed = bot.digests.subscribing.not_ended()
    assert len(subscribed) == 1
    for text in ("don't unsubscribe 1", "unsubscribe all but 1", "unsubscribe all? no", "unsubscribe 1?"):
        bot.ask(ADA, HELP, text)
        assert bot.digests.subscribing.not_ended() == subscribed
    assert "1 digest stopped" in press(bot, ADA, bot.ask(ADA, HELP, "unsubscribe 1?"))
    assert bot.digests.subscribing.not_ended() == ()
    bot.ask(HARPER, HELP, "follow bob@contoso.com")
    for text in ("unfollow everybody but dana", "don't unfollow bob@contoso.com", "unfollow all?"):
        bot.ask(HARPER, HELP, text)
    assert "You had asked me already" in bot.ask(HARPER, HELP, "follow bob@contoso.com").text
