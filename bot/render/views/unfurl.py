"""What is shown below a link to a question: the answer, where all who read along may see it."""

from bot.render.blocks.blocks import context, section
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import code
from bot.render.blocks.text_twin import plain_blocks

_BLOCKS = 8
_BUTTONS = ("actions", "context_actions")


def answer(message: Message, question: str) -> list[Block]:
    """The beginning of the answer, without its buttons, which are the asker's."""
    shown = [block for block in message.blocks if block.get("type") not in _BUTTONS]
    blocks = [_without_button(block) for block in plain_blocks(shown, buttons=False)]
    more = "The rest: " if len(blocks) > _BLOCKS else ""
    return [*blocks[:_BLOCKS], context(f"{more}{code(f'/sspr {question}')}")]


def about_people(question: str) -> list[Block]:
    """What is shown in place of an answer that only the one who asks may see."""
    return [section(f"Only the one who asks sees this answer. Ask it yourself: {code(f'/sspr {question}')}")]


def _without_button(block: Block) -> Block:
    return {key: value for key, value in block.items() if key != "accessory"}
