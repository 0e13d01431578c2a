"""The counted account of a load, or of one that is taken back, for the person who made it."""

from collections.abc import Sequence
from datetime import tzinfo

from bot.render.blocks import icons
from bot.render.blocks.blocks import context, listed, section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import bold, code, time, words
from bot.render.blocks.wording import count, first_of, in_sight, listing
from bot.reports.covered_spans import PULLED
from bot.reports.parsing.read_report import Unread
from bot.reports.receipt import Folded, Receipt, ReportKind, file_name
from bot.reports.unload_receipt import UnloadReceipt

_SHOWN = 5
_PATH = 200
_WARNING = 700  # characters: what to do stands at its end
_AGAIN = "No watched folder loads this file again; sspr load does."


def message(receipt: Receipt, *, zone: tzinfo) -> Message:
    """What one file held and what became of its rows."""
    nothing = "" if receipt.taken or receipt.path == PULLED else " Nothing of it was loaded."
    icon = icons.WARNING if receipt.rejected_count or receipt.warnings or nothing else icons.OK
    verdict = f"{icon} {line(receipt)}.{nothing}"
    span = (
        f"\nFrom {time(receipt.first, zone)} to {time(receipt.last, zone)}." if receipt.first and receipt.last else ""
    )
    number = f"\nThis is load {receipt.number}." if receipt.number else ""
    blocks = [section(f"{verdict}\nRead as {words(receipt.recognised)}.{span}{_folded(receipt.folded)}{number}")]
    if receipt.rejected_count:
        lines = [
            f"• line {row.line:,}: {words(row.reason)}"
            for row in receipt.rejected[: in_sight(receipt.rejected_count, _SHOWN)]
        ]
        blocks.append(listed(bold("Rows that could not be read"), lines, receipt.rejected_count))
    unknown = (*receipt.unknown_details, *receipt.unknown_values)
    if unknown:
        lines = [f"• {code(text, _PATH)}: {count(rows, 'row')}" for text, rows in first_of(unknown, _SHOWN)]
        blocks.append(listed(bold("Words that no document lists: kept and counted"), lines, len(unknown)))
    blocks.append(context(*(f"{icons.WARNING} {words(sentence, _WARNING)}" for sentence in receipt.warnings)))
    return assemble(verdict, blocks)


def messages(receipts: Sequence[Receipt], unread: Sequence[Unread] = (), *, zone: tzinfo) -> Message:
    """What a file held that may hold several reports, and what in it was not read."""
    shown = [message(receipt, zone=zone) for receipt in receipts]
    blocks = [block for one in shown for block in one.blocks]
    text = "\n".join(one.text for one in shown)
    if unread:
        lines = [f"• {code(one.name, _PATH)}: {words(one.reason)}" for one in first_of(unread, _SHOWN)]
        blocks.append(listed(bold("Not read"), lines, len(unread)))
        text += f"\n{icons.WARNING} Not read: {count(len(unread), 'part')}."
    return assemble(text, blocks)


def line(receipt: Receipt) -> str:
    """A load in one line: `feb.csv: 120 rows, 100 new, 20 known already`."""
    if receipt.report is ReportKind.UNREAD:
        return f"{code(file_name(receipt.path), _PATH)} was not read: {words(receipt.recognised).rstrip('.')}"
    parts = [count(receipt.rows, "row"), f"{receipt.new:,} new"]
    parts += [f"{receipt.repeated:,} known already"] if receipt.repeated else []
    parts += [f"{receipt.changed:,} changed"] if receipt.changed else []
    parts += [f"{receipt.rejected_count:,} not readable"] if receipt.rejected_count else []
    parts += [_skipped(receipt)] if receipt.skipped else []
    return f"{code(file_name(receipt.path), _PATH)} ({words(receipt.report)}): {listing(parts, limit=6)}"


def _skipped(receipt: Receipt) -> str:
    """Rows that were left out because they are none: of an audit log what is no step, else a header or a note."""
    if receipt.report is ReportKind.AUDIT:
        return f"{receipt.skipped:,} of other activities"
    return f"{receipt.skipped:,} that {'is no report row' if receipt.skipped == 1 else 'are no report rows'}"


def _folded(folded: Folded | None) -> str:
    """What the steps of an audit log have made of attempts and registrations."""
    if folded is None or not (folded.new or folded.changed or folded.gone):
        return ""
    parts = [f"{folded.new:,} new attempts and registrations" if folded.new != 1 else "1 new attempt or registration"]
    parts += [f"{folded.changed:,} changed by later steps"] if folded.changed else []
    parts += [f"{folded.gone:,} joined with others"] if folded.gone else []
    return f"\nThese steps make {listing(parts)}."


def unloaded(receipt: UnloadReceipt, *, zone: tzinfo) -> Message:
    """The account of a load that is, or would be, taken back."""
    happens = "is taken back" if receipt.done else "would be taken back"
    file = f"{code(file_name(receipt.path), _PATH)} ({words(receipt.report)}), loaded {time(receipt.loaded_at, zone)}"
    verdict = f"{icons.OK if receipt.done else icons.WARNING} Load {receipt.number} {happens}: {file}."
    return assemble(verdict, [section("\n".join([verdict, *_unloaded_lines(receipt), _AGAIN]))])


def _unloaded_lines(receipt: UnloadReceipt) -> list[str]:
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
