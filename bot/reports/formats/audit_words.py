"""What an audit log's steps say: whose they are, who acted from where, and why."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from bot.reports.folding.steps import ACTIVITIES, Activity, recovery_event
from bot.reports.formats.coded_columns import Coded
from bot.reports.parsing import powershell, word_columns
from bot.reports.parsing.summary import NO_PERSON
from bot.reports.people.audit_people import DELETED, before_deletion
from bot.reports.people.id_columns import nobodies, nulls_in, user_ids

_PRIVATE: Final = ("user_id", "actor", "address", "agent")  # kept beside a step, and no ground to reject it
_BY_OTHERS: Final = (
    Activity.ADMIN_RESET,
    Activity.ADMIN_SAVED,
    Activity.ADMIN_DELETED,
    Activity.ADMIN_UPDATED,
    Activity.LICENSE,
)
_LONGEST: Final = 500  # characters of a browser's name

Codes = npt.NDArray[np.int8]


def _are(activity: Codes, *wanted: Activity) -> Any:
    """Which steps are of these activities."""
    numbers = [ACTIVITIES.categories.tolist().index(str(one)) for one in wanted]
    return pa.array(np.isin(activity, numbers))


def people_of(table: Mapping[str, Any], activity: Codes) -> dict[str, Any]:
    """The columns `user`, `user_id` and `actor` of the steps, out of Arrow arrays by the names of the raw fields.

    A step's user is the target, else the actor, by name, else by id. An admin is never taken for the user. A target
    that is given by its id alone has the name that other rows of the file give to that id. Of a policy change the user
    is whoever changed it.
    """
    table = {**table, **{name: _undeleted(table[name], table[f"{name}_id"]) for name in ("target", "actor")}}
    names = cache(lambda: _names(table))  # only asked for where a name is missing
    target = _named(_spoken(table["target"]), table["target_id"], names)
    actor = _named(_spoken(table["actor"]), table["actor_id"], names)
    by_other = _are(activity, *_BY_OTHERS)
    policy = _are(activity, Activity.POLICY)
    alone = pc.invert(by_other)
    user = _first([target, pc.if_else(alone, actor, ""), table["target_id"], pc.if_else(alone, table["actor_id"], "")])
    written = _first([table["target"], pc.if_else(alone, table["actor"], "")])
    user = pc.if_else(policy, _first([actor, table["actor_id"], pa.scalar(NO_PERSON)]), _first([user, written]))
    own = pc.and_(alone, pc.or_(pc.equal(target, actor), pc.equal(target, "")))
    return {
        "user": user,
        "user_id": _first(
            [
                pc.if_else(pc.and_(own, pc.equal(target, "")), table["actor_id"], ""),  # of whoever gives the name
                table["target_id"],
                pc.if_else(own, table["actor_id"], ""),
            ]
        ),
        "actor": _first([actor, table["actor_id"]]),
    }


def _undeleted(names: Any, ids: Any) -> Any:
    """The names; of deleted users those that they had."""
    if not pc.any(pc.match_substring_regex(names, DELETED)).as_py():
        return names
    pairs = zip(names.to_pylist(), ids.to_pylist(), strict=True)
    return pa.array([before_deletion(name, key) for name, key in pairs], pa.string())


def shortened(agents: Any) -> Any:
    """Browsers' names, cut to a length."""
    return pc.utf8_slice_codeunits(agents, 0, _LONGEST)


def _first(choices: Iterable[Any]) -> Any:
    """Row by row the first text that is not blank."""
    chosen, *others = choices
    for other in others:
        chosen = pc.if_else(pc.equal(chosen, ""), other, chosen)
    return chosen


def _spoken(column: Any) -> Any:
    """Names alone, as all reports have them; "" for what names nobody, so that who acted or an id may be taken."""
    coded = Coded.of(column)
    words = user_ids(coded.words)
    nobody = nulls_in(words) | frozenset(powershell.objects_in(words))
    if words is coded.words and not nobody:
        return column
    named = ["" if place in nobody else word for place, word in enumerate(words.to_pylist())]
    return Coded(pa.array(named, pa.string()), coded.codes).strings


