"""Which channels outsiders can read, and who is in which."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import timedelta

from slack_sdk import WebClient

from bot.service.ports import Clock
from bot.slack.client import WHILE_SOMEBODY_WAITS, SlackError, ask, impatient
from bot.slack.directory.ttl_cache import TtlCache

_FOR = timedelta(minutes=1)
_MOST = 10_000
_PAGE = 999  # what Slack gives at most
_KINDS = "public_channel,private_channel"


class Channels:
    """Ask Slack about channels, and remember the answer for a minute.

    With `own` these are those of one of many tenants: who reads any other channel counts as unknown.
    """

    def __init__(
        self,
        client: WebClient,
        clock: Clock,
        own: Collection[str] | None = None,
        teams: Callable[[], Sequence[str | None]] = lambda: (None,),
    ) -> None:
        """`teams` are the workspaces that the client's token is for, where Slack does not know that by the token."""
        self._client = impatient(client, seconds=WHILE_SOMEBODY_WAITS)
        self._own, self._teams = own, teams
        self._shared: TtlCache[str, bool] = TtlCache(_FOR, _MOST, clock)

    def shared_outside(self, channel: str, *, afresh: bool = False) -> bool | None:
        """Whether another organisation reads a channel; None when Slack does not say.

        `afresh` asks Slack again, for what is about to be shown to all who read it.
        """
        if channel[:1] in ("", "D"):
            return False  # a direct message, or no channel at all
        if not self.is_own(channel):
            return None
        known = None if afresh else self._shared.get(channel)
        if known is not None:
            return known
        try:
            info = ask(self._client.conversations_info, channel=channel)["channel"]
        except SlackError:
            return None
        return self._shared.put(channel, bool(info.get("is_ext_shared") or info.get("is_pending_ext_shared")))

    def is_own(self, channel: str) -> bool:
        """Whether what is asked here may be shown to all who read a channel, as far as that is a matter of tenants."""
        return self._own is None or channel in self._own

    def members(self, channel: str) -> int | None:
        """How many are in a channel; None when Slack does not say."""
        try:
            info = ask(self._client.conversations_info, channel=channel, include_num_members=True)["channel"]
        except SlackError:
            return None
        number = info.get("num_members")
        return number if isinstance(number, int) else None

    def of_person(self, user: str) -> frozenset[str]:
        """The channels that a person is in, as far as the bot may know: of private ones those where it is, too.

        Asked afresh each time, as people leave channels; none at all when Slack does not give the whole list.
        """
        try:
            return frozenset(channel for team in self._teams() for channel in self._listed(user, team))
        except SlackError:
            return frozenset()

    def _listed(self, user: str, team: str | None) -> Iterator[str]:
        where = {"user": user, "types": _KINDS, "exclude_archived": True, "limit": _PAGE, "team_id": team}
        cursor: str | None = None
        while True:
            page = ask(self._client.users_conversations, cursor=cursor, **where)
            yield from (str(channel["id"]) for channel in page["channels"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return
