"""The question before an answer is put before everybody in a channel: who will read it, and what it says."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from bot.render.blocks.blocks import context, field_input, section
from bot.render.blocks.compose import without_buttons
from bot.render.blocks.inputs import form, menu
from bot.render.blocks.message import Block, Message
from bot.render.blocks.text_twin import plain_blocks
from bot.render.blocks.wording import count

SUBMIT, NAMES = "sspr.share.submit", "sspr.share.names"
_MASKED, _WHOLE = "masked", "names"
_CHOICES = {_MASKED: "First letter and domain: d***@contoso.com", _WHOLE: "Names in full"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be shared, where, and by which way; the client can read it."""

    token: str
    channel: str
    response_url: str
    thread: str = ""

    def packed(self) -> str:
        """The text that goes with the form."""
        return json.dumps(asdict(self))


def unpacked(metadata: str) -> Wanted:
    """What `packed` packed. Raises ValueError or TypeError for anything else."""
    return Wanted(**json.loads(metadata))


def view(wanted: Wanted, preview: Message, *, members: int | None, personal: bool) -> Block:
    """The form: how many read the channel, how people are named, and the answer as it would stand there."""
    readers = f"its {count(members, 'member')}" if members else "everybody in it"
    head = f":eyes: <#{wanted.channel}> and {readers} will see this answer, and who shared it."
    rule = "It is about people: share it only where everybody may know." if personal else "It holds no names."
    how = [_how()] if personal else []
    shown = plain_blocks(without_buttons(preview.blocks), buttons=False)
    blocks = [section(f"{head}\n{rule}"), *how, context("The answer, as everybody will see it:"), *shown]
    return form(SUBMIT, "Share this answer?", "Share", blocks, wanted.packed())


def names_in_full(entered: Mapping[str, object]) -> bool:
    """Whether the form asks for names in full."""
    return entered.get(NAMES) == _WHOLE


def _how() -> Block:
    return field_input(NAMES, "People", menu(NAMES, _CHOICES, _MASKED))
