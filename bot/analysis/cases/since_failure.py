"""What speaks for an open case's person having been put right since their newest failure: one rule for all answers."""

from datetime import datetime
from typing import Final

import numpy as np

from bot.analysis.answers import Since
from bot.analysis.cases.blocks import held_until
from bot.analysis.cases.cases import NONE, CaseTable, Rows
from bot.analysis.changes import policy_changed
from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.frames.selection import DONE, FAILED, Selection, domains, everything, having
from bot.analysis.people.deleted_methods import Deletion, deletions, is_taken
from bot.analysis.roster.admin_gates import GATES, gates
from bot.analysis.roster.directory_dates import is_dated
from bot.knowledge.vocabulary import verifies, verifies_nothing
from bot.reports.ends import LONGEST
from bot.reports.folding.kinds import AttemptKind
from bot.reports.frames.column import places
from bot.reports.instants import NEVER, from_micros, to_micros
from bot.reports.snapshot import Snapshot

# Whether the directory, asked after the failure, has the last word about its cause.
_UPDATES: Final = frozenset({str(AttemptKind.UPDATE), str(AttemptKind.ADMIN_UPDATE)})
_DIRECTORY_KNOWS: Final = frozenset({"not_enabled", "not_in_group", "methods_missing"})
_OF_METHODS: Final = frozenset(
    {"methods_missing", "verification_email", "verification_phone", "verification_questions"}
)  # what a newly registered method may put right

# Causes that are one for all of a domain: who failed so and has reset since shows that it is over there. Another domain
# may be of another forest, which has a service of its own.
_OF_EVERYBODY: Final = frozenset({"onprem_unreachable"})

# Which causes a change of policy may touch, and which one of a person's licenses.
_OF_POLICY: Final = frozenset({"not_enabled", "not_in_group", "methods_missing", "onprem_writeback_off"})
_OF_LICENSES: Final = frozenset({"no_license"})

# What comes later says more.
_MEANING: Final = (
    Since.NOTHING, Since.POLICY, Since.LICENSE, Since.UPDATED, Since.ADDED, Since.REGISTERED, Since.DIRECTORY,
    Since.DOMAIN, Since.OTHERS, Since.BLOCKED,
)  # fmt: skip
_ABLE: Final = (Since.REGISTERED, Since.DIRECTORY, Since.OTHERS)


def since_failure(table: CaseTable, snapshot: Snapshot, now: datetime) -> list[Since]:
    """For each case what has come since its newest failure; nothing where it is closed."""
    return [_MEANING[number] for number in _since(table, snapshot, now).tolist()]


def able_from(table: CaseTable, snapshot: Snapshot) -> Rows:
    """From when on each case's person may get through, in microseconds, as far as the loaded data says; else NEVER."""
    able: Bools = np.isin(np.arange(len(_MEANING)), [_MEANING.index(one) for one in _ABLE])
    found: Rows = np.where(able[_put_right(table, snapshot)], _held_until(table, snapshot), NEVER)
    return found


def _since(table: CaseTable, snapshot: Snapshot, now: datetime) -> Ints:
    """The place in `_MEANING` for each case; a block in force outweighs whatever else has come."""
    found = _put_right(table, snapshot)
    found[_held_until(table, snapshot) > to_micros(now)] = _MEANING.index(Since.BLOCKED)
    return found


def _held_until(table: CaseTable, snapshot: Snapshot) -> Rows:
    """For each case until when its person is held off by a block of another one; NONE where by none."""
    found: Rows = np.where(table.open & (table.blocked == NONE), held_until(snapshot)[table.user], NONE)
    return found


def _put_right(table: CaseTable, snapshot: Snapshot) -> Ints:
    """The place in `_MEANING` for each case."""
    found = np.zeros(len(table), dtype=np.int64)
    words, is_open = arrays.words(snapshot.attempts, "cause"), table.open
    policy, licenses, of_methods, directory, everybody = (
        arrays.table(words, causes)[table.cause] & is_open
        for causes in (_OF_POLICY, _OF_LICENSES, _OF_METHODS, _DIRECTORY_KNOWS, _OF_EVERYBODY)
    )
    if not (policy | licenses | of_methods | directory | everybody).any():
        return found
    last = arrays.ended(snapshot.attempts, table.last)
    chosen = (policy, licenses, of_methods, of_methods, of_methods, directory)
    for number, (cases, newest) in enumerate(zip(chosen, _newest_facts(snapshot), strict=True), start=1):
        theirs = np.flatnonzero(cases)
        found[theirs[newest[table.user[theirs]] > last[theirs]]] = number
    if everybody.any():
        others, over = snapshot.once("over for everybody", lambda: _reset_since(snapshot))
        found[everybody & others[table.user]] = _MEANING.index(Since.DOMAIN)
        found[everybody & over[table.user]] = _MEANING.index(Since.OTHERS)
    return found


