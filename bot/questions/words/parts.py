"""What was recognised in a sentence: each part says what it is and which words it is made of."""

from dataclasses import dataclass
from functools import cache

UNKNOWN = "unknown"
_FILTERS = frozenset({"result", "cause", "method", "domain"})


@dataclass(frozen=True, slots=True)
class Found:
    """Words `[start, stop)` of a sentence, and every tag that they may stand for; `value` is ready to be typed."""

    tags: frozenset[str]
    start: int
    stop: int
    value: str = ""

    def has(self, tag: str) -> bool:
        """Whether it may stand for a tag, or for one of the family before the dot: `cause` for `cause.onprem`."""
        if tag in self.tags:
            return True
        families = _families(self.tags)
        return tag in families or (tag == "filter" and not _FILTERS.isdisjoint(families))


@cache
def _families(tags: frozenset[str]) -> frozenset[str]:
    """The tags, and of each the part before its dot; there are a few hundred sets of tags."""
    return tags.union(tag.partition(".")[0] for tag in tags if "." in tag)
