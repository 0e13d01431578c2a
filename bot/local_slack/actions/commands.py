"""A person types a slash command, and the bot's acknowledgement becomes a message."""

import json
from urllib.parse import urlencode

from bot.local_slack.actions.bot_endpoint import Outcome
from bot.local_slack.actions.context import FORM, Context
from bot.local_slack.web_api.response_urls import respond
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.people import APP
from bot.local_slack.workspace.refusals import NotOnScreen, Refusal


def run(context: Context, user: str, channel: str, command: str, text: str) -> Outcome:
    """Deliver a command and show what comes back."""
    workspace = context.workspace
    with workspace.lock:
        person, conversation = workspace.person(user), workspace.conversation_of(user, channel)
        if conversation.archived:
            raise NotOnScreen(f"#{conversation.name} is archived; nothing can be written there.")
        name = "directmessage" if workspace.is_direct(channel) else conversation.name
        fields = {
            "token": "unused",
            "team_id": workspace.team_of(person),
            "team_domain": workspace.domain,
            "is_enterprise_install": "true" if workspace.organisation else "false",
            **({"enterprise_id": workspace.organisation} if workspace.organisation else {}),
            "channel_id": channel,
            "channel_name": "privategroup" if conversation.private and name == conversation.name else name,
            "user_id": user,
            "user_name": person.handle,
            "command": command,
            "text": text,
            "api_app_id": APP,
            "response_url": context.responses.issue(user, channel),
            "trigger_id": workspace.new_trigger(user),
        }
    outcome = context.endpoint.send(urlencode(fields).encode(), FORM)
    with workspace.lock:
        _show(context, user, channel, command, outcome)
    return outcome


def _show(context: Context, user: str, channel: str, command: str, outcome: Outcome) -> None:
    if outcome.error:
        sentence = f"{command} failed with the error “{outcome.error}”"
        context.workspace.slackbot(user, channel, sentence)
        return
    if not outcome.body.strip():
        return
    answer = _answer(outcome.body)
    try:
        respond(context.workspace, user, channel, answer)
        context.api.record(f"ack {command}", answer)
    except Refusal as refusal:
        context.api.record(f"ack {command}", answer, refusal.error)
        context.workspace.slackbot(user, channel, f"{command} failed with the error “{refusal}”")


def _answer(body: str) -> Json:
    try:
        answer = json.loads(body)
    except ValueError:
        return {"text": body}
    return answer if isinstance(answer, dict) else {"text": body}
