"""Listeners that others register: they get the asker, and their failures are told as our own are."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from slack_bolt import Ack, App

from bot.errors import RefusedError
from bot.render.blocks.message import Message
from bot.service.asker import Asker
from tests.support.slack_bot_fixture import GUS, HARPER, HELP, VIC, Stage, slack_stage

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
def stage() -> Iterator[Stage]:
    with slack_stage(more=[register], on_file=on_file) as stage:
        yield stage


def shown(stage: Stage, viewer: str) -> str:
    return str(stage.slack.modal(viewer))


def test_a_refused_submit_is_explained_above_the_form_and_what_was_typed_stays(stage: Stage) -> None:
    stage.slack.command(VIC, HELP, "/form")
    stage.slack.submit(VIC, {"reason": "no"})
    assert "A viewer may not snooze." in shown(stage, VIC)
    stage.slack.close_modal(VIC)
    assert "Snooze" in shown(stage, VIC)


def test_a_failed_submit_is_told_with_a_reference(stage: Stage) -> None:
    stage.slack.command(VIC, HELP, "/form")
    stage.slack.submit(VIC, {"reason": "boom"})
    assert "That did not work." in shown(stage, VIC)
    assert "Reference" in shown(stage, VIC)


def test_a_submit_that_nobody_listens_to_closes_the_form(stage: Stage) -> None:
    stage.slack.command(VIC, HELP, "/form", "bare")
    assert stage.slack.submit(VIC, {"reason": "fine"}) == {}
    assert stage.slack.modal(VIC) is None


def test_a_modal_is_no_way_in_for_a_guest(stage: Stage) -> None:
    stage.slack.command(VIC, HELP, "/form")
    screens = stage.slack.stage.world.screens
    screens[GUS].modals = screens[VIC].modals
    stage.slack.submit(GUS, {"reason": "fine"})
    assert "guest" in shown(stage, GUS)


def test_a_press_inside_a_modal_opens_on_top_of_it(stage: Stage) -> None:
    stage.slack.command(VIC, HELP, "/sspr", "failures 7d")
    stage.slack.command(VIC, HELP, "/form")
    stage.slack.click_modal(VIC, "sspr.answer.all")
    assert "All of: failures 7d, for viewer" in shown(stage, VIC)
    stage.slack.close_modal(VIC)
    assert "Snooze" in shown(stage, VIC)


def test_a_button_of_an_earlier_version_says_so(stage: Stage) -> None:
    stage.slack.command(VIC, HELP, "/form")
    stage.slack.click_modal(VIC, "sspr.answer.forgotten")
    assert "earlier version of me" in shown(stage, VIC)


def test_a_file_in_a_direct_message_goes_to_who_takes_files(stage: Stage) -> None:
    channel = stage.slack.direct_channel(HARPER)
    stage.slack.upload(HARPER, channel, "feb.csv", b"x")
    assert stage.slack.seen(HARPER, channel)[-1].text == "helpdesk sent feb.csv"
    stage.slack.upload(HARPER, channel, "mar.csv", b"x", "keep")
    assert len(stage.slack.seen(HARPER, channel)) == 3
    assert stage.bot.asked == []


def test_a_guests_file_is_refused(stage: Stage) -> None:
    channel = stage.slack.direct_channel(GUS)
    stage.slack.upload(GUS, channel, "feb.csv", b"x")
    assert "guest" in stage.slack.seen(GUS, channel)[-1].text


def test_where_nobody_takes_files_the_words_beside_them_are_the_question() -> None:
    with slack_stage() as stage:
        channel = stage.slack.direct_channel(HARPER)
        stage.slack.upload(HARPER, channel, "feb.csv", b"x", "what is this")
        assert stage.slack.seen(HARPER, channel)[-1].text == "helpdesk asked: what is this"


def test_the_environment_does_not_turn_the_app_into_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET", "SLACK_VERIFICATION_TOKEN"):
        monkeypatch.setenv(name, "of-another-app")
    with slack_stage() as stage:
        stage.slack.command(VIC, HELP, "/sspr", "help")
        assert stage.slack.seen(VIC, HELP)[-1].text == "viewer asked: help"
