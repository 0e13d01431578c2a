"""Pages of one answer that were saved as files: which belong together, and which are missing, by their names."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from bot.reports.parsing.cut_off import MORE_PAGES, PROBABLY
from bot.reports.receipt import Receipt

_NUMBER: Final = re.compile(r"(?<!\d)(?<!\d[-_. ])(\d+)(?=\D*$)")  # the last of a name, and no part of a date
_MOST: Final = 1_000  # pages; beyond, the numbers are dates
_TOGETHER: Final = timedelta(hours=1)  # within which pages of one answer are loaded


def stem(path: str) -> str:
    """A file's name without its number."""
    return _NUMBER.sub("#", path.replace("\\", "/").rpartition("/")[2])


def missing_pages(paths: Iterable[str]) -> tuple[int, ...]:
    """The numbers that are left out among names that are the same but for a number; they begin with 0 or 1."""
    numbers: dict[str, set[int]] = {}
    for path in paths:
        if found := _NUMBER.search(path.replace("\\", "/").rpartition("/")[2]):
            numbers.setdefault(stem(path), set()).add(int(found[1]))
    series = [some for some in numbers.values() if len(some) > 1 and max(some) <= _MOST]
    return tuple(sorted(number for some in series for number in range(1, max(some)) if number not in some))


def is_followed(page: Receipt, loads: Sequence[Receipt]) -> bool:
    """Whether the pages that follow one were loaded as files of their own, down to the last.

    The last page has no link to another, and all its rows lie before, or behind, those of the page.
    """
    doubts = [warning for warning in page.warnings if PROBABLY in warning]
    if doubts != [MORE_PAGES]:
        return False
    beside = [one for one in loads if one.form == page.form and _is_of_one_answer(page, one)]
    ends = [one for one in beside if not any(PROBABLY in warning for warning in one.warnings)]
    return any(_lie_apart(page, one) for one in ends) and not missing_pages([page.path, *(one.path for one in beside)])


def _is_of_one_answer(page: Receipt, other: Receipt) -> bool:
    return stem(page.path) == stem(other.path) or abs(page.loaded_at - other.loaded_at) <= _TOGETHER


def _lie_apart(page: Receipt, other: Receipt) -> bool:
    if page.first is None or page.last is None or other.first is None or other.last is None:
        return False
    return other.last <= page.first or other.first >= page.last
