"""The header of a table, wherever its lines begin, and which of its columns is which, in any spelling and order."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from bot.reports.receipt import ReportKind

HEADER_WITHIN: Final = 20  # lines; before it stand blank lines, `sep=`, `#TYPE`, a title
DELIMITERS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_AROUND: Final = '\ufeff\u200b\u200e\u00a0 \t"'  # what a spreadsheet that took a mark for text leaves around a name
_MISREAD_MARK: Final = "ï»¿"  # a UTF-8 mark in Windows-1252
_SEP: Final = re.compile(r'"?sep=([,;\t|])"?[,;\t]*')
_UTC: Final = re.compile(r"(?:utc|gmt)0*|z|coordinateduniversaltime")
_LOCAL: Final = re.compile(r"local(?![ei])")
_FORM: Final = re.compile(r"yy|hhmm|iso|^\d+$")
_WITHIN: Final = re.compile(r"^(?:body\.|result\.)*properties\.", re.IGNORECASE)  # of a streamed record, flattened
_DATES: Final = ("date", "activitydate", "eventdate")
_CLOCKS: Final = ("time", "timeofday", "activitytime", "eventtime", "clock")
# What a column of numbers of rows is called that a query, a pivot or a pipeline has put together.
_COUNTS: Final = frozenset(
    {"count", "countof", "counts", "dcount", "eventcount", "doccount", "rowcount", "occurrences", "attempts", "tries",
     "failures", "hits", "total", "frequency", "numberofattempts", "numberoffailures", "numberofevents", "noofattempts",
     "attemptcount", "failurecount", "failedattempts", "anzahl", "cantidad", "quantidade", "aantal"}
)  # fmt: skip
_COUNTING: Final = ("countof", "countdistinct", "numberof", "sumof", "anzahlvon")
_BRACKETS: Final = re.compile(r"\[.*?\]|\(.*?\)")

# Best name first, for a file that has several of them. Letters and digits only, without what stands in brackets.
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "user": ("userprincipalname", "upn", "username", "userid", "user", "email", "emailaddress", "person"),
    "role": ("role", "roles", "userrole"),
    "at": ("dateandtime", "datetime", "eventtime", "timestamp", "date", "time", "when"),
    "methods": ("methodused", "methodsused", "methods", "method", "how"),
    "result": ("result", "resulttype", "outcome"),
    "detail": ("details", "detail", "reason", "resultdetails", "resultdetail", "resultreason", "why"),
    "datum": ("dataregistered", "registrationactivity", "datumregistered", "registereddata"),
}
_MARKS: Final = {ReportKind.RESET: "result", ReportKind.REGISTRATION: "datum"}  # what only this report has
_FIELDS: Final[Mapping[ReportKind, tuple[str, ...]]] = {
    ReportKind.RESET: ("user", "role", "at", "methods", "result", "detail"),
    ReportKind.REGISTRATION: ("user", "role", "at", "datum"),
}

Wanted = TypeVar("Wanted")


@dataclass(frozen=True, slots=True)
class Header(Generic[Wanted]):
    """Where the header of a table stands, and what it was found to say."""

    lines: int  # down to the header, itself included
    delimiter: str
    names: tuple[str, ...]
    layout: Wanted


_JSON: Final = re.compile(r'[\ufeff\s\x1e]*[\[{]\s*[\[{"]')


def find_header(text: str, fits: Callable[[Sequence[str]], Wanted | None]) -> Header[Wanted] | None:
    """The first line that fits, cut by what separates its cells; None when none of the first lines does."""
    if _JSON.match(text):  # whose lines may hold the same words
        return None
    lines = text.split("\n", HEADER_WITHIN)[:HEADER_WITHIN]
    said = next((match[1] for line in lines if (match := _SEP.fullmatch(line.strip(_AROUND)))), None)
    for number, line in enumerate(lines, start=1):
        for delimiter in [said] if said else DELIMITERS:
            for names in unfolded(header_names(line, delimiter)):
                layout = fits(names)
                if layout is not None:
                    return Header(number, delimiter, names, layout)
    return None


_SHARING: Final = 3  # names that share a prefix; fewer may do so by chance


def unfolded(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The names as they are, then without what most of them begin with: `Column1.value.id` as `value.id`, as `id`.

    Excel's Get Data and others put the name of the column before those of the records that they expand out of it.
    """
    yield names
    firsts = Counter(name.partition(".")[0] for name in names if "." in name)
    first, times = firsts.most_common(1)[0] if firsts else ("", 0)
    if times >= _SHARING and 2 * times >= len(names):
        yield from unfolded(tuple(name.removeprefix(f"{first}.") for name in names))


