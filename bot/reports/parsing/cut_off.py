"""Whether a file is there whole: its last cell, its pages, and what a filter may have left out."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from bot.knowledge.catalogue import load
from bot.knowledge.vocabulary import Method, Result
from bot.reports.parsing import excerpts

if TYPE_CHECKING:
    from bot.reports.parsing.json_records import JsonRecords
    from bot.reports.parsing.options import ReadOptions

_STATUSES: Final = ("success", "failure", "timeout", "Success", "Failure")
PROBABLY: Final = "probably cut off"  # in every such warning, so that answers can doubt what the file told of
WARNING: Final = (
    "The file ends in the middle of a row: it is probably cut off. Download it again; the row was set aside."
)

UNENDED: Final = "The file ends before its list does: it is probably cut off. Download it again."
MORE_PAGES: Final = (
    "The file is one page of several (@odata.nextLink), so it is probably cut off: load the pages that follow, too."
)
FILTERED: Final = "as when it is filtered by"  # in every such warning, for the same reason
SAYS_FILTERED: Final = "that it was filtered"  # where the file itself says so
BY_CHANCE: Final = "So few attempts may look so by chance."  # behind a warning that says less than others of its kind
YEARS: Final = "look whether"  # in every warning of rows of other years than the rest, for the same reason
TWICE: Final = "they count twice"  # in every warning of rows that may be there a second time, for the same reason
ONE_PERSON: Final = "counts as one person"  # in every warning that names may be several people's, for the same reason
MADE_UP: Final = "as where they were dragged, filled down or rounded"  # in every warning of such times
RENAMED: Final = "by several user IDs"  # in every warning of accounts that were, for the same reason
MIXED_UP: Final = "contradict their details"  # in every such warning, for the same reason
BOTH_IN_ORDER: Final = "both run in order"  # the same
FEWER: Final = "The search found more records than the file holds, so it is probably cut off: ask for all of them."


def missing(pages: Sequence[int]) -> str:
    """That pages of an answer are not among the files that hold it."""
    those = ", ".join(map(str, pages))
    said = f"page {those} of the answer is" if len(pages) == 1 else f"pages {those} of the answer are"
    return f"By the names of the files {said} missing, so it is probably cut off: load the whole answer."


def page_warnings(records: "JsonRecords", options: "ReadOptions", *, stump: bool = False) -> tuple[str, ...]:
    """The warnings about records that were read; `stump` is whether the last one was set aside as cut off."""
    found = []
    if records.cut and not stump:
        found.append(UNENDED)
    if records.more_pages and not options.more_pages:
        found.append(MORE_PAGES)
    if records.fewer:
        found.append(FEWER)
    found += [
        f"An answer in the file is an error ({excerpts.cell(error)}): what it should hold is missing."
        for error in dict.fromkeys(records.errors)
    ]
    return tuple(found)


def says_cut_off(words: str) -> str:
    """That a file says with these words that it holds a part of its rows."""
    return f'A line of the file says that it holds a part ("{words}"): it is probably cut off. Load all of it.'


def may_be_filtered(warnings: Iterable[str]) -> bool:
    """Whether a load's warnings say that a filter may have left out rows."""
    return any(_of_filters(warnings))


def is_filtered_by_chance(warnings: Iterable[str]) -> bool:
    """Whether all that speaks for a filter may be so by chance, too."""
    return all(BY_CHANCE in warning for warning in _of_filters(warnings))


def _of_filters(warnings: Iterable[str]) -> list[str]:
    return list(filter(is_of_a_filter, warnings))


def is_of_a_filter(warning: str) -> bool:
    """Whether a warning says that a filter may have left out rows."""
    return FILTERED in warning or SAYS_FILTERED in warning


def is_whole(cell: str, others: Iterable[str]) -> bool:
    """Whether a last cell without a line end is one that other rows end in, or documented, and no beginning of one."""
    known = _documented() | set(others)
    return cell in known and not any(other.startswith(cell) for other in known if other != cell)


@cache
def _documented() -> frozenset[str]:
    return frozenset(
        {*(detail.text for detail in load().details.values()), *map(str, Result), *map(str, Method), *_STATUSES}
    )
