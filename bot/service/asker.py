"""Who asks, and what they may see."""

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.privacy import Role

TERMINAL: Final = "terminal"  # the channel of whoever sits at the command line, and how their id begins


@dataclass(frozen=True, slots=True)
class Asker:
    """The person behind a question, as the edge has established it."""

    id: str  # a Slack user ID; "terminal:" and the system's user name for the command line
    role: Role
    user: str | None  # their own user ID in the reports (their Slack e-mail), when known
    zone: ZoneInfo  # days and hours are shown in it
    channel: str = ""  # where the question was asked
    name: str = ""  # how Slack shows them; never logged
    workspace: str = ""  # from which they ask, where it is not plain

    @property
    def at_terminal(self) -> bool:
        """Whether they sit at the command line, where nobody has an address of their own."""
        return self.id.partition(":")[0] == TERMINAL
