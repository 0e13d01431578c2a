"""Answers of every kind with hostile text in every field, for property tests."""

import types
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from bot.analysis.answers import GroupBy
from bot.analysis.failures import FailuresAnswer
from bot.knowledge.catalogue import Cause, Detail, load

SNIPPETS = (
    "<!channel>",
    "<!here|x>",
    "<@U0123ABC>",
    "<#C1|general>",
    "<http://evil.example|click>",
    "http://evil.example/?a=1&b=2",
    "evil.example",
    "dana@contoso.com",
    "&lt;!channel&gt;",
    "&",
    "`",
    "```",
    "*bold*",
    "_it_",
    ":tada:",
    "> quote",
    "=cmd|' /C calc'!A0",
    "\u202egro.live",
    "z\u200bw",
    "\x00\x1b[31m",
    "\n",
    "\t",
    "d\u0430na",
    "Z\u0335\u0321\u0337",
    "\ud800",
    "x" * 5000,
    "&" * 400,
    "a b " * 200,
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(SNIPPETS), max_size=4).map("".join),
    st.sampled_from(SNIPPETS),
    st.text(max_size=40),
    st.just(""),
)
TIMES = st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
SPANS = st.timedeltas(timedelta(0), timedelta(days=4000))


_SELF = {"at_newest", "before"}  # of the same type: an answer in an answer, a window in a window


@cache
def drawn(kind: Any, longest: int = 2) -> st.SearchStrategy[Any]:
    """Any value of a type: answers are built field by field."""
    known: dict[Any, st.SearchStrategy[Any]] = {
        str: TEXTS,
        int: st.integers(0, 10**9),
        float: st.floats(0, 1),
        bool: st.booleans(),
        bytes: st.binary(max_size=20),
        datetime: TIMES,
        timedelta: SPANS,
        date: st.dates(),
        Cause: st.sampled_from(sorted(load().causes.values(), key=lambda cause: cause.key)),
        Detail: st.sampled_from(sorted(load().details.values(), key=lambda detail: detail.key)),
        types.NoneType: st.none(),
    }
    if kind in known:
        return known[kind]
    if get_origin(kind) in {Union, types.UnionType}:
        return st.one_of([drawn(part, longest) for part in get_args(kind)])
    if get_origin(kind) in {Sequence, tuple}:
        parts = get_args(kind)
        return _tuples(parts if get_origin(kind) is tuple else (*parts, ...), longest)
    if get_origin(kind) is Callable:
        return st.binary(max_size=20).map(lambda content: lambda file: file.write(content))  # the writer of a file
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    return _built(kind, longest)


def _tuples(parts: tuple[Any, ...], longest: int) -> st.SearchStrategy[Any]:
    if parts[-1] is ...:
        items = drawn(parts[0], longest)
        return st.one_of(
            st.lists(items, max_size=longest),
            items.flatmap(lambda item: st.sampled_from((1, 11, 60)).map(lambda n: [item] * n)),
        ).map(tuple)
    return st.tuples(*(drawn(part, longest) for part in parts))


def _built(kind: Any, longest: int) -> st.SearchStrategy[Any]:
    """A dataclass or a named tuple."""
    assert isinstance(kind, type), kind
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)] if is_dataclass(kind) else hints
    known: dict[str, st.SearchStrategy[Any]] = {name: st.none() for name in names if name in _SELF}
    if hints.get("day") is str:
        known["day"] = st.dates().map(str)  # made by our own code, never typed
    built = st.builds(kind, **{name: known[name] if name in known else drawn(hints[name], longest) for name in names})
    return built.map(_own_keys) if kind is FailuresAnswer else built


def _own_keys(answer: FailuresAnswer) -> FailuresAnswer:
    """The keys of days and hours are made by our own code, never typed."""
    if answer.by is GroupBy.DAY:
        keys = [str(date(2017, 1, 1) + timedelta(days=number)) for number in range(len(answer.groups))]
    elif answer.by is GroupBy.HOUR:
        keys = [f"{number % 24:02}" for number in range(len(answer.groups))]
    else:
        return answer
    groups = tuple(replace(one, key=key) for one, key in zip(answer.groups, keys, strict=True))
    return replace(answer, groups=groups, no_data=())
