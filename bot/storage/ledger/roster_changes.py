"""Who of a whole roster stands in another state than the one that is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain, islice
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, Integer, cast, exists, select

from bot.reports.receipt import ReportKind
from bot.storage.ledger.dictionary import known_numbers, person_numbers
from bot.storage.ledger.inputs import unpacked
from bot.storage.ledger.reading import read_rows
from bot.storage.tables import load_inputs, loads, roster, withdrawn

_FLAGS: Final = ("registered", "enabled", "capable", "admin", "guest")
_TEXTS: Final = ("methods", "object_id")
STATE: Final = (*_FLAGS, *_TEXTS)
_FEW: Final = 10_000  # people; of more, all states are read
_ASK_AT_ONCE: Final = 500

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class RosterChanges:
    """By person: states that are new or different, and who is gone."""

    written: Mapping[int, tuple[Any, ...]]
    known: set[int]  # of those written, who had another state before
    gone: set[int]
    same: int

    def any(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.written or self.gone)


NO_CHANGES: Final = RosterChanges({}, set(), set(), 0)


def roster_changes(connection: Connection, tenant: int, frame: pd.DataFrame) -> RosterChanges:
    """Compare a whole roster with the one that is kept. Of a person who is listed twice the last row counts.

    Rows that the load before had, too, stand as they are: only all others are looked up.
    """
    before = _last_read(connection, tenant)
    found = None if before is None else _unlike(frame, before)
    if found is None:
        return _compared(connection, tenant, frame, None)
    unlike, left = found
    people = [
        find(connection, tenant, users)
        for find, users in ((person_numbers, frame.loc[unlike, "user"]), (known_numbers, left))
    ]
    changes = _compared(connection, tenant, frame[unlike], np.unique(np.concatenate(people)))
    return replace(changes, same=changes.same + int(np.count_nonzero(~unlike)))


def _last_read(connection: Connection, tenant: int) -> pd.DataFrame | None:
    """What the load read that was the last to change the roster: it says what is kept now.

    None before the first, and where that load was taken back.
    """
    changed = exists().where(
        withdrawn.c.tenant == tenant, withdrawn.c.load == loads.c.id, withdrawn.c.source == roster.name
    )
    mine = loads.c.tenant == tenant, loads.c.report == str(ReportKind.ROSTER)
    last = select(loads.c.id).where(*mine, changed).order_by(loads.c.id.desc()).limit(1).scalar_subquery()
    asked = select(load_inputs.c.content).where(load_inputs.c.tenant == tenant, load_inputs.c.load == last)
    content = connection.execute(asked).scalar()
    if content is None:
        return None
    frame = unpacked(content)
    return frame if "object_id" in frame else frame.assign(object_id="")  # kept by an earlier version


def _unlike(frame: pd.DataFrame, before: pd.DataFrame) -> tuple[Bools, pd.Series] | None:
    """Which rows are not to the letter as before, and who had a row before that is not so now; None for many."""
    places = pc.index_in(_texts(frame, "user"), value_set=_texts(before, "user"))
    same, rows = pc.is_valid(places).to_numpy(zero_copy_only=False), places.drop_null().to_numpy()
    equal = _flags(frame)[same] == _flags(before)[rows]
    for name in _TEXTS:
        both = _texts(frame, name).filter(pa.array(same)), _texts(before, name).take(pa.array(rows))
        equal &= pc.equal(*both).to_numpy(zero_copy_only=False)
    same[same] = equal
    stays = np.bincount(rows[equal], minlength=len(before))
    if len(frame) + len(before) - 2 * int(np.count_nonzero(same)) > _FEW or stays.max(initial=0) > 1:
        return None
    return ~same, before.loc[stays == 0, "user"]


def _texts(frame: pd.DataFrame, name: str) -> pa.Array:
    return pa.array(frame[name].astype("str"), pa.large_string())


def _flags(frame: pd.DataFrame) -> Ints:
    return np.asarray(_packed(*(frame[name].to_numpy(np.int64) for name in _FLAGS)))


def _compared(connection: Connection, tenant: int, frame: pd.DataFrame, among: Ints | None) -> RosterChanges:
    """Each row beside the state that is kept; `among` are the only people who may differ, by default all."""
    listed = person_numbers(connection, tenant, frame["user"])
    last = ~pd.Series(listed).duplicated(keep="last").to_numpy()
    people, flags, *texts = _held(connection, tenant, among)
    places = pd.Index(people).get_indexer(pd.Index(listed))
    known, gone = places >= 0, np.ones(len(people), dtype=np.bool_)
    gone[places[known]] = False
    same = known & last
    equal = [flags[places[same]] == _flags(frame)[same]]
    equal += [
        text[places[same]] == frame[name].to_numpy(object)[same] for name, text in zip(_TEXTS, texts, strict=True)
    ]
    same[same] = np.all(equal, axis=0)
    fresh = last & ~same
    rows = frame.loc[fresh, list(STATE)].itertuples(index=False, name=None)
    return RosterChanges(
        written=dict(zip(listed[fresh].tolist(), rows, strict=True)),
        known={*listed[fresh & known].tolist()},
        gone={*people[gone].tolist()},
        same=int(np.count_nonzero(same)),
    )


def _held(connection: Connection, tenant: int, among: Ints | None) -> list[npt.NDArray[Any]]:
    """Those who are kept, their flags as a number, and their texts."""
    flags = _packed(*(cast(roster.c[name], Integer) for name in _FLAGS))
    some = [select(roster.c.person, flags, *(roster.c[name] for name in _TEXTS)).where(roster.c.tenant == tenant)]
    if among is not None:
        parts = [among[start : start + _ASK_AT_ONCE].tolist() for start in range(0, len(among), _ASK_AT_ONCE)]
        some = [some[0].where(roster.c.person.in_(part)) for part in parts]
    kinds: list[Any] = [np.int64, np.int64, *(object for _ in _TEXTS)]
    columns: list[list[Any]] = [[] for _ in kinds]
    rows = chain.from_iterable(read_rows(connection, asked) for asked in some)
    while few := list(islice(rows, _ASK_AT_ONCE)):
        for number, column in enumerate(columns):
            column += [row[number] for row in few]
    return [np.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]


def _packed(first: Any, *more: Any) -> Any:
    """Some flags as one number: of arrays, or of columns in a statement."""
    return reduce(lambda packed, flag: packed * 2 + flag, more, first)
