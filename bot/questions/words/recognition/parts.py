"""What was recognised in a sentence: each part says what it is and which words it is made of."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

UNKNOWN = "unknown"
# What tags mean to whoever would leave a part of a sentence aside.
DENIES = frozenset({"not", "cannot", "leaving_out"})  # it turns round what it stands beside
NARROWS = frozenset(  # a question is asked of less by it, wherever it stands
    {"window", "person", "domain", "result", "cause", "code", "tenants", "by", "by_week", "clock", "number", "target"}
    | {"every", "only", "leaving_out", "repeated", "age", "age_limit"}
)
MAY_NARROW = frozenset({"filter", "admins", "guests", "future", "part_of_day", "one_method"})  # or is only told
ORDERS = frozenset({"send", "alert", "follow", "unfollow", "digest", "subscribed", "export"})  # something to be done
_FILTERS = frozenset({"result", "cause", "method", "domain"})


@dataclass(frozen=True, slots=True)
class Found:
    """Words `[start, stop)` of a sentence, and every tag that they may stand for; `value` is ready to be typed."""

    tags: frozenset[str]
    start: int
    stop: int
    value: str = ""
    _named: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_named", _families(self.tags))

    def has(self, tag: str) -> bool:
        """Whether it may stand for a tag, or for one of the family before the dot: `cause` for `cause.onprem`."""
        return tag in self._named

    def has_any(self, tags: Iterable[str]) -> bool:
        """Whether it may stand for one of some tags."""
        return not self._named.isdisjoint(tags)

    def named(self) -> frozenset[str]:
        """Every tag that it may stand for, and the families."""
        return self._named


@cache
def _families(tags: frozenset[str]) -> frozenset[str]:
    """The tags, and of each the part before its dot; there are a few hundred sets of tags."""
    named = tags.union(tag.partition(".")[0] for tag in tags if "." in tag)
    return named if _FILTERS.isdisjoint(named) else named | {"filter"}
