"""A bot that only listens: keeps every request and answers with what it was told to."""

from dataclasses import dataclass, field
from threading import Event

from flask import Flask, request

from bot.local_slack.server import LoopbackServer


@dataclass(frozen=True, slots=True)
class Heard:
    headers: dict[str, str]
    body: bytes


@dataclass
class Ear:
    """Answers the statuses in turn, then 200; waits for `let_go` first where `slow` says so."""

    statuses: list[int] = field(default_factory=list)
    slow: bool = False
    heard: list[Heard] = field(default_factory=list)
    url: str = ""
    let_go: Event = field(default_factory=Event)

    def server(self) -> LoopbackServer:
        app = Flask("ear")

        @app.post("/slack/events")
        def events() -> tuple[str, int]:
            headers = {name.lower(): value for name, value in request.headers.items()}
            self.heard.append(Heard(headers, request.get_data()))
            if self.slow:
                self.let_go.wait(timeout=10)
            return "", self.statuses.pop(0) if self.statuses else 200

        return LoopbackServer(app, 0)
