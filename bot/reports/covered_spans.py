"""What pulls from a service have covered, and how far one that goes on has come."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.reports.receipt import ReportKind
from bot.reports.window import Window

PULLED: Final = "Microsoft Graph"  # the path of a load that came from there
_AHEAD: Final = timedelta(hours=1)  # what ends so much later than now was written by a clock that was wrong


@dataclass(frozen=True, slots=True)
class Pulled:
    """A span of a source that pulls have covered without a hole, and when the newest of them ended."""

    report: ReportKind
    start: datetime
    end: datetime
    pulled_at: datetime


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a pull of the audit log has come: what was read so far is in the ledger, the rest is behind `link`."""

    window: Window
    link: str  # of the next page, as the service gave it; "" for the first
    records: int = 0  # read so far, of all services
    ours: int = 0  # those of them that are about resets or registrations
    oldest: datetime | None = None  # when the oldest record of any service happened


def believed(spans: Iterable[Pulled], now: datetime) -> tuple[Pulled, ...]:
    """The spans that do not end in the future: nothing can have covered that."""
    return tuple(span for span in spans if max(span.end, span.pulled_at) - now <= _AHEAD)


def joined(spans: tuple[Pulled, ...], fresh: Pulled) -> tuple[Pulled, ...]:
    """The spans of one source with one more; those that touch become one. Oldest first.

    Of one that ends in the future only what lies before the new one stays.
    """
    right = believed(spans, fresh.pulled_at)
    ahead = (replace(span, end=fresh.start, pulled_at=fresh.pulled_at) for span in spans if span not in right)
    spans = (*right, *(span for span in ahead if span.start < span.end))
    apart = [span for span in spans if span.end < fresh.start or fresh.end < span.start]
    met = [span for span in spans if span not in apart]
    whole = replace(
        fresh,
        start=min([fresh.start, *(span.start for span in met)]),
        end=max([fresh.end, *(span.end for span in met)]),
    )
    return tuple(sorted([*apart, whole], key=lambda span: span.start))
