"""The Home tab: what the bot does, what this person may do, how fresh the data is, and the digests for admins."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from bot.privacy import Role
from bot.render.blocks import icons, limits, mrkdwn
from bot.render.blocks.blocks import actions, button, context, divider, header, section
from bot.render.blocks.compose import SHARE
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import bold, code, time, words
from bot.render.blocks.wording import and_more, count
from bot.render.digests.subscriptions import ADD, EDIT, Subscribed
from bot.render.lines import coverage
from bot.render.views.answer_modals import view as notice
from bot.reports.coverage import Coverage

MINE, STUCK, HELP = "sspr.home.mine", "sspr.home.stuck", "sspr.home.help"
_LISTED = 40
_LONG = 400


_MAY = {
    Role.SELF: "You may ask about yourself, and what the documents say about any error.",
    Role.VIEWER: "You are a viewer: you see numbers, no names, and you may ask about yourself.",
    Role.HELPDESK: "You are on the helpdesk: you may ask about anybody, and look after who is stuck.",
    Role.ADMIN: "You are an admin: you may ask about anybody, set up digests, and load reports by sending them to me.",
}


def view(
    name: str, role: Role, covered: Coverage, digests: Sequence[tuple[str, Subscribed]] | None, *, zone: tzinfo
) -> Block:
    """The tab; `digests` is None where this person may not set them up."""
    hello = f"Hello {words(name)}! " if name else ""
    blocks = [
        header("Self-service password reset"),
        section(f"{hello}I answer who could not reset their password, why, and what the documents say to do about it."),
        section(_MAY[role]),
        actions(*_buttons(role, digests)),
        context(_data(role, covered, zone)),
        *(_digests(digests, zone) if digests is not None else ()),
        context(f"I only read reports; I never reset a password. {code('/sspr help')} works in every channel."),
    ]
    return {"type": "home", "blocks": [block for block in blocks if block][: limits.VIEW_BLOCKS]}


def _data(role: Role, covered: Coverage, zone: tzinfo) -> str:
    if not coverage.is_empty(covered):
        return coverage.line(covered, zone)
    share = " Or drop a report into our direct messages." if role is Role.ADMIN else ""
    return f"{icons.WARNING} {coverage.NOTHING_LOADED}{share}"


def opened(title: str, message: Message) -> Block:
    """An answer in a modal, without the button that shares it: there is no channel here."""
    return notice(title, [block for block in map(_without_share, message.blocks) if block])


def _without_share(block: Block) -> Block:
    if block["type"] != "actions":
        return block
    left = [element for element in block["elements"] if element.get("action_id") != SHARE]
    return {**block, "elements": left} if left else {}


def _buttons(role: Role, digests: object) -> Iterator[Block]:
    yield button("My status", MINE)
    if role >= Role.HELPDESK:
        yield button("Who is stuck", STUCK)
    if digests is not None:
        yield button("New digest", ADD)
    yield button("What you can ask", HELP)


def _digests(digests: Sequence[tuple[str, Subscribed]], zone: tzinfo) -> Iterator[Block]:
    yield divider()
    if not digests:
        yield section("No channel gets a digest yet.")
        return
    yield section(bold(f"{count(len(digests), 'digest')} in this workspace"))
    for channel, one in digests[:_LISTED]:
        yield section(_digest(channel, one, zone), button("Change", EDIT, str(one.number)))
    if len(digests) > _LISTED:
        yield context(and_more(len(digests) - _LISTED, "digest"))


def _digest(channel: str, one: Subscribed, zone: tzinfo) -> str:
    when = f"next {time(one.next_at, zone)}" if one.next_at else "paused"
    line = f"{mrkdwn.channel(channel)}: {code(one.plan, _LONG)}, {when}"
    return f"{line}\n{icons.WARNING} {words(one.trouble)}" if one.trouble else line
