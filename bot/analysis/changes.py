"""What was changed in the policy of password reset, by whom and when: the audit log's own words."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from bot.analysis.frames import arrays
from bot.analysis.frames.selection import DONE, everything, having, within
from bot.reports.coverage import Coverage, coverage
from bot.reports.folding.kinds import AttemptKind
from bot.reports.instants import EPOCH, from_micros
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

_KIND = f"{AttemptKind.POLICY}: "


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """One change of a policy or a setting."""

    at: datetime
    by: str  # whoever changed it, as the log writes them; "an app" where it names nobody
    what: str  # the log's own words
    succeeded: bool


@dataclass(frozen=True, slots=True)
class ChangesAnswer:
    """The policy changes of a window. Only an audit log holds any: the classic reports have none."""

    window: Window
    changes: tuple[PolicyChange, ...]  # newest first
    latest: PolicyChange | None  # of all that is loaded, where the window holds none
    audit_log: bool  # whether anything of an audit log is loaded besides resets
    coverage: Coverage


def changes(snapshot: Snapshot, window: Window, *, now: datetime) -> ChangesAnswer:
    """The changes of the reset policy, of writeback and of the authentication methods in a window."""
    found = policy_changes(snapshot, window)
    every = () if found else policy_changes(snapshot, Window(EPOCH, now, ""))
    return ChangesAnswer(
        window=window,
        changes=found,
        latest=every[0] if every else None,
        audit_log=bool(len(snapshot.interventions)),
        coverage=coverage(snapshot, ReportKind.RESET, window, now),
    )


def policy_changed(snapshot: Snapshot) -> datetime | None:
    """When a policy was last changed, of all that is loaded; None where no row says so."""
    return snapshot.once("policy changed", lambda: _policy_changed(snapshot))


def _policy_changed(snapshot: Snapshot) -> datetime | None:
    rows = everything(snapshot.interventions)
    policy = np.array([kind.startswith(_KIND) for kind in rows.words("kind")], dtype=np.bool_)
    at = rows.where(policy[rows.codes("kind")] & having(rows, DONE)).times()
    return from_micros(int(at[-1])) if len(at) else None


def policy_changes(snapshot: Snapshot, window: Window) -> tuple[PolicyChange, ...]:
    """The policy changes of a window, newest first, those that did not succeed too."""
    rows = within(snapshot.interventions, window)
    kinds = rows.words("kind")
    policy = np.array([kind.startswith(_KIND) for kind in kinds], dtype=np.bool_)
    rows = rows.where(policy[rows.codes("kind")])
    done = having(rows, DONE).tolist()
    columns = arrays.moments(rows.times()), rows.codes("user").tolist(), rows.codes("kind").tolist(), done
    found = [
        PolicyChange(at, snapshot.people.shown[user], kinds[kind].removeprefix(_KIND), succeeded)
        for at, user, kind, succeeded in zip(*columns, strict=True)
    ]
    return tuple(reversed(found))
