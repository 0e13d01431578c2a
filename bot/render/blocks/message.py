"""A Slack message as a value: the answer in a sentence, and the blocks that show it."""

from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """`text` is mrkdwn and holds the answer itself: notifications and screen readers read it instead of the blocks."""

    text: str
    blocks: tuple[Block, ...] = ()
    unfolded: tuple[Block, ...] = ()  # all of it, where the blocks open the rest behind More; for a terminal

    @property
    def whole(self) -> tuple[Block, ...]:
        """All of it at once."""
        return self.unfolded or self.blocks

    def payload(self) -> dict[str, Any]:
        """What Slack's methods take."""
        return {"text": self.text, "blocks": list(self.blocks)}
