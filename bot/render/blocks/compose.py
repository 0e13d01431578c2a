"""Putting a message together: within Slack's limits, with the same buttons everywhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.render.blocks import limits
from bot.render.blocks.blocks import actions, button, characters, context, select
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import code, cut, mention, spoken

TAKE_BACK = "sspr.answer.take_back"
EXPORT, WHO, MORE = "sspr.answer.export", "sspr.answer.who", "sspr.answer.more"
SHARE, ALL, NEXT = "sspr.answer.share", "sspr.answer.all", "sspr.answer.next_steps"
ASK = "sspr.answer.ask"  # with a letter of its own: each asks the question that it carries
FIX = "sspr.answer.fix"  # on the row of a cause; the kept answer and the cause
_LABELS = {SHARE: "Share to channel", ALL: "Show all", NEXT: "Next steps for the user"}
_LABELS |= {EXPORT: "Export", WHO: "Who", MORE: "More"}
_DATA = "Which data?"
_LEAVES_OUT = ("not understood", "left aside")  # how the reader of words begins to name what it does
_READING = 200
_MOST_BUTTONS = 5  # beyond, a menu
_LETTERS = "abcde"
_CLOSING_BLOCKS = 2  # what did not fit, and how the question was read
_CLOSING = 500  # characters of both


def answer_buttons(token: str | None, *kinds: str) -> list[Block]:
    """The buttons of an answer that was kept under `token`; none where it was not kept."""
    if not token or not kinds:
        return []
    return [actions(*(button(_LABELS[kind], kind, token) for kind in kinds))]


def ask_buttons(token: str | None, questions: Mapping[str, str]) -> list[Block]:
    """Buttons that ask questions, label by question; above five a menu. What does not fit into one is left out."""
    valued = {f"{token}|{question}": label for question, label in questions.items()}
    longest = limits.OPTION_VALUE if len(valued) > _MOST_BUTTONS else limits.BUTTON_VALUE
    fitting = {value: label for value, label in valued.items() if len(value) <= longest}
    if not fitting or not token:
        return []
    if len(fitting) > _MOST_BUTTONS:
        return [actions(select(f"{ASK}_one", fitting, placeholder="Choose"))]
    lettered = zip(_LETTERS, fitting.items(), strict=False)
    return [actions(*(button(label, f"{ASK}_{letter}", value) for letter, (value, label) in lettered))]


def with_offers(message: Message, token: str, kinds: Sequence[str], *, data: bool) -> Message:
    """More to do with an answer, in its row of buttons: `kinds`, and with `data` what is loaded."""
    row = next((block for block in reversed(message.blocks) if _shares(block)), None)
    if row is None:
        return message
    more = [button(_LABELS[kind], kind, token) for kind in kinds]
    more += [button(_DATA, f"{ASK}_data", f"{token}|data")] if data else []
    wider = actions(*row["elements"], *more)
    return replace(message, blocks=tuple(wider if block is row else block for block in message.blocks))


def _shares(block: Block) -> bool:
    return block["type"] == "actions" and any(one.get("action_id") == SHARE for one in block["elements"])


def assemble(
    text: str, blocks: Iterable[Block], buttons: Sequence[Block] = (), unfolded: Sequence[Block] = ()
) -> Message:
    """A message that Slack takes; blocks that do not fit are counted, the buttons stay."""
    wanted = [block for block in blocks if block]
    most = limits.ROOMY_BLOCKS - _CLOSING_BLOCKS - len(buttons)
    kept = within(wanted, most, limits.ROOMY_CHARACTERS - characters(list(buttons)))
    left = len(wanted) - len(kept)
    if left:
        kept = [*kept, context(f"{left} more parts did not fit into one message.")]
    return Message(cut(text, limits.TEXT), (*kept, *buttons), tuple(block for block in unfolded if block))


def shared_by(message: Message, slack_id: str, token: str) -> Message:
    """The message for everybody: who shared it, a button to take it back, and none to share it again."""
    said = above_buttons(
        replace(message, blocks=without(message.blocks, SHARE)), context(f"Shared by {mention(slack_id)}.")
    )
    back = button("Take it back", TAKE_BACK, token)
    last = said.blocks[-1]
    if last["type"] == "actions" and len(last["elements"]) < limits.ACTION_ELEMENTS:
        return replace(said, blocks=(*said.blocks[:-1], {**last, "elements": [*last["elements"], back]}))
    return replace(said, blocks=(*said.blocks, actions(back)))


def without(blocks: Iterable[Block], action_id: str) -> tuple[Block, ...]:
    """The blocks without a button; a row that had no other goes."""
    left = (_row_without(block, action_id) if block["type"] == "actions" else block for block in blocks)
    return tuple(block for block in left if block)


def _row_without(row: Block, action_id: str) -> Block:
    elements = [element for element in row["elements"] if element.get("action_id") != action_id]
    return {**row, "elements": elements} if elements else {}


def without_buttons(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks as they are read, with nothing to press."""
    bare = ({name: part for name, part in block.items() if name != "accessory"} for block in blocks)
    return tuple(block for block in bare if block["type"] not in {"actions", "context_actions"})


def noted(message: Message, reading: str, note: str = "") -> Message:
    """Add what question the free words were read as: above an answer that leaves words out, else above its buttons.

    `note` is what is said about the reading, in brackets behind the question as it may be typed.
    """
    behind = f" ({spoken(f'{note})')}" if note else ""
    said = context(f"Read as {code(reading, _READING)}{behind}")
    if not any(part.startswith(_LEAVES_OUT) for part in note.split("; ")):
        return above_buttons(message, said)
    unfolded = (said, *message.unfolded) if message.unfolded else ()
    return replace(message, blocks=(said, *message.blocks), unfolded=unfolded)


def above_buttons(message: Message, block: Block) -> Message:
    """Put a block above a message's last row of buttons, or at its end."""
    blocks = list(message.blocks)
    end = len(blocks) - (1 if blocks and blocks[-1]["type"] == "actions" else 0)
    unfolded = (*message.unfolded, block) if message.unfolded else ()
    return replace(message, blocks=(*blocks[:end], block, *blocks[end:]), unfolded=unfolded)


def within(blocks: Sequence[Block], most: int, size: int) -> list[Block]:
    """The leading blocks that fit into so many blocks and characters."""
    kept: list[Block] = []
    left = size - _CLOSING
    for block in blocks[:most]:
        left -= characters(block)
        if left < 0:
            break
        kept.append(block)
    return kept
