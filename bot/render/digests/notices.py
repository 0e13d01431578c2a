"""Short messages beside a digest: that it cannot be delivered, and what was decided about its cases."""

from datetime import tzinfo

from bot.digests.decision import Decision
from bot.knowledge.catalogue import Cause
from bot.privacy import Visibility
from bot.render.blocks import icons, mrkdwn
from bot.render.blocks.blocks import context, section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import code, plain, words
from bot.render.blocks.names import named
from bot.render.blocks.wording import first_upper
from bot.render.cases.decisions import said

_LONG = 400


def cannot_deliver(channel: str, plan: str, trouble: str) -> Message:
    """To the person who subscribed a channel: why its digest does not come, and what to do."""
    says = (
        f"{icons.WARNING} Your digest for {mrkdwn.channel(channel)} cannot be delivered and is paused. {words(trouble)}"
    )
    then = "It goes on when I am invited again, or when you subscribe the channel anew; nothing is lost until then."
    return assemble(says, [section(says), context(f"The digest: {code(plan, _LONG)}", then)])


def decided(decision: Decision, cause: Cause, user: str, zone: tzinfo, show: Visibility) -> Message:
    """To the thread of a digest: what was just decided; `user` is "" when it is about the cause as a whole."""
    about = f"{named(user, show)}, {plain(cause.title)}" if user else plain(cause.title)
    says = f"{icons.ASK} {about}: {first_upper(said(decision, zone))}"
    return assemble(says, [section(says)])
