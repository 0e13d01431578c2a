"""Which channels a digest may go to."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from bot.service.posting import ChannelInfo

SHARED = (
    "This channel is shared with another organisation, and a digest would tell them about your people. "
    "Subscribe a channel of your own."
)


@dataclass(frozen=True, slots=True)
class DigestChannels:
    """The channels that digests may go to, and a sentence for whoever wants one in another."""

    listed: Collection[str] = ()  # empty: all
    otherwise: str = ""


ANYWHERE: Final = DigestChannels()


def problem(channel: str, info: ChannelInfo | None, allowed: DigestChannels) -> str | None:  # noqa: PLR0911
    """Why a channel gets no digest, and what to do; None when it may have one.

    `info` is what Slack knows of it, None where there is no Slack.
    """
    if channel[:1] not in {"C", "G"}:
        return "A digest goes to a channel; ask there, in Slack."
    if allowed.listed and channel not in allowed.listed:
        return f"Digests may not go to this channel. {allowed.otherwise}"
    if info is None:
        return None
    if info.shared:
        return SHARED
    if info.archived:
        return "This channel is archived. Unarchive it, or subscribe another channel."
    if not info.member:
        return "I am not in this channel. Invite me with /invite, then try again."
    return None
