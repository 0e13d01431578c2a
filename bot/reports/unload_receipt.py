"""The counted account of a load that is taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.reports.receipt import ReportKind


@dataclass(frozen=True, slots=True)
class UnloadReceipt:
    """What goes with a load, what stays, and what was said of it in digests."""

    number: int  # of the load
    path: str
    report: ReportKind
    loaded_at: datetime
    done: bool  # False: this is what would happen
    gone: Mapping[str, int]  # by kind of row: attempts, registrations, interventions, steps, people listed
    stays: int  # rows of the load that other loads have brought, too
    back: int  # rows of others that this load had replaced or made needless
    people_gone: int  # who is in no other load
    cases_reported: int  # cases that began with rows that go, and stand in digests
    digests: int  # how many digests these stand in; what is posted stays as it is
