"""The two ways in which the local Slack says no: to the bot, and to the person at the screen."""

from collections.abc import Mapping, Sequence

from bot.errors import BotError


class Refusal(Exception):  # noqa: N818 - it is Slack's answer, not a fault of ours
    """An answer of the Web API with `ok: false`."""

    def __init__(self, error: str, messages: Sequence[str] = (), **extra: object) -> None:
        super().__init__(": ".join([error, *messages]))
        self.error = error
        self.messages = tuple(messages)
        self.extra: Mapping[str, object] = extra

    def as_json(self) -> dict[str, object]:
        """Build the JSON of the refusal as Slack does."""
        answer: dict[str, object] = {"ok": False, "error": self.error, **self.extra}
        if self.messages:
            answer["response_metadata"] = {"messages": list(self.messages)}
        return answer


class NotOnScreen(BotError):  # noqa: N818 - reads as the sentence it is
    """A person can only press, open or write to what they see."""
