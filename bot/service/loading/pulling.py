"""Pulling from the directory: what it has logged since the last pull, and who is registered now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, Final

from bot.reports.covered_spans import PULLED, Checkpoint, Pulled, believed
from bot.reports.formats.registry import ReadOptions, read
from bot.reports.parsing.read_report import ReadReport
from bot.reports.receipt import Receipt, ReportKind
from bot.reports.roster import roster_of
from bot.reports.window import Window
from bot.service.loading.ports import CheckpointStore, LinkExpired, OnProgress, Page, PageSource, Progress, RosterStore
from bot.service.loading.pull_receipt import (
    advance,
    covered_span,
    fraction_done,
    merged_receipt,
    warnings,
    without_rows,
)
from bot.service.ports import Clock, Ledger, Snapshots

OVERLAP: Final = timedelta(hours=2)  # records may appear an hour after they happened
KEPT: Final = timedelta(days=30)  # what the log keeps with a licence; 7 days without
ROSTER_EVERY: Final = timedelta(hours=6)  # of pulls by schedule: it is read whole each time
PAGES: Final = 10  # are loaded at once; a crash costs no more than reading so many again


@dataclass(frozen=True, slots=True)
class Pulling:
    """Pulls into the ledger. Whatever is read twice is known already, so a pull may stop anywhere and go on later."""

    source: PageSource
    ledger: Ledger
    checkpoints: CheckpointStore
    rosters: RosterStore
    snapshots: Snapshots
    clock: Clock

    def pull(
        self, since: timedelta | None = None, progress: OnProgress | None = None, *, roster: bool = True
    ) -> tuple[Receipt, ...]:
        """Pull everything new of the audit log (at least as far back as `since`), then the registration details.

        Raises SourceError when the service does not answer; what was read until then is kept.
        """
        on_progress = progress or (lambda _: None)
        try:
            audits = self._audits(since, on_progress)
            return (audits, self._roster(on_progress)) if roster else (audits,)
        finally:
            self.snapshots.refresh()

    def pull_if_due(self, every: timedelta) -> tuple[Receipt, ...]:
        """Pull by schedule: not when another replica has just done it, and the roster only every few hours."""
        now = self.clock()
        if now - self._last(ReportKind.AUDIT) < every / 2:
            return ()
        return self.pull(roster=now - self._last(ReportKind.ROSTER) >= ROSTER_EVERY)

    def _last(self, report: ReportKind) -> datetime:
        never = self.clock() - KEPT
        return max((span.pulled_at for span in self._spans(report)), default=never)

    def _spans(self, report: ReportKind) -> tuple[Pulled, ...]:
        """What pulls have covered. What a clock that was ahead has pulled is pulled again: who knows when that was."""
        return believed(self.checkpoints.spans(report), self.clock())

    def _audits(self, since: timedelta | None, on_progress: OnProgress) -> Receipt:
        """Pull the rest of an interrupted pull first, then everything since."""
        begun = self.checkpoints.find()
        receipts = [] if begun is None else [self._read(begun, on_progress)]
        receipts.append(self._read(Checkpoint(self._window(since), ""), on_progress))
        return merged_receipt(receipts)

    def _window(self, since: timedelta | None) -> Window:
        """Span the time since the last pull, with an overlap; never less than was asked for, so that no hole stays."""
        now = self.clock()
        spans = self._spans(ReportKind.AUDIT)
        reached = max(spans[-1].end - OVERLAP, now - KEPT) if spans else now - KEPT
        asked = now - since if since is not None else now
        start = min(asked, reached) if spans or since is None else asked
        return Window(start, now, "the span that was pulled")

    def _read(self, begun: Checkpoint, on_progress: OnProgress) -> Receipt:
        try:
            return self._read_on(begun, on_progress)
        except LinkExpired:
            if not begun.link:
                raise
            return self._read_on(Checkpoint(begun.window, ""), on_progress)

    def _read_on(self, begun: Checkpoint, on_progress: OnProgress) -> Receipt:
        """Read a window to its end: some pages at a time into the ledger, each time followed by a checkpoint."""
        reached, receipts = begun, list[Receipt]()
        while not receipts or reached.link:
            pages, reached = self._some_pages(reached, on_progress)
            report = read(PULLED, BytesIO(b"\n".join(page.content for page in pages)), ReadOptions(more_pages=True))
            receipts.append(self._record(report))
            reached = replace(reached, ours=reached.ours + receipts[-1].rows - receipts[-1].skipped)
            if reached.link:
                self.checkpoints.save(reached)
        before, fresh = self._spans(ReportKind.AUDIT), covered_span(reached, self.clock())
        found = tuple(warnings(reached, before, fresh, resumed=bool(begun.link)))
        if found and not reached.ours:  # no load would carry them
            self.ledger.record(replace(report, warnings=found), PULLED, self.clock())
        self.checkpoints.finish(fresh)
        return merged_receipt(receipts, found)

    def _some_pages(self, reached: Checkpoint, on_progress: OnProgress) -> tuple[list[Page], Checkpoint]:
        pages: list[Page] = []
        while not pages or (reached.link and len(pages) < PAGES):
            pages.append(self.source.audit_page(reached.window, reached.link))
            reached = advance(reached, pages[-1].records, pages[-1].link)
            on_progress(Progress(ReportKind.AUDIT, reached.records, fraction_done(reached)))
        return pages, reached

    def _record(self, report: ReadReport) -> Receipt:
        """Record some pages as one load; pages with nothing of ours leave no trace, as pulls come every few minutes."""
        if len(report.frame) or report.rejected:
            return self.ledger.record(report, PULLED, self.clock())
        return without_rows(report, self.clock())

    def _roster(self, on_progress: OnProgress) -> Receipt:
        """Pull everybody in one piece: who is missing from a whole list is disabled or deleted."""
        records: list[Mapping[str, Any]] = []
        page = self.source.roster_page("")
        while True:
            records += page.records
            on_progress(Progress(ReportKind.ROSTER, len(records), None))
            if not page.link:
                break
            page = self.source.roster_page(page.link)
        return self.rosters.record(roster_of(records), PULLED, self.clock())
