"""That a file holds one table, and of each thing one column: what would be lost, or taken for another, is said."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from bot.errors import ReportError
from bot.reports.parsing.headers import Header, Layout, find_columns, header_names

_SAMPLE: Final = 50  # rows that show whether two columns say the same
_COLUMNS_OF_A_TABLE: Final = 3  # names that stand twice; fewer may be a join's
# What a cell has to look like to be what the field holds.
_OF_KIND: Final = {
    "user": re.compile("@"),
    "userPrincipalName": re.compile("@"),
    "at": re.compile(r"\d{4}|\d[-/. ]\d{1,2}[-/. ]"),
    "result": re.compile(r"[^\W\d]"),
}
_DAY: Final = 10  # characters of a time; logs tell of one event by several clocks, minutes apart
_CALLED: Final = {"user": "its user", "userPrincipalName": "its user", "at": "its time", "result": "its result"}


def check_header(header: Header[Any]) -> None:
    """Raise ReportError where two tables stand side by side in each line."""
    names = Counter(name.casefold() for name in header.names if name)
    twice = [name for name, times in names.items() if times > 1]
    if len(twice) >= _COLUMNS_OF_A_TABLE and len(twice) * 2 >= len(names):
        raise side_by_side(header.lines, twice[0])


def check_same_names(text: str, header: Header[Any]) -> None:
    """Raise ReportError where a column that is read has the name of another one that says something else."""
    if not isinstance(header.layout, Layout):
        return
    names = [name.casefold() for name in header.names]
    for position in header.layout.positions.values():
        others = [other for other, name in enumerate(names) if name == names[position] != "" and other != position]
        for other in others:
            if _differ(_sample(text, header), position, other, re.compile(r"\S")):
                raise ReportError(
                    f"Two columns are called {header.names[position]} (line {header.lines:,}) and say different "
                    "things: call the one that is none of the report otherwise, or leave it out."
                )


def other_columns(text: str, header: Header[Any], known: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """That another column could be meant, too: it holds such cells, and others than the one that is read."""
    for field, places in find_columns(header.names, known).items():
        for other in places[1:] if field in _OF_KIND else ():
            taken = header.layout.positions[field]
            if _differ(_sample(text, header), taken, other, _OF_KIND[field]):
                yield (
                    f"Two columns may hold {_CALLED[field]} and differ: {header.names[taken]} was taken, and "
                    f"{header.names[other]} was not. If that is wrong, take this load back (sspr unload) and load "
                    "the file without the former."
                )


def _sample(text: str, header: Header[Any]) -> list[list[str]]:
    lines = text.split("\n", header.lines)[header.lines :]
    rows = csv.reader(lines[0].split("\n")[:-1] if lines else [], delimiter=header.delimiter)
    return [row for row in islice(rows, _SAMPLE) if len(row) >= len(header.names)]


def _differ(rows: Sequence[Sequence[str]], one: int, other: int, kind: re.Pattern[str]) -> bool:
    """Whether two columns say different things in most of the rows in which both say something of this kind."""
    pairs = [(row[one].strip().casefold(), row[other].strip().casefold()) for row in rows]
    both = [(left, right) for left, right in pairs if kind.search(left) and kind.search(right)]
    part = slice(_DAY if kind is _OF_KIND["at"] else None)
    return 2 * sum(left[part] != right[part] for left, right in both) > len(both)


def two_tables(number: int, header: str) -> ReportError:
    """The error about a file whose line of this number begins another table."""
    return ReportError(
        f"The file holds two tables, one behind the other: line {number:,} is {header}. "
        "Load each of them as a file of its own."
    )


def side_by_side(number: int, name: str) -> ReportError:
    """The error about a file with two tables in each of its lines."""
    return ReportError(
        f"The file holds two tables side by side: {name} and other columns stand twice in line {number:,}. "
        "Save each of them as a file of its own."
    )


def check_one_table(data: bytes, layout: Layout, delimiter: str, first_line: int) -> None:
    """Raise ReportError where a later line is a header with the columns at other places: two exports in one file.

    `data` is UTF-8 text below the header, and `first_line` the line that it begins with.
    """
    names = [layout.header[position].encode() for position in layout.positions.values()]
    if len(names) < _TELLING:
        return
    longest, at = max(names, key=len), 0
    while (at := data.find(longest, at)) >= 0:
        start, end = data.rfind(b"\n", 0, at) + 1, data.find(b"\n", at)
        line = data[start : end if end >= 0 else len(data)]
        if all(name in line for name in names) and _are_elsewhere(line.decode(errors="replace"), layout, delimiter):
            number = first_line + data.count(b"\n", 0, start)
            raise two_tables(number, "a header with the columns at other places than the first")
        at = end if end >= 0 else len(data)


_TELLING: Final = 3  # names that stand together in a header alone


def _are_elsewhere(line: str, layout: Layout, delimiter: str) -> bool:
    """Whether a line has all wanted names as cells, not where they are; a last row without its end may come before."""
    names = header_names(line.rstrip("\r"), delimiter)
    surplus = len(names) - layout.width if len(names) > layout.width + 1 else 0
    places = {field: position + surplus for field, position in layout.positions.items() if position or not surplus}
    wanted = [layout.header[position] for field, position in layout.positions.items() if field in places]
    if not all(name in names for name in wanted):
        return False
    there = [names[place] if place < len(names) else "" for place in places.values()]
    return there != wanted
