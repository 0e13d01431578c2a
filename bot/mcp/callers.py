"""Who is behind a request: established at the door, or by Slack's signature together with what it covers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.service.asker import Asker

CHANNEL = "mcp"  # where the access log says that it was asked

Found = Asker | str  # a sentence where somebody gets no answer at all
Meta = Mapping[str, object]  # what a client says about its request


@dataclass(frozen=True, slots=True)
class Caller:
    """A client whose request was admitted. The person may stand in the request itself, which is read later."""

    asker: Callable[[Meta], Found]
    shows_blocks: bool = False


def always(asker: Asker) -> Caller:
    """A client that speaks for one person, whatever it says about them."""
    return Caller(lambda _meta: asker)


class Signatures(Protocol):
    """Checks that Slack made a request."""

    def is_signed(self, timestamp: str | None, signature: str | None, body: bytes) -> bool:
        """Whether Slack made it, within the last minutes."""
        ...

    def accepts(self, timestamp: str | None, signature: str | None, body: bytes) -> bool:
        """The same, and it comes for the first time."""
        ...


@dataclass(frozen=True, slots=True)
class SlackCallers:
    """Slackbot, which signs its requests as all of Slack does and names the person in them."""

    signatures: Signatures
    person: Callable[[str, str], Found]  # of a team and a user

    def caller(self, timestamp: str | None, signature: str | None, body: bytes, method: object) -> Caller | None:
        """Slackbot, or None where somebody else made the request.

        A call passes once. Lists are the same for all and may come twice in a second, in the very same words.
        """
        check = self.signatures.accepts if method == "tools/call" else self.signatures.is_signed
        return Caller(self._asker, shows_blocks=True) if check(timestamp, signature, body) else None

    def _asker(self, meta: Meta) -> Found:
        said = meta.get("slack")
        team, user = (said.get("team_id"), said.get("user_id")) if isinstance(said, Mapping) else (None, None)
        if isinstance(team, str) and isinstance(user, str) and team and user:
            return self.person(team, user)
        return "Slack does not say who asks, so I cannot answer."
