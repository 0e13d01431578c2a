"""The whole bot with /mcp over real HTTP: Slack's signature, an issuer of tokens, and the SDK's own client."""

import json
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count
from pathlib import Path
from time import time
from typing import Any

import anyio
import httpx2
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask, Response, jsonify
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from slack_sdk.signature import SignatureVerifier

from bot.app.bot import Bot, build_bot
from bot.app.mcp_http import serve_http
from bot.serving import Server
from bot.settings import Settings
from bot.slack.transport.http import HttpServer, operations_app
from tests.support.slack_bot_fixture import ADA, SECRET, TOKEN, VIC, local_slack
from tests.support.sqlite import sqlite_url

TEAM = "T0HERE"
AUDIENCE = "5d1f6d3e-0000-4000-8000-00000000abcd"
FAILING = ("dana", "erik", "fay", "gil", "hana", "ida")  # enough for their number to be told to a viewer
ROWS = "\n".join(
    f"{name}@contoso.com,User,2017-02-27T12:00:00Z,,Failed,User does not have a license." for name in FAILING
)
REPORT = f"""\
User,Role,Date and Time,Method(s) Used,Result,Details
{ROWS}
harper@contoso.com,User,2017-02-28T12:00:00Z,Mobile Phone,Succeeded,Successfully reset password.
"""
_NUMBERS = count(1000)  # Slack numbers its messages as well: the same one twice in a second is a replay
Answer = tuple[int, dict[str, str], Any]


@dataclass(frozen=True, slots=True)
class Issuer:
    """Signs tokens as Entra does."""

    url: str
    key: rsa.RSAPrivateKey
    asked: list[str] = field(default_factory=list)

    def token(self, *, key: rsa.RSAPrivateKey | None = None, kid: str = "k1", **changes: Any) -> str:
        """A token of Harper that counts; `changes` replace claims, None takes one out."""
        claims = {
            "iss": self.url,
            "aud": AUDIENCE,
            "exp": int(time()) + 600,
            "nbf": int(time()) - 60,
            "oid": "0b1c",
            "scp": "sspr.read",
            "preferred_username": "harper@contoso.com",
        } | changes
        given = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(given, key or self.key, algorithm="RS256", headers={"kid": kid})


@dataclass(frozen=True, slots=True)
class McpBot:
    """What a test acts on and looks at."""

    bot: Bot
    url: str  # of /mcp
    issuer: Issuer

    def post(self, body: object, headers: dict[str, str] | None = None, path: str = "/mcp") -> Answer:
        """Send one message; status, headers, JSON."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        base = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
        answer = httpx2.post(self.url.removesuffix("/mcp") + path, content=content, headers=base | (headers or {}))
        is_json = answer.content and answer.headers.get("content-type", "").startswith("application/json")
        return answer.status_code, dict(answer.headers), answer.json() if is_json else answer.text

    def signed(self, body: object, *, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
        """The headers with which Slack would send a message."""
        return signature(body if isinstance(body, bytes) else json.dumps(body).encode(), at=at, secret=secret)

    def ask(self, name: str, given: dict[str, Any], user: str = ADA, **options: Any) -> Answer:
        """Call a tool as Slackbot does for somebody."""
        body = call(name, given, slack=user, number=next(_NUMBERS), **options)
        return self.post(body, self.signed(body))

    def log(self) -> list[tuple[object, ...]]:
        """Who asked what about whom, where, with what outcome; oldest first."""
        self.bot.services.access_log.flush()
        lines = self.bot.services.access_log.lines()
        return [
            tuple(line[name] or None for name in ("who", "channel", "asked", "subject", "outcome")) for line in lines
        ]

    def with_client(self, use: Callable[[Client], Any], auth: httpx2.Auth, **options: Any) -> Any:
        """Connect the SDK's client, let it be used, and return what that gave."""

        async def run() -> Any:
            async with (
                httpx2.AsyncClient(auth=auth) as http,
                Client(streamable_http_client(self.url, http_client=http), **options) as client,
            ):
                return await use(client)

        return anyio.run(run)


def call(
    name: str, given: dict[str, Any], *, slack: str | None = None, team: str = TEAM, number: int = 1
) -> dict[str, Any]:
    """A message that calls a tool, for a person of a Slack where one is given."""
    meta = {"_meta": {"slack": {"user_id": slack, "team_id": team}}} if slack else {}
    return {
        "jsonrpc": "2.0",
        "id": number,
        "method": "tools/call",
        "params": {"name": name, "arguments": given, **meta},
    }


def signature(body: bytes, *, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """Slack's headers for a body."""
    stamp = str(int(time() if at is None else at))
    made = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": str(made)}


class SlackSigns(httpx2.Auth):
    """Signs each request of a client as Slack does."""

    requires_request_body = True

    def auth_flow(self, request: Any) -> Generator[Any, Any, None]:
        request.headers.update(signature(request.content))
        yield request


class Bearer(httpx2.Auth):
    """Sends a token with each request."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: Any) -> Generator[Any, Any, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


@contextmanager
def issuer() -> Iterator[Issuer]:
    """An issuer of tokens on loopback."""
    flask, key = Flask("issuer"), rsa.generate_private_key(public_exponent=65537, key_size=2048)
    server = Server(flask, "127.0.0.1", 0, threads=2, most_bytes=1000)
    made = Issuer(f"http://127.0.0.1:{server.port}/tenant/v2.0", key)

    @flask.get("/tenant/v2.0/.well-known/openid-configuration")
    def configuration() -> Response:
        made.asked.append("configuration")
        return jsonify(issuer=made.url, jwks_uri=f"http://127.0.0.1:{server.port}/tenant/keys")

    @flask.get("/tenant/keys")
    def keys() -> Response:
        made.asked.append("keys")
        public = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
        return jsonify(keys=[{**public, "kid": "k1", "use": "sig"}])

    server.start()
    try:
        yield made
    finally:
        server.stop()


@contextmanager
def mcp_bot(folder: Path, **changes: Any) -> Iterator[McpBot]:
    """Everything up: Slackbot and tokens of the issuer are let in; `changes` replace settings."""
    with local_slack() as slack, issuer() as issued:
        settings = {
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SSPR_SLACK_API_URL": slack.api_url,
            "SSPR_DATABASE_URL": sqlite_url(folder),
            "SSPR_ADMINS": ADA,
            "SSPR_HELPDESK": "S0HELP",
            "SSPR_VIEWERS": VIC,
            "SSPR_MCP_URL": "https://sspr.contoso.com/mcp",
            "SSPR_MCP_ISSUER": issued.url,
            "SSPR_MCP_AUDIENCE": AUDIENCE,
        } | changes
        bot = build_bot(Settings.model_validate({name: value for name, value in settings.items() if value is not None}))
        try:
            bot.services.loading.load("activity.csv", BytesIO(REPORT.encode()))
            flask = operations_app(list, bot.registry)
            endpoint = serve_http(bot, flask)
            server = HttpServer(flask, "127.0.0.1", 0)
            endpoint.start()
            server.start()
            try:
                yield McpBot(bot, f"http://127.0.0.1:{server.port}/mcp", issued)
            finally:
                server.stop()
                endpoint.stop()
        finally:
            bot.close()
