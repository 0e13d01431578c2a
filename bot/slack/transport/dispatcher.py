"""What Slack's requests are handed to, however they come in."""

from typing import Protocol

from slack_bolt import BoltRequest, BoltResponse


class Dispatcher(Protocol):
    """A Bolt app, or what stands before several."""

    def dispatch(self, req: BoltRequest, /) -> BoltResponse:
        """Answer one request."""
        ...
