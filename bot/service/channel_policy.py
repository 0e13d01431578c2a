"""Which channels a digest may go to."""

from collections.abc import Collection

from bot.service.posting import ChannelInfo


def problem(channel: str, place: ChannelInfo | None, allowed: Collection[str]) -> str | None:
    """Why a channel gets no digest, and what to do; None when it may have one."""
    shared, archived, left = (place.shared, place.archived, not place.member) if place else (False, False, False)
    reasons = {
        "A digest goes to a channel; ask there, in Slack.": channel[:1] not in {"C", "G"},
        "Digests may not go to this channel. Whoever runs this bot lists the channels in SSPR_DIGEST_CHANNELS.": (
            bool(allowed) and channel not in allowed
        ),
        "This channel is shared with another organisation, and a digest would tell them about your people. "
        "Subscribe a channel of your own.": shared,
        "This channel is archived. Unarchive it, or subscribe another channel.": archived,
        "I am not in this channel. Invite me with /invite, then try again.": left,
    }
    return next((reason for reason, applies in reasons.items() if applies), None)