_LONGEST_NAME: Final = 200  # characters; what is longer is no name, and patterns may take its length squared


def header_names(line: str, delimiter: str) -> tuple[str, ...]:
    """The names in a header line, without marks and quotes around them."""
    cells = next(csv.reader([line.removeprefix(_MISREAD_MARK).lstrip(_AROUND[:-1])], delimiter=delimiter), [])
    return tuple(cell.removeprefix(_MISREAD_MARK).strip(_AROUND) for cell in cells)


def squash(text: str) -> str:
    """Letters and digits only, lower case: `Data Registered` is `dataregistered`."""
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def bare(name: str) -> str:
    """A column's name without what stands in brackets, and without the zone it names."""
    name = _WITHIN.sub("", name[:_LONGEST_NAME])
    word = re.sub(r"^local(?=date|time)|(?<=time)local$|(?<=date)local$", "", squash(_BRACKETS.sub("", name)))
    return word.removesuffix("utc") or word


def find_columns(names: Sequence[str], known: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
    """For each field the columns that may hold it, best first; fields that no column holds are left out.

    Of several with the same bare name one that says UTC comes first.
    """
    places: dict[str, list[int]] = {}
    for place in sorted(range(len(names)), key=lambda place: "utc" not in names[place].casefold()):
        places.setdefault(bare(names[place]), []).append(place)
    found = {
        field: [place for word in spellings for place in places.get(word, ())] for field, spellings in known.items()
    }
    return {field: list(dict.fromkeys(columns)) for field, columns in found.items() if columns}


def clock_of(name: str) -> str:
    """What a time's header says of its zone: "utc", "local" for any other, or "" where it says nothing.

    Whatever stands in brackets names a clock, unless it is a form of dates, or a number.
    """
    said = squash(" ".join(_BRACKETS.findall(name)))
    if _UTC.fullmatch(said) or squash(_BRACKETS.sub("", name)).endswith("utc"):
        return "utc"
    return "local" if _LOCAL.search(squash(name)) or (said and not _FORM.search(said)) else ""


def has_counts(names: Sequence[str]) -> bool:
    """Whether the rows of a table stand for several each: how many, and no more when each was."""
    return any(map(is_count, map(bare, names)))


def is_count(word: str) -> bool:
    """Whether a column of this bare name says how many rows a row stands for."""
    return word in _COUNTS or word.startswith(_COUNTING)


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a file mean."""

    kind: ReportKind
    header: tuple[str, ...]
    positions: Mapping[str, int]  # field -> the column it stands in
    clock: str = ""  # of the times: "utc", "local", or "" where the header does not say
    required: int = 0  # cells that a row has at least; programs leave out blank ones at its end

    @property
    def width(self) -> int:
        """How many cells a row has."""
        return len(self.header)

    @property
    def detail_last(self) -> bool:
        """Whether surplus cells can only be pieces of a detail with unquoted commas."""
        return self.positions.get("detail") == self.width - 1

    @property
    def last_field(self) -> str:
        """The field that the last cell of a row holds; "" when it is of no interest."""
        return next((field for field, position in self.positions.items() if position == self.width - 1), "")


def layout_of(header: Sequence[str]) -> Layout | None:
    """What a header line says; None when no classic report has it."""
    columns = find_columns(header, NAMES)
    kind = next((kind for kind, mark in _MARKS.items() if mark in columns), None)
    if kind is None or not {"user", "at"} <= columns.keys() or has_counts(header):
        return None
    positions = {field: columns[field][0] for field in _FIELDS[kind] if field in columns}
    positions |= clock_column(header, positions["at"])
    required = max(positions[field] for field in ("user", "at", _MARKS[kind])) + 1
    return Layout(kind, tuple(header), positions, clock_of(header[positions["at"]]), required)


def clock_column(header: Sequence[str], date: int) -> dict[str, int]:
    """Where the time of day stands, if it has a column beside the date's: as the field `clock`."""
    if bare(header[date]) not in _DATES:
        return {}
    clock = next((position for position, name in enumerate(header) if bare(name) in _CLOCKS), None)
    return {} if clock is None else {"clock": clock}
