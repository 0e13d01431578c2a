"""The Web API: token, scopes, rate limit, planned faults, and a record of every call."""

import copy
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from bot.local_slack.web_api.faults import Fault, Faults
from bot.local_slack.web_api.methods.table import METHODS, Method
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.refusals import Refusal
from bot.local_slack.workspace.workspace import Workspace

SECONDS_BETWEEN_POSTS = 1.0


class Dropped(Exception):  # noqa: N818 - the fact, not a fault of ours
    """The connection ends here without an answer."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot and how it ended; `error` is None when it was granted."""

    method: str
    args: Mapping[str, object]
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, body and headers that go back to the bot."""

    body: Json
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    half: bool = False  # the connection ends within the body


class WebApi:
    """Check a call, run its method under the lock, and answer as Slack does."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        bot_token: str,
        scopes: Collection[str] | None = None,
        rate_limited: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.workspace = workspace
        self.calls: list[Call] = []
        self.faults = Faults()
        self.revoked = False
        self._bot_token = bot_token
        self._scopes = scopes
        self._rate_limited = rate_limited
        self._monotonic = monotonic
        self._last_post: dict[str, float] = {}

    def call(self, name: str, args: Mapping[str, object], token: str) -> Answer:
        """Answer one call; a planned fault may come before or after the work."""
        with self.workspace.lock:
            fault = self.faults.take(name)
        if fault is None:
            return self._answer(name, args, token)
        if fault.half:
            return replace(self._answer(name, args, token), half=True)
        if fault.after:
            answer = self._answer(name, args, token)
            return self._faulty_answer(name, args, fault) or answer
        return self._faulty_answer(name, args, fault) or self._answer(name, args, token)

    def knows(self, token: str) -> bool:
        """Say whether a token is the bot's and still good."""
        return self.is_token(token) and not self.revoked

    def is_token(self, token: str) -> bool:
        """Say whether a token is, or was, the bot's."""
        return bool(token) and token == self._bot_token

    def grant(self, token: str) -> None:
        """Give the bot a new token in the place of the one it has."""
        self._bot_token, self.revoked = token, False

    def record(self, method: str, args: Mapping[str, object], error: str | None = None) -> None:
        """Remember a call."""
        with self.workspace.lock:
            self.calls.append(Call(method, args, error))

    def _answer(self, name: str, args: Mapping[str, object], token: str) -> Answer:
        try:
            with self.workspace.lock:
                method = self._admitted(name, token)
                self._pace(name, args)
                body: Json = {"ok": True, **copy.deepcopy(method.run(self.workspace, args))}
                self.calls.append(Call(name, args))
        except Refusal as refusal:
            self.record(name, args, refusal.error)
            return _refused(refusal)
        return Answer(body, headers=self._scope_header())

    def _admitted(self, name: str, token: str) -> Method:
        if name not in METHODS:
            raise Refusal("unknown_method", req_method=name)
        if not token:
            raise Refusal("not_authed")
        if self.revoked and token == self._bot_token:
            raise Refusal("token_revoked")
        if token != self._bot_token and name != "apps.connections.open":
            raise Refusal("invalid_auth")
        method = METHODS[name]
        if self._scopes is not None and method.scopes and not set(method.scopes) & set(self._scopes):
            raise Refusal("missing_scope", needed=method.scopes[0], provided=",".join(sorted(self._scopes)))
        return method

    def _pace(self, name: str, args: Mapping[str, object]) -> None:
        if not self._rate_limited or name != "chat.postMessage":
            return
        channel, now = str(args.get("channel")), self._monotonic()
        if now - self._last_post.get(channel, now - SECONDS_BETWEEN_POSTS) < SECONDS_BETWEEN_POSTS:
            raise Refusal("ratelimited")
        self._last_post[channel] = now

    def _scope_header(self) -> dict[str, str]:
        return {} if self._scopes is None else {"x-oauth-scopes": ",".join(sorted(self._scopes))}

    def _faulty_answer(self, name: str, args: Mapping[str, object], fault: Fault) -> Answer | None:
        if fault.delay is not None:
            time.sleep(fault.delay)
        if fault.delay is not None and fault.error is None and fault.status is None:
            return None
        if not fault.after:
            self.record(name, args, fault.error or "fault")
        if fault.drops:
            raise Dropped
        error = fault.error or ("ratelimited" if fault.retry_after is not None else "internal_error")
        status = fault.status or (429 if fault.retry_after is not None else 200)
        headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        return Answer({"ok": False, "error": error}, status, headers)


def _refused(refusal: Refusal) -> Answer:
    if refusal.error == "ratelimited":
        return Answer(refusal.as_json(), 429, {"Retry-After": "1"})
    return Answer(refusal.as_json())
