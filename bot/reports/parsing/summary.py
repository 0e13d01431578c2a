"""The summary of a report that was read: how it was recognised, and what to be warned of."""

from collections.abc import Iterator

from bot.knowledge.catalogue import load
from bot.reports.parsing.assembly import Assembly
from bot.reports.parsing.head import Head
from bot.reports.parsing.read_report import ReadReport


def summarise(assembly: Assembly, form: str, head: Head) -> ReadReport:
    """The finished report; `form` is a phrase like `CSV with commas`."""
    phrases = [f"{assembly.kind} report", form, head.encoding_name, _times(assembly), assembly.order.phrase]
    return ReadReport(
        kind=assembly.kind,
        recognised=", ".join(phrase for phrase in phrases if phrase),
        frame=assembly.frame(),
        rows=assembly.rows,
        rejected=tuple(sorted(assembly.rejected, key=lambda rejected: rejected.line)),
        skipped=assembly.skipped,
        warnings=tuple(_warnings(assembly)),
    )


def _times(assembly: Assembly) -> str | None:
    if assembly.utc or (assembly.zoned and not assembly.naive):
        return "times with their zone" if assembly.zoned else "times in UTC"
    if not assembly.naive:
        return None
    taken = f"times taken as {assembly.options.zone.key}"
    return f"{taken} where no zone is written" if assembly.zoned else taken


def _warnings(assembly: Assembly) -> Iterator[str]:
    rows = assembly.rows - assembly.headers
    if not rows:
        yield "The report holds no rows."
    limits = load().limits
    if rows in (limits["max_rows"], limits["older_max_rows"]):
        yield (
            f"The file has exactly {rows:,} rows, the most that one report holds: it is probably cut off. "
            "Download a shorter span."
        )
    if assembly.naive and not assembly.utc:
        yield (
            f"The times are written without a zone and were taken as {assembly.options.zone.key}; "
            "SSPR_REPORT_TIMEZONE sets another."
        )
    if assembly.doubled:
        yield (f"{_count(assembly.doubled)} in the hour that happens twice when summer time ends; the first was taken.")
    if assembly.missing:
        yield f"{_count(assembly.missing)} in the hour that summer time leaves out; read as an hour later."


def _count(times: int) -> str:
    return f"{times:,} {'time lies' if times == 1 else 'times lie'}"
