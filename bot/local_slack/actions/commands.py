"""A person types a slash command, and the bot's acknowledgement becomes a message."""

import json
from urllib.parse import urlencode

from bot.local_slack.actions.bot_endpoint import Outcome
from bot.local_slack.actions.context import FORM, Stage
from bot.local_slack.web_api.response_urls import respond
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.people import APP
from bot.local_slack.workspace.refusals import NotOnScreen, Refusal


def run(stage: Stage, user: str, channel: str, command: str, text: str) -> Outcome:
    """Deliver a command and show what comes back."""
    world = stage.world
    with world.lock:
        person, place = world.person(user), world.place_for(user, channel)
        if place.archived:
            raise NotOnScreen(f"#{place.name} is archived; nothing can be written there.")
        name = "directmessage" if world.is_direct(channel) else place.name
        fields = {
            "token": "unused",
            "team_id": person.team,
            "team_domain": "contoso",
            "is_enterprise_install": "false",
            "channel_id": channel,
            "channel_name": "privategroup" if place.private and name == place.name else name,
            "user_id": user,
            "user_name": person.handle,
            "command": command,
            "text": text,
            "api_app_id": APP,
            "response_url": stage.responses.issue(user, channel),
            "trigger_id": world.new_trigger(user),
        }
    outcome = stage.line.send(urlencode(fields).encode(), FORM)
    with world.lock:
        _show(stage, user, channel, command, outcome)
    return outcome


def _show(stage: Stage, user: str, channel: str, command: str, outcome: Outcome) -> None:
    if outcome.error:
        sentence = f"{command} failed with the error “{outcome.error}”"
        stage.world.slackbot(user, channel, sentence)
        return
    if not outcome.body.strip():
        return
    answer = _answer(outcome.body)
    try:
        respond(stage.world, user, channel, answer)
        stage.api.record(f"ack {command}", answer)
    except Refusal as refusal:
        stage.api.record(f"ack {command}", answer, refusal.error)
        stage.world.slackbot(user, channel, f"{command} failed with the error “{refusal}”")


def _answer(body: str) -> Json:
    try:
        answer = json.loads(body)
    except ValueError:
        return {"text": body}
    return answer if isinstance(answer, dict) else {"text": body}
