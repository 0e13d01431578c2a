"""People ask by a shortcut: on a message of somebody else, and from anywhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.app.demo import SHORTCUTS
from bot.local_slack.actions.shortcuts import shortcuts_of
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.refusals import NotOnScreen
from bot.slack.listeners.shortcuts import LOOK_UP, ON_MESSAGE
from tests.support.slack_bot_fixture import ADA, ALONE, DANA, GUS, HARPER, HELP, PARTNERS, VIC
from tests.support.whole_bot_fixture import WholeBot, whole_bot

ROOT = Path(__file__).parents[2]
LICENSE = "User does not have a license. You can add a license to the user to resolve this"
REPORT = "User,Role,Date and Time,Method(s) Used,Result,Details\n" + "".join(
    f"{user},User,2017-02-27T06:00:00Z,Mobile Phone,Failed,{LICENSE}\n"
    for user in ("dana@contoso.com", "bob@contoso.com")
)


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[WholeBot]:
    with whole_bot(tmp_path) as bot:
        bot.load(REPORT)
        yield bot


def words(view: Json) -> str:
    """Everything that a view says, without marks."""
    return (
        str([block.get("text") or block.get("elements") for block in view["blocks"]]).replace("`", "").replace("*", "")
    )


def asked(bot: WholeBot, user: str, text: str, *, author: str = DANA, channel: str = HELP) -> Json:
    """Somebody writes, somebody else uses the shortcut on it: the modal."""
    bot.slack.say(author, channel, text)
    ts = bot.slack.seen(user, channel)[-1].ts
    assert bot.slack.message_shortcut(user, channel, ts, ON_MESSAGE).ok
    return bot.modal(user)


def test_an_address_in_a_message_is_looked_up_and_what_else_it_names_is_offered(bot: WholeBot) -> None:
    modal = asked(bot, HARPER, "bob@contoso.com is on the phone and reads out SSPR_0029")
    assert modal["title"]["text"] == "What SSPR says"
    assert "the status of bob@contoso.com" in words(modal)
    assert "bob@contoso.com cannot reset right now" in words(modal)
    bot.slack.click_modal(HARPER, "sspr.answer.ask_a")
    assert "SSPR_0029" in words(bot.modal(HARPER))
    assert ("U0HARPER", "status", "bob@contoso.com", "answered") in bot.log()
    assert not any(message.ephemeral for message in bot.slack.seen(HARPER, HELP))  # nothing stays in the channel


def test_a_message_without_address_or_code_is_about_its_author(bot: WholeBot) -> None:
    modal = asked(bot, HARPER, "help, it does not let me in")
    assert "this is about its author" in words(modal)
    assert "dana@contoso.com cannot reset right now" in words(modal)


def test_somebody_who_is_mentioned_is_looked_up(bot: WholeBot) -> None:
    assert "dana@contoso.com cannot reset right now" in words(asked(bot, HARPER, "can you help @dana?", author=VIC))


def test_a_documented_sentence_is_explained(bot: WholeBot) -> None:
    modal = asked(bot, HARPER, f"The report says: {LICENSE}")
    assert "what to do about User does not have a license" in words(modal)
    assert "Troubleshoot password management" in words(modal)


def test_a_message_of_an_app_without_anything_to_look_up_says_so(bot: WholeBot) -> None:
    bot.slack.mention(VIC, HELP, "data")
    answer = bot.last(VIC, HELP)
    bot.slack.message_shortcut(HARPER, HELP, answer.ts, ON_MESSAGE)
    assert "found no address, no error code" in words(bot.modal(HARPER))


@pytest.mark.parametrize("user", [VIC, DANA])
def test_whoever_may_not_ask_about_people_gets_the_fix_and_no_person(bot: WholeBot, user: str) -> None:
    modal = asked(bot, user, "bob@contoso.com sees SSPR_0029", author=ADA)
    assert "SSPR_0029" in words(modal)
    assert "bob@contoso.com cannot" not in words(modal)
    refused = asked(bot, user, "what about bob@contoso.com?", author=ADA)
    assert "Only the helpdesk may ask about other people here." in words(refused)


def test_everybody_may_ask_about_their_own_message(bot: WholeBot) -> None:
    assert "You (dana@contoso.com) cannot reset right now" in words(asked(bot, DANA, "I cannot get in"))


def test_a_guest_is_refused_in_a_modal(bot: WholeBot) -> None:
    assert "I answer members of this workspace" in words(asked(bot, GUS, "bob@contoso.com", author=ADA))


def test_in_a_channel_shared_with_others_nobody_is_named(bot: WholeBot) -> None:
    modal = asked(bot, HARPER, "bob@contoso.com is stuck", author=ADA, channel=PARTNERS)
    assert "another organisation may read" in words(modal)


def test_the_shortcut_works_where_the_bot_is_no_member(bot: WholeBot) -> None:
    assert "bob@contoso.com" in words(asked(bot, HARPER, "bob@contoso.com?", author=ADA, channel=ALONE))


def test_a_person_is_looked_up_from_anywhere_by_words_or_by_name(bot: WholeBot) -> None:
    bot.slack.global_shortcut(HARPER, LOOK_UP)
    assert bot.slack.submit(HARPER) == {"person": "Type a user ID, or choose somebody below."}
    assert bot.slack.submit(HARPER, {"person": "bob"}) == {}
    assert "bob@contoso.com cannot reset right now" in words(bot.modal(HARPER))
    bot.slack.global_shortcut(HARPER, LOOK_UP)
    assert bot.slack.submit(HARPER, {"member": DANA}) == {}
    assert "dana@contoso.com cannot reset right now" in words(bot.modal(HARPER))


def test_whoever_may_ask_about_nobody_else_sees_their_own_status_at_once(bot: WholeBot) -> None:
    bot.slack.global_shortcut(DANA, LOOK_UP)
    assert bot.modal(DANA)["title"]["text"] == "My status"
    assert "You (dana@contoso.com) cannot reset right now" in words(bot.modal(DANA))


def test_the_local_slack_offers_what_the_manifest_does_and_no_more(bot: WholeBot) -> None:
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
    assert shortcuts_of(manifest) == SHORTCUTS
    with pytest.raises(NotOnScreen):
        bot.slack.global_shortcut(HARPER, ON_MESSAGE)
