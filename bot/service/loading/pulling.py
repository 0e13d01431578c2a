"""The story of a pull: what the directory has logged since the last one, and who is registered now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, Final

from bot.reports.covered_spans import PULLED, Checkpoint
from bot.reports.formats.registry import ReadOptions, read
from bot.reports.parsing.read_report import ReadReport
from bot.reports.receipt import Receipt, ReportKind
from bot.reports.roster import roster_of
from bot.reports.window import Window
from bot.service.loading.ports import Checkpoints, LinkExpired, Page, Progress, Rosters, Source, Told
from bot.service.loading.pull_receipt import account, covered, doubts, further, share, without_rows
from bot.service.ports import Clock, Ledger, Snapshots

OVERLAP: Final = timedelta(hours=2)  # records may appear an hour after they happened
KEPT: Final = timedelta(days=30)  # what the log keeps with a licence; 7 days without
ROSTER_EVERY: Final = timedelta(hours=6)  # of pulls by schedule: it is told whole each time
PAGES: Final = 10  # are loaded at once; a crash costs no more than reading so many again


@dataclass(frozen=True, slots=True)
class Pulling:
    """Pulls into the ledger. Whatever is read twice is known already, so a pull may stop anywhere and go on later."""

    source: Source
    ledger: Ledger
    checkpoints: Checkpoints
    rosters: Rosters
    snapshots: Snapshots
    clock: Clock

    def pull(
        self, since: timedelta | None = None, progress: Told | None = None, *, roster: bool = True
    ) -> tuple[Receipt, ...]:
        """Everything new of the audit log (at least as far back as `since`), then the registration details.

        Raises SourceError when the service does not answer; what was read until then is kept.
        """
        told = progress or (lambda _: None)
        try:
            audits = self._audits(since, told)
            return (audits, self._roster(told)) if roster else (audits,)
        finally:
            self.snapshots.refresh()

    def pull_if_due(self, every: timedelta) -> tuple[Receipt, ...]:
        """A pull by schedule: not when another replica has just done it, and the roster only every few hours."""
        now = self.clock()
        if now - self._last(ReportKind.AUDIT) < every / 2:
            return ()
        return self.pull(roster=now - self._last(ReportKind.ROSTER) >= ROSTER_EVERY)

    def _last(self, report: ReportKind) -> datetime:
        never = self.clock() - KEPT
        return max((span.pulled_at for span in self.checkpoints.spans(report)), default=never)

    def _audits(self, since: timedelta | None, told: Told) -> Receipt:
        """First the rest of a pull that was interrupted, then everything since."""
        begun = self.checkpoints.find()
        receipts = [] if begun is None else [self._read(begun, told)]
        receipts.append(self._read(Checkpoint(self._window(since), ""), told))
        return account(receipts)

    def _window(self, since: timedelta | None) -> Window:
        """From the end of the last pull, with an overlap; never less than was asked for, so that no hole stays."""
        now = self.clock()
        spans = self.checkpoints.spans(ReportKind.AUDIT)
        reached = max(spans[-1].end - OVERLAP, now - KEPT) if spans else now - KEPT
        asked = now - since if since is not None else now
        start = min(asked, reached) if spans or since is None else asked
        return Window(start, now, "the span that was pulled")

    def _read(self, begun: Checkpoint, told: Told) -> Receipt:
        try:
            return self._read_on(begun, told)
        except LinkExpired:
            if not begun.link:
                raise
            return self._read_on(Checkpoint(begun.window, ""), told)

    def _read_on(self, begun: Checkpoint, told: Told) -> Receipt:
        """A window to its end: some pages at a time into the ledger, each time followed by a checkpoint."""
        reached, receipts = begun, list[Receipt]()
        while not receipts or reached.link:
            pages, reached = self._some_pages(reached, told)
            report = read(PULLED, BytesIO(b"\n".join(page.content for page in pages)), ReadOptions())
            receipts.append(self._record(report))
            reached = replace(reached, ours=reached.ours + receipts[-1].rows - receipts[-1].skipped)
            if reached.link:
                self.checkpoints.save(reached)
        before, fresh = self.checkpoints.spans(ReportKind.AUDIT), covered(reached, self.clock())
        warnings = tuple(doubts(reached, before, fresh, resumed=bool(begun.link)))
        if warnings and not reached.ours:  # no load would tell of them
            self.ledger.record(replace(report, warnings=warnings), PULLED, self.clock())
        self.checkpoints.finish(fresh)
        return account(receipts, warnings)

    def _some_pages(self, reached: Checkpoint, told: Told) -> tuple[list[Page], Checkpoint]:
        pages: list[Page] = []
        while not pages or (reached.link and len(pages) < PAGES):
            pages.append(self.source.audit_page(reached.window, reached.link))
            reached = further(reached, pages[-1].records, pages[-1].link)
            told(Progress(ReportKind.AUDIT, reached.records, share(reached)))
        return pages, reached

    def _record(self, report: ReadReport) -> Receipt:
        """Some pages as one load; pages without anything of ours leave no trace, as pulls come every few minutes."""
        if len(report.frame) or report.rejected:
            return self.ledger.record(report, PULLED, self.clock())
        return without_rows(report, self.clock())

    def _roster(self, told: Told) -> Receipt:
        """Everybody, in one piece: who is missing from a whole list is disabled or deleted."""
        records: list[Mapping[str, Any]] = []
        page = self.source.roster_page("")
        while True:
            records += page.records
            told(Progress(ReportKind.ROSTER, len(records), None))
            if not page.link:
                break
            page = self.source.roster_page(page.link)
        return self.rosters.record(roster_of(records), PULLED, self.clock())
