"""Which channels a digest may go to."""

from collections.abc import Collection

from bot.service.posting import ChannelInfo

SHARED = (
    "This channel is shared with another organisation, and a digest would tell them about your people. "
    "Subscribe a channel of your own."
)


def problem(channel: str, info: ChannelInfo | None, allowed: Collection[str]) -> str | None:  # noqa: PLR0911
    """Why a channel gets no digest, and what to do; None when it may have one.

    `info` is what Slack knows of it, None where there is no Slack; `allowed` are the channels that may, empty for all.
    """
    if channel[:1] not in {"C", "G"}:
        return "A digest goes to a channel; ask there, in Slack."
    if allowed and channel not in allowed:
        return (
            "Digests may not go to this channel. Whoever runs this bot lists the channels in SSPR_DIGEST_CHANNELS, "
            "or in SSPR_TENANTS."
        )
    if info is None:
        return None
    if info.shared:
        return SHARED
    if info.archived:
        return "This channel is archived. Unarchive it, or subscribe another channel."
    if not info.member:
        return "I am not in this channel. Invite me with /invite, then try again."
    return None