def _mapped(column: Any, change: Callable[[str], str]) -> Any:
    coded = Coded.of(column)
    words = coded.texts
    changed = [change(word) for word in words]
    return column if changed == words else Coded(pa.array(changed, pa.string()), coded.codes).strings


def _named(names: Any, ids: Any, known: Callable[[], dict[str, str]]) -> Any:
    """The names, and where one is missing that which is known for the id."""
    missing = pc.and_(pc.equal(names, ""), pc.not_equal(ids, ""))
    if not pc.any(missing).as_py():
        return names
    return pc.if_else(missing, _mapped(ids, lambda key: known().get(key, "")), names)


def _names(table: Mapping[str, Any]) -> dict[str, str]:
    """The names that rows of the file give to ids; of an id with several names none."""
    found: dict[str, str] = {}
    for name, key in (("target", "target_id"), ("actor", "actor_id")):
        names, keys = _spoken(table[name]), table[key]
        both = pc.and_(pc.not_equal(names, ""), pc.not_equal(keys, ""))
        pairs = pa.table({"name": names, "id": keys}).filter(both).group_by(["name", "id"]).aggregate([])
        for one in pairs.to_pylist():
            known = found.setdefault(one["id"], one["name"])
            if known.casefold() != one["name"].casefold():
                found[one["id"]] = ""
    return {key: name for key, name in found.items() if name}


def reasons_of(words: Mapping[str, Coded], activity: Codes) -> Coded:
    """The log's own words; of a recovery its event, of a policy change what was changed."""
    recovery, policy = _are(activity, Activity.RECOVERY), _are(activity, Activity.POLICY)
    if not pc.any(pc.or_(recovery, policy)).as_py():
        return words["reason"]
    reasons, names, changes = (words[name].strings for name in ("reason", "activity", "changes"))
    events = _mapped(names, recovery_event)
    plain = pc.is_in(pc.utf8_lower(reasons), pa.array(["", "none", "success"]))
    recovered = pc.if_else(plain, events, pc.binary_join_element_wise(events, reasons, ": "))
    changed = _first([changes, reasons])
    said = pc.if_else(pc.equal(changed, ""), names, pc.binary_join_element_wise(names, changed, ": "))
    said = pc.if_else(policy, pc.utf8_slice_codeunits(said, 0, 2_000), pc.if_else(recovery, recovered, reasons))
    return Coded.of(said)


def faults_of(name: str, words: Any) -> dict[int, str]:
    """Which words of a column cannot be kept, by their positions, and why."""
    if name in _PRIVATE:
        return {}
    faults = {place: f"the {name} {fault}" for place, fault in word_columns.faults_of(words).items()}
    if name == "user":
        faults |= {place: f"the user {fault}" for place, fault in nobodies(words).items()}
        faults |= {place: "no user is named" for place, text in enumerate(words.to_pylist()) if not text}
    return faults


NO_ACCOUNT: Final = "the target is no account, and another row of the same step names one"
_SECOND: Final = 1_000_000  # microseconds


def of_other_targets(frame: pd.DataFrame, at: npt.NDArray[np.int64]) -> list[int]:
    """The rows of steps that a query has written once for each target, the user and others: those of the others."""
    users = frame["user"].cat
    named = np.array(["@" in str(user) for user in users.categories], bool)
    if named.all() or not named.any():
        return []
    named = named[users.codes.to_numpy()]
    step = frame[["correlation", "activity", "reason"]].assign(
        second=at // _SECOND, event=frame["event_id"].fillna("").astype(str)
    )
    steps = pd.MultiIndex.from_frame(step[named])
    others = ~named & (frame["correlation"] != "").to_numpy()
    return [int(row) for row in np.flatnonzero(others)[pd.MultiIndex.from_frame(step[others]).isin(steps)]]


def changes_text(changes: Iterable[tuple[str, str, str]]) -> str:
    """Changed settings as one text: `name: old -> new; ...`; blank old and new values are said as such."""
    said = [f"{name}: {_short(old)} -> {_short(new)}" for name, old, new in changes if name and (old or new)]
    return "; ".join(said)


def _short(value: str) -> str:
    value = value.strip().strip('"')
    return (value if len(value) <= 200 else f"{value[:200]}...") or "(none)"  # noqa: PLR2004 - a setting's worth
