"""What the listeners ask of the story behind them."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from bot.render.blocks.message import Message
from bot.service.answers.answering import Reply
from bot.service.asker import Asker


class Answers(Protocol):
    """Answers questions; `bot.service.answering` fills this role. Each may raise a BotError with a sentence."""

    def answer(self, text: str, asker: Asker) -> Reply:
        """The reply to what was typed."""
        ...

    def share(self, token: str, asker: Asker) -> Reply:
        """The answer behind a button, for the channel."""
        ...

    def show_all(self, token: str, asker: Asker) -> dict[str, Any]:
        """The modal with everything that the message left out."""
        ...

    def next_steps(self, token: str, asker: Asker) -> dict[str, Any]:
        """The modal with what to tell the user."""
        ...

    def home(self, asker: Asker) -> dict[str, Any]:
        """The Home tab."""
        ...


# Takes the message event of a direct message with files; what it returns is the answer.
OnFile = Callable[[Mapping[str, Any], Asker], Message | None]
