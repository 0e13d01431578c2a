"""Which channels outsiders can read."""

from datetime import timedelta

from slack_sdk import WebClient

from bot.service.ports import Clock
from bot.slack.client import WHILE_SOMEBODY_WAITS, SlackError, ask, impatient
from bot.slack.directory.ttl_cache import TtlCache

_FOR = timedelta(minutes=1)
_MOST = 10_000


class Channels:
    """Ask Slack about channels, and remember the answer for a minute."""

    def __init__(self, client: WebClient, clock: Clock) -> None:
        self._client = impatient(client, seconds=WHILE_SOMEBODY_WAITS)
        self._shared: TtlCache[str, bool] = TtlCache(_FOR, _MOST, clock)

    def shared_outside(self, channel: str, *, afresh: bool = False) -> bool | None:
        """Whether another organisation reads a channel; None when Slack does not say.

        `afresh` asks Slack again, for what is about to be shown to all who read it.
        """
        if channel[:1] in ("", "D"):
            return False  # a direct message, or no channel at all
        known = None if afresh else self._shared.get(channel)
        if known is not None:
            return known
        try:
            info = ask(self._client.conversations_info, channel=channel)["channel"]
        except SlackError:
            return None
        return self._shared.put(channel, bool(info.get("is_ext_shared") or info.get("is_pending_ext_shared")))

    def members(self, channel: str) -> int | None:
        """How many are in a channel; None when Slack does not say."""
        try:
            info = ask(self._client.conversations_info, channel=channel, include_num_members=True)["channel"]
        except SlackError:
            return None
        number = info.get("num_members")
        return number if isinstance(number, int) else None
