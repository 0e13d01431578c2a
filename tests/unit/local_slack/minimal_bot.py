"""A toy bot on the real Bolt: one listener for each thing that the local Slack delivers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_sdk import WebClient

from bot.local_slack.local_slack import LocalSlack
from bot.local_slack.server import LoopbackServer
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.people import Channel, Person

SECRET = "0123456789abcdef0123456789abcdef"
TOKEN = "xoxb-toy"
PEOPLE = [
    Person("U1", "Ann Able", "ann@contoso.com", is_admin=True, about="Identity admin: sees and changes everything"),
    Person("U2", "Bob Bright", "bob@contoso.com", about="Helpdesk: may look people up"),
    Person("U3", "Gil Guest", "gil@contoso.com", is_guest=True, about="Guest: gets no answers"),
]
CHANNELS = [
    Channel("C1", "helpdesk", ("U1", "U2"), topic="Callers on the line"),
    Channel("C2", "lobby", ("U1", "U2", "U3"), with_bot=False),
    Channel("G1", "identity", ("U1",), private=True),
]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str, **more: object) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def option(value: str) -> Json:
    return {"text": plain(value), "value": value}


def button(text: str, action_id: str, **more: object) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


MODAL = {
    "type": "modal",
    "callback_id": "ask",
    "title": plain("Next steps"),
    "submit": plain("Send"),
    "notify_on_close": True,
    "blocks": [
        section(
            "What shall the person be told?",
            accessory={"type": "static_select", "action_id": "any.tone", "options": [option("kind"), option("short")]},
        ),
        {
            "type": "input",
            "block_id": "words",
            "label": plain("Message"),
            "element": {"type": "plain_text_input", "action_id": "text", "multiline": True},
        },
        {
            "type": "input",
            "block_id": "when",
            "optional": True,
            "label": plain("When"),
            "element": {
                "type": "static_select",
                "action_id": "time",
                "options": [option("now"), option("tomorrow")],
            },
        },
    ],
}
ANSWER = [
    section("*3 failures* in the last 7 days"),
    {
        "type": "actions",
        "block_id": "more",
        "elements": [
            button("Show all", "toy.show", style="primary", value="all"),
            button("Ask", "toy.ask"),
            {"type": "static_select", "action_id": "toy.pick", "options": [option("a"), option("b")]},
        ],
    },
]


def toy_app(client: WebClient) -> App:
    """Build the bot."""
    app = App(client=client, signing_secret=SECRET, process_before_response=True)
    heard: list[Json] = []
    app.heard = heard  # type: ignore[attr-defined]

    @app.command("/sspr")
    def command(ack: Any, command: Json) -> None:
        text = command["text"]
        if text == "ask":
            client.views_open(trigger_id=command["trigger_id"], view=MODAL)
            ack()
        elif text == "public":
            ack(text="for all", response_type="in_channel")
        elif text == "wrong":
            ack(text="wrong", blocks=[{"type": "chart"}])
        elif text == "plain":
            ack("only words")
        elif text == "fail":
            raise RuntimeError("on purpose")
        else:
            ack(text=f"You typed: {text}", blocks=ANSWER)

    @app.action("toy.show")
    def show(ack: Any, action: Json, respond: Any) -> None:
        ack()
        respond(text=f"All of them: {action['value']}", replace_original=True)

    @app.action("toy.pick")
    def pick(ack: Any, action: Json, respond: Any) -> None:
        ack()
        respond(text=f"Picked {action['selected_option']['value']}")

    @app.action("toy.ask")
    def ask(ack: Any, body: Json) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.action(re.compile("any[.].*"))
    def anything(ack: Any, action: Json) -> None:
        heard.append(action)
        ack()

    @app.view("ask")
    def submitted(ack: Any, view: Json, body: Json) -> None:
        words = view["state"]["values"]["words"]["text"]["value"]
        if words == "bad":
            ack(response_action="errors", errors={"words": "Please be kind."})
        elif words == "more":
            ack(response_action="push", view={**MODAL, "title": plain("Second")})
        elif words == "other":
            ack(response_action="update", view={**MODAL, "title": plain("Changed")})
        elif words == "astray":
            ack(response_action="errors", errors={"elsewhere": "No such input."})
        elif words == "dance":
            ack(response_action="dance")
        elif words == "fail":
            raise RuntimeError("on purpose")
        elif words == "clear":
            ack(response_action="clear")
        else:
            client.chat_postMessage(channel=body["user"]["id"], text=f"Sent: {words}")
            ack()

    @app.view_closed("ask")
    def closed(ack: Any, body: Json) -> None:
        heard.append(body)
        ack()

    @app.event("app_mention")
    def mentioned(event: Json, say: Any) -> None:
        heard.append(event)
        say(text=f"Heard: {event['text']}", thread_ts=event.get("thread_ts") or event["ts"])

    @app.event("message")
    def direct(event: Json, say: Any) -> None:
        heard.append(event)
        say(text=f"Direct: {event['text']}")

    @app.event("file_shared")
    def shared(event: Json) -> None:
        heard.append(event)

    @app.event("member_joined_channel")
    def joined(event: Json, say: Any) -> None:
        say(text="Thank you for the invitation")

    @app.event("app_home_opened")
    def home(event: Json) -> None:
        heard.append(event)
        welcome = section("Welcome home", accessory=button("Subscribe", "any.home", value="v"))
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [welcome]})

    return app


def serve(app: App) -> LoopbackServer:
    """Put a Bolt app behind HTTP."""
    flask, handler = Flask("toy"), SlackRequestHandler(app)

    @flask.post("/slack/events")
    def events() -> Response:
        answer: Response = handler.handle(request)
        return answer

    return LoopbackServer(flask, 0)


@contextmanager
def toy_slack(**options: Any) -> Iterator[tuple[LocalSlack, App]]:
    """Run the local Slack with the toy bot connected to it."""
    settings: dict[str, Any] = {"clock": lambda: datetime.now(UTC), **options}
    with LocalSlack(
        team="Contoso",
        bot_name="sspr",
        command="/sspr",
        signing_secret=SECRET,
        bot_token=TOKEN,
        people=PEOPLE,
        channels=CHANNELS,
        **settings,
    ) as slack:
        app = toy_app(WebClient(TOKEN, base_url=slack.api_url))
        server = serve(app)
        server.start()
        slack.connect(f"http://127.0.0.1:{server.port}/slack/events")
        try:
            yield slack, app
        finally:
            server.stop()
