"""A Web API client that answers from a table instead of the network, and counts what it is asked."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

Answer = dict[str, Any] | Exception
TEAM = "T0HERE"
ME = {"ok": True, "team_id": TEAM, "user_id": "U0THEBOT", "bot_id": "B0THEBOT"}


class CannedSlack(WebClient):
    """`answers` maps a method to what it returns, or to a function of its arguments."""

    def __init__(self, answers: Mapping[str, Answer | Callable[[Mapping[str, Any]], Answer]]) -> None:
        super().__init__("xoxb-canned")
        self.answers: dict[str, Answer | Callable[[Mapping[str, Any]], Answer]] = {"auth.test": ME, **answers}
        self.asked: list[tuple[str, Mapping[str, Any]]] = []

    def api_call(self, api_method: str, **call: Any) -> SlackResponse:
        """Answer one call as the SDK's own client does."""
        args = {**(call.get("params") or {}), **(call.get("json") or {})}
        args = {name: value for name, value in args.items() if value is not None}
        self.asked.append((api_method, args))
        answer = self.answers[api_method]
        answer = answer(args) if callable(answer) else answer
        if isinstance(answer, Exception):
            raise answer
        response = SlackResponse(
            client=self,
            http_verb="POST",
            api_url=api_method,
            req_args={},
            data=dict(answer),
            headers=dict(answer.get("headers", {})),
            status_code=int(answer.get("status", 200)),
        )
        if not answer.get("ok", True):
            raise SlackApiError("refused", response)  # type: ignore[no-untyped-call]
        return response

    def times(self, method: str) -> int:
        """How often a method was called."""
        return sum(1 for asked, _ in self.asked if asked == method)


def refusal(error: str, **more: Any) -> dict[str, Any]:
    """What Slack says when it refuses."""
    return {"ok": False, "error": error, **more}
