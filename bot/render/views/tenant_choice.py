"""Which tenant a question is about, where more than one may be meant."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.render.blocks import icons, limits
from bot.render.blocks.blocks import actions, button, context, section, select
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.wording import count

CHOOSE: Final = "sspr.tenant.choose"
_BUTTONS = 5
_ASKS = "Which tenant do you mean?"
_HINT = "Say it at once with `tenant:KEY`, like `/sspr tenant:{} stuck`."


def message(tenants: Mapping[str, str], token: str) -> Message:
    """Ask which tenant; `tenants` are names by key, `token` keeps what was asked."""
    return assemble(_ASKS, _blocks(tenants, token))


def looking() -> Message:
    """Say that an answer comes."""
    says = f"{icons.WAIT} Looking at all tenants ..."
    return assemble(says, [section(says)])


def home(tenants: Mapping[str, str]) -> Block:
    """The Home tab of somebody who may ask about several: which one it shall show."""
    beside = context("Where you may see numbers, all beside each other: `/sspr fleet`.")
    return {"type": "home", "blocks": [*_blocks(tenants, "home"), beside]}


def _blocks(tenants: Mapping[str, str], token: str) -> Sequence[Block]:
    options = {f"{token}|{key}": name for key, name in list(tenants.items())[: limits.OPTIONS]}
    if len(options) <= _BUTTONS:
        choice = actions(*(button(name, f"{CHOOSE}.{n}", value) for n, (value, name) in enumerate(options.items())))
    else:
        choice = actions(select(CHOOSE, options, placeholder="Choose a tenant"))
    left = len(tenants) - len(options)
    more = [context(f"{count(left, 'more tenant')} did not fit here.")] if left else []
    return [section(_ASKS), choice, *more, context(_HINT.format(next(iter(tenants))))]
