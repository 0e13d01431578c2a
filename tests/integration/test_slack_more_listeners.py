"""Listeners that others register: they get the asker, and their failures are told as our own are."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from slack_bolt import Ack, App

from bot.errors import RefusedError
from bot.render.blocks.message import Message
from bot.service.asker import Asker
from tests.support.slack_bot_fixture import GUS, HARPER, HELP, VIC, SlackBot, slack_bot

BUTTON = {
    "type": "button",
    "action_id": "sspr.answer.all",
    "value": "kept-1",
    "text": {"type": "plain_text", "text": "Show all"},
}
OLD = {**BUTTON, "action_id": "sspr.answer.forgotten", "text": {"type": "plain_text", "text": "Old"}}
FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "Snooze"},
    "submit": {"type": "plain_text", "text": "Snooze"},
    "blocks": [
        {"type": "actions", "elements": [BUTTON, OLD]},
        {
            "type": "input",
            "block_id": "reason",
            "label": {"type": "plain_text", "text": "Reason"},
            "element": {"type": "plain_text_input", "action_id": "reason"},
        },
    ],
}
BARE = {**FORM, "callback_id": "nobody listens"}


def register(app: App) -> None:
    @app.command("/form")
    def on_form(ack: Ack, body: dict[str, str], client: Any, command: dict[str, str]) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=BARE if command["text"] == "bare" else FORM)
        ack()

    @app.view("form")
    def on_submit(ack: Ack, view: dict[str, Any], asker: Asker) -> None:
        reason = view["state"]["values"]["reason"]["reason"]["value"]
        if reason == "no":
            raise RefusedError(f"A {asker.role.name.lower()} may not snooze.")
        if reason == "boom":
            raise KeyError(reason)
        ack()


def on_file(event: Mapping[str, Any], asker: Asker) -> Message | None:
    return Message(f"{asker.role.name.lower()} sent {event['files'][0]['name']}") if event["text"] != "keep" else None


@pytest.fixture
def bot() -> Iterator[SlackBot]:
    with slack_bot(more=[register], on_file=on_file) as bot:
        yield bot


def shown(bot: SlackBot, viewer: str) -> str:
    return str(bot.slack.modal(viewer))


def test_a_refused_submit_is_explained_above_the_form_and_what_was_typed_stays(bot: SlackBot) -> None:
    bot.slack.command(VIC, HELP, "/form")
    bot.slack.submit(VIC, {"reason": "no"})
    assert "A viewer may not snooze." in shown(bot, VIC)
    bot.slack.close_modal(VIC)
    assert "Snooze" in shown(bot, VIC)


def test_a_failed_submit_is_told_with_a_reference(bot: SlackBot) -> None:
    bot.slack.command(VIC, HELP, "/form")
    bot.slack.submit(VIC, {"reason": "boom"})
    assert "That did not work." in shown(bot, VIC)
    assert "Reference" in shown(bot, VIC)


def test_a_submit_that_nobody_listens_to_closes_the_form(bot: SlackBot) -> None:
    bot.slack.command(VIC, HELP, "/form", "bare")
    assert bot.slack.submit(VIC, {"reason": "fine"}) == {}
    assert bot.slack.modal(VIC) is None


def test_a_modal_is_no_way_in_for_a_guest(bot: SlackBot) -> None:
    bot.slack.command(VIC, HELP, "/form")
    screens = bot.slack.context.workspace.screens
    screens[GUS].modals = screens[VIC].modals
    bot.slack.submit(GUS, {"reason": "fine"})
    assert "guest" in shown(bot, GUS)


def test_a_press_inside_a_modal_opens_on_top_of_it(bot: SlackBot) -> None:
    bot.slack.command(VIC, HELP, "/sspr", "failures 7d")
    bot.slack.command(VIC, HELP, "/form")
    bot.slack.click_modal(VIC, "sspr.answer.all")
    assert "All of: failures 7d, for viewer" in shown(bot, VIC)
    bot.slack.close_modal(VIC)
    assert "Snooze" in shown(bot, VIC)


def test_a_button_of_an_earlier_version_says_so(bot: SlackBot) -> None:
    bot.slack.command(VIC, HELP, "/form")
    bot.slack.click_modal(VIC, "sspr.answer.forgotten")
    assert "earlier version of me" in shown(bot, VIC)


def test_a_file_in_a_direct_message_goes_to_who_takes_files(bot: SlackBot) -> None:
    channel = bot.slack.direct_channel(HARPER)
    bot.slack.upload(HARPER, channel, "feb.csv", b"x")
    assert bot.slack.seen(HARPER, channel)[-1].text == "helpdesk sent feb.csv"
    bot.slack.upload(HARPER, channel, "mar.csv", b"x", "keep")
    assert len(bot.slack.seen(HARPER, channel)) == 3
    assert bot.answering.asked == []


def test_a_guests_file_is_refused(bot: SlackBot) -> None:
    channel = bot.slack.direct_channel(GUS)
    bot.slack.upload(GUS, channel, "feb.csv", b"x")
    assert "guest" in bot.slack.seen(GUS, channel)[-1].text


def test_where_nobody_takes_files_the_words_beside_them_are_the_question() -> None:
    with slack_bot() as bot:
        channel = bot.slack.direct_channel(HARPER)
        bot.slack.upload(HARPER, channel, "feb.csv", b"x", "what is this")
        assert bot.slack.seen(HARPER, channel)[-1].text == "helpdesk asked: what is this"


def test_the_environment_does_not_turn_the_app_into_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET", "SLACK_VERIFICATION_TOKEN"):
        monkeypatch.setenv(name, "of-another-app")
    with slack_bot() as bot:
        bot.slack.command(VIC, HELP, "/sspr", "help")
        assert bot.slack.seen(VIC, HELP)[-1].text == "viewer asked: help"
