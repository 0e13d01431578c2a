"""Short messages beside a digest: that it cannot be delivered, and what was decided about its cases."""

from datetime import tzinfo

from bot.knowledge.catalogue import Cause
from bot.render import icons, mrkdwn
from bot.render.blocks import context, section
from bot.render.compose import assemble
from bot.render.decision import Decision, said
from bot.render.message import Message
from bot.render.mrkdwn import code, plain, words
from bot.render.people import Show, named
from bot.render.wording import first_upper

_LONG = 400


def cannot_deliver(channel: str, plan: str, trouble: str) -> Message:
    """To the person who subscribed a channel: why its digest does not come, and what to do."""
    place = mrkdwn.channel(channel)
    says = f"{icons.WARNING} Your digest for {place} cannot be delivered and is paused. {words(trouble)}"
    then = "It goes on when I am invited again, or when you subscribe the channel anew; nothing is lost until then."
    return assemble(says, [section(says), context(f"The digest: {code(plan, _LONG)}", then)])


def decided(decision: Decision, cause: Cause, user: str, zone: tzinfo, show: Show) -> Message:
    """To the thread of a digest: what was just decided; `user` is "" when it is about the cause as a whole."""
    about = f"{named(user, show)}, {plain(cause.title)}" if user else plain(cause.title)
    says = f"{icons.ASK} {about}: {first_upper(said(decision, zone))}"
    return assemble(says, [section(says)])
