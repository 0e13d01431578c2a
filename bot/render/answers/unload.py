"""What goes with a load that is taken back, what stays, and what was said of it in digests."""

from datetime import tzinfo

from bot.render.answers.receipt import file_name
from bot.render.blocks import icons
from bot.render.blocks.blocks import section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import code, time, words
from bot.render.blocks.wording import count, listing
from bot.reports.unload_receipt import UnloadReceipt

_PATH = 200
_AGAIN = "No watched folder loads this file again; sspr load does."


def message(receipt: UnloadReceipt, *, zone: tzinfo) -> Message:
    """The account of a load that is, or would be, taken back."""
    happens = "is taken back" if receipt.done else "would be taken back"
    file = f"{code(file_name(receipt.path), _PATH)} ({words(receipt.report)}), loaded {time(receipt.loaded_at, zone)}"
    verdict = f"{icons.OK if receipt.done else icons.WARNING} Load {receipt.number} {happens}: {file}."
    return assemble(verdict, [section("\n".join([verdict, *_lines(receipt), _AGAIN]))])


def _lines(receipt: UnloadReceipt) -> list[str]:
    gone = listing([_counted(number, kind) for kind, number in receipt.gone.items()], limit=6)
    lines = [f"Goes: {gone}." if receipt.gone else "Nothing goes: other loads have brought all of it, too."]
    if receipt.stays:
        lines.append(f"Stays, as other loads have brought it, too: {count(receipt.stays, 'row')}.")
    if receipt.back:
        lines.append(f"Comes back, as this load had replaced it: {count(receipt.back, 'row')}.")
    if receipt.people_gone:
        who = "1 user ID is" if receipt.people_gone == 1 else f"{receipt.people_gone:,} user IDs are"
        lines.append(f"{who} in no other load, and not known any more.")
    if receipt.cases_reported:
        stand = "case that goes stands" if receipt.cases_reported == 1 else "cases that go stand"
        lines.append(
            f"{receipt.cases_reported:,} {stand} in {count(receipt.digests, 'digest')}: what is posted stays as it is."
        )
    return lines


def _counted(number: int, kind: str) -> str:
    if kind == "people listed":
        return f"what the list says of {count(number, 'person', 'people')}"
    return count(number, kind.removesuffix("s"))
