"""Events as the Events API delivers them: once, and up to three times more while the bot does not take them."""

import json

from bot.local_slack.actions.bot_endpoint import Outcome
from bot.local_slack.actions.context import Context
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.people import APP, BOT_USER

RETRIES = 3


def deliver(context: Context, subscription: str, event: Json) -> list[Outcome]:
    """Deliver one event, if the app subscribed to it; returns every attempt."""
    if context.events is not None and subscription not in context.events:
        return []
    with context.workspace.lock:
        body = json.dumps(_envelope(context, event)).encode()
    attempts: list[Outcome] = []
    for retry in range(RETRIES + 1):
        attempts.append(context.endpoint.send(body, "application/json", _retry_headers(retry, attempts)))
        if attempts[-1].ok or attempts[-1].no_retry:
            break
    return attempts


def _envelope(context: Context, event: Json) -> Json:
    workspace = context.workspace
    authorization = {
        "enterprise_id": workspace.organisation,
        "team_id": workspace.team_id,
        "user_id": BOT_USER,
        "is_bot": True,
        "is_enterprise_install": workspace.organisation is not None,
    }
    return {
        "token": "unused",
        "enterprise_id": workspace.organisation,
        "team_id": workspace.team_id,
        "api_app_id": APP,
        "type": "event_callback",
        "event": event,
        "event_id": workspace.number("Ev"),
        "event_time": int(workspace.clock().timestamp()),
        "authorizations": [authorization],
    }


def _retry_headers(retry: int, attempts: list[Outcome]) -> dict[str, str]:
    if not retry:
        return {}
    last = attempts[-1]
    no_answer = "http_timeout" if last.timed_out else "connection_failed"
    reason = "http_error" if last.status is not None else no_answer
    return {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
