"""The receipt of a pull: what it read in all, which span is covered now, and what to warn about."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.reports.covered_spans import PULLED, Checkpoint, Pulled
from bot.reports.parsing.read_report import ReadReport
from bot.reports.receipt import Folded, Receipt, ReportKind

_DAY: Final = timedelta(days=1)  # a directory logs something every day; a shorter span may well be quiet


def advance(reached: Checkpoint, records: Sequence[Mapping[str, Any]], link: str) -> Checkpoint:
    """Move the checkpoint past one more page."""
    times = [at for record in records if (at := _time(record.get("activityDateTime"))) is not None]
    oldest = min([*times, *([reached.oldest] if reached.oldest else [])], default=None)
    return replace(reached, link=link, records=reached.records + len(records), oldest=oldest)


def fraction_done(reached: Checkpoint) -> float | None:
    """Estimate how much of the window is read, 0 to 1; the log comes newest record first. None: nobody can tell."""
    if not reached.link:
        return 1.0
    if reached.oldest is None:
        return None
    return min(1.0, max(0.0, (reached.window.end - reached.oldest) / reached.window.length))


def covered_span(reached: Checkpoint, now: datetime) -> Pulled | None:
    """Work out the span that a finished window covers; None for a long one without a record.

    It begins with the log's oldest record where the log does not reach back to the window's start.
    """
    window, oldest = reached.window, reached.oldest
    if oldest is None:
        return None if window.length >= _DAY else Pulled(ReportKind.AUDIT, window.start, window.end, now)
    start = oldest if oldest - window.start > _DAY else window.start
    return Pulled(ReportKind.AUDIT, start, window.end, now)


def warnings(reached: Checkpoint, before: Sequence[Pulled], fresh: Pulled | None, *, resumed: bool) -> Iterator[str]:
    """Find what the person who reads the receipt should know."""
    window = reached.window
    if resumed:
        yield "The last pull was interrupted: this one went on from there."
    if fresh is None:
        yield (
            f"Microsoft Graph gave no record at all from {_utc(window.start)} on. A directory is never so quiet: "
            "check the permission AuditLog.Read.All and the licence with sspr check."
        )
        return
    if not reached.ours and window.length >= _DAY:
        yield (
            f"None of the {reached.records:,} records is about password reset or registration. If people do reset, "
            "the app may lack a licence or look at another tenant."
        )
    if fresh.start > window.start:
        yield (
            f"The log holds nothing before {_utc(fresh.start)}: it keeps 7 days without a licence, 30 days with one. "
            "Load downloaded files for the time before."
        )
    if before and before[-1].end < fresh.start:
        yield f"Nothing was pulled between {_utc(before[-1].end)} and {_utc(fresh.start)}, and the log is gone."


def merged_receipt(receipts: Sequence[Receipt], more_warnings: Iterable[str] = ()) -> Receipt:
    """Add up the receipts of several loads."""
    firsts = [receipt.first for receipt in receipts if receipt.first]
    lasts = [receipt.last for receipt in receipts if receipt.last]
    all_warnings = [*(one for receipt in receipts for one in receipt.warnings), *more_warnings]
    return replace(
        receipts[-1],
        rows=sum(receipt.rows for receipt in receipts),
        new=sum(receipt.new for receipt in receipts),
        repeated=sum(receipt.repeated for receipt in receipts),
        changed=sum(receipt.changed for receipt in receipts),
        rejected=tuple(row for receipt in receipts for row in receipt.rejected)[:100],
        rejected_count=sum(receipt.rejected_count for receipt in receipts),
        skipped=sum(receipt.skipped for receipt in receipts),
        unknown_details=_counted(receipt.unknown_details for receipt in receipts),
        unknown_values=_counted(receipt.unknown_values for receipt in receipts),
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        warnings=tuple(dict.fromkeys(all_warnings)),
        position=max(receipt.position for receipt in receipts),
        folded=_folded([receipt.folded for receipt in receipts if receipt.folded]),
    )


def _folded(parts: Sequence[Folded]) -> Folded | None:
    if not parts:
        return None
    return Folded(*(sum(getattr(part, name) for part in parts) for name in ("new", "changed", "gone")))


def without_rows(report: ReadReport, now: datetime) -> Receipt:
    """Make the receipt of pages that hold nothing of ours, which are not kept as a load."""
    return Receipt(PULLED, report.kind, report.recognised, now, report.rows, 0, 0, 0, (), 0, report.skipped, (), (),
                   None, None, ())  # fmt: skip


def _counted(tallies: Iterable[tuple[tuple[str, int], ...]]) -> tuple[tuple[str, int], ...]:
    sums: dict[str, int] = {}
    for tally in tallies:
        for text, rows in tally:
            sums[text] = sums.get(text, 0) + rows
    return tuple(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


def _time(text: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