def _reset_since(snapshot: Snapshot) -> tuple[Bools, Bools]:
    """For each person whether anybody of their domain has reset after the last who failed for a reason of everybody's.

    And whether one has who had failed so: that alone shows that it is over.
    """
    rows, people = everything(snapshot.attempts), len(snapshot.people.keys)
    tried = places(rows.codes("cause"), arrays.table(rows.words("cause"), _OF_EVERYBODY))
    failed = Selection(snapshot.attempts, tried)
    failed = failed.where(having(failed, FAILED))
    domain, names = domains(np.arange(people), snapshot.people)
    last, hit = np.full(len(names), NEVER), _marked(failed.codes("user"), people)
    of = domain[failed.codes("user")]
    last[of] = NONE
    np.maximum.at(last, of, failed.ended())
    begins = np.searchsorted(rows.times(), last.min(initial=NEVER) - LONGEST)  # whatever began earlier ended too early
    later = Selection(snapshot.attempts, slice(int(begins), len(snapshot.attempts)))
    done = later.where(having(later, DONE))
    since = done.codes("user")[done.ended() > last[domain[done.codes("user")]]]
    named = np.array([name != "" for name in names], dtype=np.bool_)
    others, over = ((named & _marked(domain[some], len(names)))[domain] for some in (since, since[hit[since]]))
    return others, over


def _marked(numbers: Ints, most: int) -> Bools:
    """For each number below `most`, whether it is there."""
    found = np.zeros(most, dtype=np.bool_)
    found[numbers] = True
    return found


def _newest_facts(snapshot: Snapshot) -> tuple[Rows, ...]:
    """For each person when each of `_MEANING` was last so, in its order; without its first and its last."""

    def find() -> tuple[Rows, ...]:
        gone = deletions(snapshot)
        licenses = _put_in(snapshot, {}, frozenset({str(AttemptKind.LICENSE)}))
        updated = _put_in(snapshot, gone, _UPDATES)
        added = _put_in(snapshot, gone, frozenset({str(AttemptKind.ADMIN_REGISTRATION)}))
        signed = _registered(snapshot, gone)
        return _policy(snapshot), licenses, updated, added, signed, _allowed(snapshot, gone)

    return snapshot.once("since failure", find)


def _policy(snapshot: Snapshot) -> Rows:
    """When a policy was last changed: for everybody the same."""
    changed = policy_changed(snapshot)
    return np.full(len(snapshot.people.keys), to_micros(changed) if changed else NONE, dtype=np.int64)


def newest_registered(snapshot: Snapshot) -> Rows:
    """When each person last registered a method that verifies a reset and was not deleted again; NONE where never."""
    return _newest_facts(snapshot)[_MEANING.index(Since.REGISTERED) - 1]


def _registered(snapshot: Snapshot, gone: dict[int, tuple[Deletion, ...]]) -> Rows:
    """When each person last registered a method that verifies a reset and was not deleted again."""
    rows = Selection(snapshot.registrations, slice(0, len(snapshot.registrations)))
    known = np.array([verifies(word) for word in rows.words("datum")], dtype=np.bool_)
    rows = rows.where(known[rows.codes("datum")])
    return _newest(snapshot, rows, rows.words("datum"), "datum", gone)


def _put_in(snapshot: Snapshot, gone: dict[int, tuple[Deletion, ...]], wanted_kinds: frozenset[str]) -> Rows:
    """When a method of each person was last added or updated so, unless it is one that verifies no reset."""
    rows = Selection(snapshot.interventions, slice(0, len(snapshot.interventions)))
    kinds = [kind.partition(": ") for kind in rows.words("kind")]
    wanted = [name in wanted_kinds and not verifies_nothing(datum) for name, _, datum in kinds]
    rows = rows.where(np.array(wanted, dtype=np.bool_)[rows.codes("kind")])
    return _newest(snapshot, rows.where(having(rows, DONE)), [datum for _, _, datum in kinds], "kind", gone)


def _newest(
    snapshot: Snapshot, rows: Selection, data: list[str], column: str, gone: dict[int, tuple[Deletion, ...]]
) -> Rows:
    """When each person's newest row is from, of those that nothing deleted since."""
    newest = np.full(len(snapshot.people.keys), NONE, dtype=np.int64)
    if not len(rows):
        return newest
    newest[rows.codes("user")] = rows.times()  # in time order, so the newest stays
    if not gone:
        return newest
    newest[list(gone)] = NONE
    rows = rows.where(np.isin(rows.codes("user"), list(gone)))
    columns = rows.codes("user").tolist(), rows.times().tolist(), rows.codes(column).tolist()
    for user, at, code in zip(*columns, strict=True):
        newest[user] = newest[user] if is_taken(data[code], at, gone[user]) else at
    return newest


def _allowed(snapshot: Snapshot, gone: dict[int, tuple[Deletion, ...]]) -> Rows:
    """When the directory last said of each person that they can reset, and nothing was deleted after that."""
    newest, roster = np.full(len(snapshot.people.keys), NONE, dtype=np.int64), snapshot.roster
    if not len(roster):
        return newest
    enough = gates(snapshot)[arrays.codes(roster, "methods")] >= GATES
    can = roster.values("capable") & (enough | ~roster.values("admin"))
    can &= ~roster.values("guest")  # whose account may be at home elsewhere
    seen, user = arrays.times(roster, "seen"), arrays.codes(roster, "user")
    rows = np.flatnonzero(can)
    dated = [at for at in np.unique(seen[rows]).tolist() if is_dated(snapshot, from_micros(at))]
    rows = rows[np.isin(seen[rows], dated)]
    newest[user[rows]] = seen[rows]
    for person, theirs in gone.items():
        if any(one.touches_resets and to_micros(one.at) > newest[person] for one in theirs):
            newest[person] = NONE
    return newest
