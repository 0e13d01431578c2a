"""A Slack message as a value: the sentence that says the answer, and the blocks that show it."""

from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """`text` is mrkdwn and says the answer itself: notifications and screen readers read it instead of the blocks."""

    text: str
    blocks: tuple[Block, ...] = ()

    def payload(self) -> dict[str, Any]:
        """What Slack's methods take."""
        return {"text": self.text, "blocks": list(self.blocks)}
