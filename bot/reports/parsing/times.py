"""Times as reports write them: ISO, US, day-first, months by name; with or without zone, seconds, AM and PM."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from bot.reports import epoch_times
from bot.reports.parsing.zones import Micros

UNREADABLE: Final = np.iinfo(np.int64).min  # what stands for a time that cannot be read
_SECOND: Final = 1_000_000
_DAY: Final = 86_400 * _SECOND
_MONTHS_OF_A_YEAR: Final = 12
_BY_CHANCE: Final = 3  # rows: fewer may be of midnight
_EARLIEST, _LATEST = (int(np.datetime64(year, "us").astype(np.int64)) for year in ("1970", "2200"))
_BLANK: Final = r"[\s\x{00A0}\x{202F}]"  # newer systems write a narrow space before AM
QUOTED: Final = (  # a cell in marks that no CSV has
    r"(?s)^\s*['`\x{2018}\x{201A}\x{201C}\x{201E}\x{AB}](.*)['`\x{2018}\x{2019}\x{201C}\x{201D}\x{BB}]\s*$"
)
_BUDDHIST: Final = 543  # years that the calendar of Thailand is ahead; its months and days are ours
_BUDDHIST_YEARS: Final = range(2500, 2700)
_SHORT_BUDDHIST: Final = 58  # 2558 is 2015, and no report is of 2058
_DIGITS: Final = {  # Arabic, Persian, Hindi, Thai and wide ones
    zero + number: str(number) for zero in (0x660, 0x6F0, 0x966, 0xE50, 0xFF10) for number in range(10)
}
_OTHER_DIGITS: Final = f"[{''.join(map(chr, _DIGITS))}]"
_MARKS: Final = "[\u200e\u200f\ufeff]"  # invisible direction marks, which some browsers put into dates
# Hours that a zone's short name stands for, where it names no other zone.
_ZONES: Final = {
    "WET": 0, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3, "JST": 9, "KST": 9,
    "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "PDT": -7, "MDT": -6, "EDT": -4,
}  # fmt: skip
_NAMED: Final = "|".join(_ZONES)
_PATTERN: Final = (
    rf"^{_BLANK}*(?P<a>\d{{1,4}})(?P<x>[-/.])(?P<b>\d{{1,2}}|\pL{{3,10}})\.?(?P<y>[-/.])(?P<c>\d{{1,4}})"
    rf"(?:(?:T|,?{_BLANK}+)(?P<h>\d{{1,2}})(?:[:.](?P<m>\d\d)(?:[:.](?P<s>\d\d)(?:[.,](?P<f>\d{{1,9}}))?)?)?"
    rf"(?:{_BLANK}*(?P<half>[AaPp])\.?{_BLANK}?[Mm]\.?)?"
    rf"(?:{_BLANK}*\(?(?P<zone>[Zz]|(?:UTC|GMT)?{_BLANK}?[+-]\d{{1,2}}(?::?\d\d)?|UTC|GMT|{_NAMED})\)?)?)?{_BLANK}*$"
)
# Halves of the day in other languages, before and behind the clock.
_MORNING: Final = r"오전|上午|午前|π\.?μ\.?|ΠΜ"
_EVENING: Final = r"오후|下午|午後|μ\.?μ\.?|ΜΜ"  # noqa: RUF001
_HALVES: Final = tuple(
    pair
    for words, half in ((_MORNING, "AM"), (_EVENING, "PM"))
    for pair in (
        (rf"{_BLANK}*(?:{words}){_BLANK}*(\d[\d:.]*\d)", rf" \1 {half}"),
        (rf"(:\d\d){_BLANK}*(?:{words})", rf"\1 {half}"),
    )
)
# How else a time may begin (20170220T090000, 2017. 2. 20., 2017年2月20日, 20 February 2017, 20. Feb. 2017,
# 20 de febrero de 2017, Feb 20, 2017), and that in the form above. JavaScript ends with the zone's name in
# brackets, and Kibana has ` @ ` before the clock.
_TURNED: Final = (
    (QUOTED, r"\1"),
    (r"""^\s*(?:=['"]+|')(\S.*?)["']*\s*$""", r"\1"),  # ="2017-02-20", and the mark that keeps a cell a text
    (r"(\d{4}),? +(?:klo|kl\.?|at|um|om|às|a las|alle)\.? +(\d)", r"\1 \2"),
    (r"^\s*\pL{2,4},? +(\pL{3}) +(\d{1,2}) +(\d\d:\d\d:\d\d)((?: +[A-Z]{3,4})?) +(\d{4})\s*$", r"\5-\1-\2 \3\4"),
    (r"(\d)\s*Uhr\s*$|(\d) @ ", r"\1\2 "),
    *_HALVES,
    (r"^(\s*\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일] *", r"\1-\2-\3 "),
    (r"^(\s*\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)", r"\1-\2-\3T\4:\5:\6"),
    (r"^\s*(20\d\d)([01]\d)([0-3]\d)([0-2]\d)([0-5]\d)([0-5]\d)\s*$", r"\1-\2-\3T\4:\5:\6"),
    (r"^(\s*\d{1,4})\. ?(\d{1,2})\. ?(\d{1,4})\.?( |$)", r"\1.\2.\3\4"),
    (r"^\s*(?:\pL+\.?,? +)?(\d{1,2})\.? +(?:de +)?(\pL{3,10})\.?,? +(?:de +)?(\d{4}),?(?: +(?:um|à|a las|at)\b)?",
     r"\3-\2-\1"),
    (r"^\s*(?:\pL+,? +)?(\pL{3,10})\.? +(\d{1,2}),? +(\d{4})", r"\3-\1-\2"),
    (r"([+-]\d{4}) +\([^()]*\)\s*$", r"\1"),
)  # fmt: skip
_NAMES: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
# In German, French, Spanish, Italian, Portuguese and Dutch, whole and shortened. No word means two months.
_OTHERS: Final = (
    "januar jänner jän janvier janv enero ene gennaio gen janeiro januari",
    "februar février févr fév fevrier febrero febbraio fevereiro fev februari",
    "märz mär mrz maerz mars marzo março marco maart mrt",
    "avril avr abril abr aprile apr",
    "mai mayo maggio mag maio mei",
    "juni juin junio giugno giu junho",
    "juli juillet juil julio luglio lug julho",
    "août aout agosto ago augustus aoû",
    "septembre septiembre setiembre settembre set setembro",
    "oktober okt octobre octubre ottobre ott outubro out",
    "novembre noviembre novembro",
    "dezember dez décembre déc decembre diciembre dic dicembre dezembro",
)
_MONTHS: Final = (
    {word: number for number, words in enumerate(_OTHERS, start=1) for word in words.split()}
    | {word: number for number, name in enumerate(_NAMES, start=1) for word in (name, name[:3])}
    | {"sept": 9}
)
_AHEAD: Final = re.compile(r"([+-])(\d{1,2})(?::?(\d\d))?$")


class Unfit(StrEnum):
    """Texts that nobody can take for times, though a file may hold nothing else: what they are."""

    DAY_NUMBERS = r"^\s*[2-7]\d{4}(?:[.,]\d+)?\s*$"  # of a spreadsheet: the days since 1900, or since 1904
    CLOCKS = r"^\s*\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?(?:\s*[AaPp][Mm])?\s*$|^\s*##+\s*$"  # what a spreadsheet shows
    CALENDARS = (  # 1448/06/10, 10 Rajab 1448, 115/11/18, R8.11.18, and 5787: years that no report of ours has
        r"^\s*(?:1[0-7]\d\d|[3-9]\d{3}|(?:\x{6C11}[\x{570B}\x{56FD}])?\s*1\d\d"
        r"|(?:\x{4EE4}\x{548C}|\x{5E73}\x{6210}|[HR])[. ]?(?:\d{1,2}|\x{5143}))[-/.\x{5E74}] ?\d{1,2}[-/.\x{6708}] ?\d"
        r"|^\s*\d{1,2}[-/. ]+(?:\d{1,2}|\pL[\pL ]*)[-/., ]+(?:1[0-7]\d\d|[3-9]\d{3})(?:\D|$)"
    )
    YEAR_AND_DAY = r"^\s*\d{4}[-/.](?:1[3-9]|2\d|3[01])[-/.](?:0?\d|1[0-2])(?:\D|$)"  # 2026-28-11
    ZONES = r"\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:\s*[AaPp][Mm])?\s*\(?(?:[B-OQ-Z][A-Z]{1,4}|[AP][A-LN-Z][A-Z]{0,3})\)?\s*$"


Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Shape:
    """One way of writing dates: those of a column that have it, without a zone."""

    rows: int = 0
    proving: int = 0  # of them those with a number that can be no month
    first_row: int = 0

    def joined(self, more: "Shape") -> "Shape":
        """This and the same shape in a later stretch of rows."""
        return Shape(self.rows + more.rows, self.proving + more.proving, self.first_row)


@dataclass(frozen=True, slots=True)
class ShortYears:
    """Dates of three numbers of one or two digits, which may begin or end with the year."""

    rows: Flags
    year_first: Micros  # the times if the year stands first
    firsts: frozenset[int]  # the numbers that stand first
    lasts: frozenset[int]
    dotted: bool  # whether all have dots: then they begin with the day


@dataclass(frozen=True, slots=True)
class Times:
    """A column of times, as far as the rows alone tell them. All arrays have one value a row."""

    month_first: Micros  # the time if the month stands before the day; UNREADABLE where there is none
    day_first: Micros  # the same object where no row leaves the order open
    zoned: Flags  # True: in UTC already; False: on the clock of a zone that is not written
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    short: ShortYears | None = None
    clocks: int = 0  # rows with a time of day, but for midnight
    midnights: int = 0  # rows with that
    buddhist: bool = False  # whether any year was of the Buddhist era, and taken as ours
    as_sent: bool = False  # whether all are written as no spreadsheet writes them: with a T, or parts of a second
    unfit: Mapping[Unfit, Flags] = field(default_factory=dict)  # the rows that hold such texts

    def chosen(self, *, day_first: bool, year_first: bool = False) -> Micros:
        """The times under one order of day and month, and of the year where it has two digits."""
        times = self.day_first if day_first else self.month_first
        return np.where(self.short.rows, self.short.year_first, times) if year_first and self.short else times


def are_days(clocks: int, midnights: int) -> bool:
    """Whether times are days and no more, in a file with so many that show a time of day and that show midnight."""
    return not clocks and not 0 < midnights < _BY_CHANCE


def parse_times(texts: Any) -> Times:
    """The times of an Arrow column of strings."""
    return _iso(texts) or _any(texts)


def with_clocks(dates: Any, clocks: Any) -> Any:
    """Dates with the times of day that another column holds; a date that has its own keeps it."""
    joined = pc.binary_join_element_wise(dates, clocks, " ")
    return pc.if_else(pc.match_substring(dates, ":"), dates, joined)


def _iso(texts: Any) -> Times | None:
    """The quick way for a column of ISO times that all have, or all lack, a zone."""
    lengths = pc.min_max(pc.binary_length(texts)).as_py()
    if not len(texts) or lengths["min"] < len("2017-02-28T12:00"):
        return None
    for kind, zoned in ((pa.timestamp("ns", "UTC"), True), (pa.timestamp("ns"), False)):
        try:
            at = pc.cast(texts, kind).to_numpy().astype("datetime64[ns]").view(np.int64) // 1_000
        except pa.ArrowInvalid:
            continue
        at = np.where((at < _EARLIEST) | (at >= _LATEST), UNREADABLE, at)
        as_sent = not zoned and bool(pc.all(pc.match_substring_regex(texts, "T|[.]")).as_py())
        shapes = {} if zoned else {"-y": _iso_shape(at)}
        late = int((at % _DAY != 0).sum())
        return Times(at, at, np.full(len(at), zoned), shapes, clocks=late, midnights=len(at) - late, as_sent=as_sent)
    return None


def _iso_shape(at: Micros) -> Shape:
    days = at.view("M8[us]").astype("M8[D]")
    return Shape(len(at), int(((days - days.astype("M8[M]")).astype(np.int64) >= _MONTHS_OF_A_YEAR).sum()))


def _any(texts: Any) -> Times:
    groups = _groups(texts)
    cells = {name: pc.fill_null(pc.struct_field(groups, name), "") for name in "abcxyhmsf"}
    named = _flags(pc.match_substring_regex(cells["b"], r"^\pL"))
    number = {name: _numbers(cells[name]) for name in "achms"} | {"b": _months(cells["b"])}
    text = {name: _words(cells[name]) for name in "xy"}
    half = _words(pc.utf8_lower(pc.fill_null(pc.struct_field(groups, "half"), "")))
    zone = _words(pc.fill_null(pc.struct_field(groups, "zone"), ""))
    year_first = _flags(pc.equal(pc.binary_length(cells["a"]), 4))
    written = np.where(
        year_first, number["a"], _full_years(number["c"], _flags(pc.less(pc.binary_length(cells["c"]), 3)))
    )
    year = _our_year(written)
    day_or_month = np.where(year_first, number["b"], number["a"])
    month_or_day = np.where(year_first, number["c"], number["b"])
    good = _flags(pc.is_valid(groups)) & (text["x"] == text["y"])
    clock, clock_good = _clock(number, half)
    fraction = _numbers(pc.utf8_slice_codeunits(pc.utf8_rpad(cells["f"], 6, "0"), 0, 6))
    rest = clock * _SECOND + fraction - _offsets(zone)
    good &= clock_good
    month_first = _dated(year, day_or_month, month_or_day, rest, good)
    day_first = _dated(year, month_or_day, day_or_month, rest, good)
    certain_day_first = ~year_first & ((text["x"] == ".") | named)  # no country writes 2.28.2017
    month_first = np.where(certain_day_first, day_first, month_first)
    day_first = np.where(year_first, month_first, day_first)
    short = _short_years(cells, number, text["x"], rest, good & ~year_first & ~named)
    unzoned = np.flatnonzero(good & (zone == ""))
    proving = np.maximum(day_or_month, month_or_day) > _MONTHS_OF_A_YEAR
    two = _flags(pc.equal(pc.binary_length(cells["c"]), 2)) & ~year_first
    shapes = _shapes(text["x"], [("y", year_first), ("n", named), ("2", two), ("a", half != "")], proving, unzoned)
    clocks = good & _flags(pc.not_equal(cells["h"], ""))
    late = clocks & (clock * _SECOND + fraction > 0)
    readable = (month_first != UNREADABLE) | (day_first != UNREADABLE)
    buddhist = bool((readable & (year != written)).any())
    return Times(
        month_first,
        day_first,
        zone != "",
        shapes,
        short,
        int(late.sum()),
        int((clocks & ~late).sum()),
        buddhist=buddhist,
        unfit=_unfit(texts, readable),
    )


def _unfit(texts: Any, readable: Flags) -> dict[Unfit, Flags]:
    if readable.all():
        return {}
    texts = _plain(texts)
    found = {kind: _flags(pc.match_substring_regex(texts, kind)) & ~readable for kind in Unfit}
    return {kind: rows for kind, rows in found.items() if rows.any()}


def _shapes(
    separators: npt.NDArray[np.object_], marks: Sequence[tuple[str, Flags]], proving: Flags, rows: npt.NDArray[np.int64]
) -> dict[str, Shape]:
    """How dates are written: `/`, `.` or `-`; y: year first; n: a month's name; 2: a short year; a: AM and PM."""
    known = ["-", "/", "."]
    code = np.select([separators == separator for separator in known], range(len(known)), 0)
    for _, flags in marks:
        code = code * 2 + flags
    found = {}
    for number in np.unique(code[rows]).tolist():
        of_shape = rows[code[rows] == number]
        bits = number % (1 << len(marks))
        said = [mark for place, (mark, _) in enumerate(reversed(marks)) if bits >> place & 1]
        word = known[number >> len(marks)] + "".join(said)
        found[word] = Shape(len(of_shape), int(proving[of_shape].sum()), int(of_shape[0]))
    return found


def _short_years(
    cells: Any, number: dict[str, Micros], separators: npt.NDArray[np.object_], rest: Micros, good: Flags
) -> ShortYears | None:
    """The rows that may begin with a year of two digits, if there are any."""
    rows = good & _flags(pc.less(pc.binary_length(cells["a"]), 3)) & _flags(pc.equal(pc.binary_length(cells["c"]), 2))
    if not rows.any():
        return None
    year_first = _dated(_our_year(_full_years(number["a"], rows)), number["b"], number["c"], rest, rows)
    firsts, lasts = (frozenset(np.unique(number[name][rows]).tolist()) for name in "ac")
    return ShortYears(rows, year_first, firsts, lasts, dotted=bool((separators[rows] == ".").all()))


def _groups(texts: Any) -> Any:
    """The pieces of each time; null where it is none."""
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    texts = pc.replace_substring_regex(texts, _MARKS, "")
    groups = pc.extract_regex(texts, _PATTERN)
    if groups.null_count:
        texts = _plain(texts)
        for pattern, turned in _TURNED:
            texts = pc.replace_substring_regex(texts, pattern, turned)
        groups = pc.extract_regex(epoch_times.as_times(texts), _PATTERN)
    return groups


def _plain(texts: Any) -> Any:
    """The texts with the digits that other scripts have as ours."""
    if not pc.any(pc.match_substring_regex(texts, _OTHER_DIGITS)).as_py():
        return texts
    words = texts.dictionary_encode()
    if isinstance(words, pa.ChunkedArray):
        words = words.combine_chunks()
    return pa.array([word.translate(_DIGITS) for word in words.dictionary.to_pylist()], pa.string()).take(words.indices)


def _months(cells: Any) -> Micros:
    """Numbers, or the numbers of months by name; 0 for other words."""
    encoded = cells.dictionary_encode()
    words = [word.lower() for word in encoded.dictionary.to_pylist()]
    numbers = [int(word) if word.isdigit() else _MONTHS.get(word, 0) for word in words]
    column: Micros = np.array(numbers or [0], dtype=np.int64)[encoded.indices.to_numpy(zero_copy_only=False)]
    return column


def _numbers(cells: Any) -> Micros:
    return np.asarray(pc.cast(pc.if_else(pc.equal(cells, ""), "0", cells), pa.int64()).to_numpy(zero_copy_only=False))


def _words(cells: Any) -> npt.NDArray[np.object_]:
    """Few distinct words, as an array of Python strings."""
    encoded = cells.dictionary_encode()
    words = np.array(encoded.dictionary.to_pylist() or [""], dtype=object)
    column: npt.NDArray[np.object_] = words[encoded.indices.to_numpy(zero_copy_only=False)]
    return column


def _flags(cells: Any) -> Flags:
    return np.asarray(cells.to_numpy(zero_copy_only=False), dtype=bool)


def full_year(year: int) -> int:
    """The year that two digits stand for: 26 for 2026, and 69 for 2569 of the Buddhist era, as 2069 is far off."""
    return year + (2000 if year < _SHORT_BUDDHIST else 2500)


def _full_years(year: Micros, short: Flags) -> Micros:
    return np.where(short, np.array([full_year(number) for number in range(100)])[year % 100], year)


def _our_year(year: Micros) -> Micros:
    """Years of the Buddhist era (2569) as ours (2026)."""
    of_era = (year >= _BUDDHIST_YEARS.start) & (year < _BUDDHIST_YEARS.stop)
    return np.where(of_era, year - _BUDDHIST, year)


def _clock(number: dict[str, Micros], half: npt.NDArray[np.object_]) -> tuple[Micros, Flags]:
    """Seconds since midnight, and whether a clock can show them."""
    hour = number["h"]
    halved = half != ""
    good = np.where(halved, (hour >= 1) & (hour <= 12), hour <= 23) & (number["m"] <= 59) & (number["s"] <= 59)  # noqa: PLR2004 - a clock
    hour = np.where(halved, hour % 12 + 12 * (half == "p"), hour)
    return hour * 3600 + number["m"] * 60 + number["s"], good


def _offsets(zone: npt.NDArray[np.object_]) -> Micros:
    """How far each zone is ahead of UTC, in microseconds."""
    known = {word: _offset(word) for word in set(zone)}
    return np.array([known[word] for word in zone], dtype=np.int64)


def _offset(zone: str) -> int:
    """`+02:00`, `+2`, `GMT+0200`: ahead of UTC is plus, as ISO and all reports have it, and no POSIX."""
    found = _AHEAD.search(zone)
    if found is None:
        return _ZONES.get(zone, 0) * 3600 * _SECOND
    seconds = int(found[2]) * 3600 + int(found[3] or 0) * 60
    return (seconds if found[1] == "+" else -seconds) * _SECOND


def _dated(year: Micros, month: Micros, day: Micros, rest: Micros, good: Flags) -> Micros:
    """Microseconds since 1970 of the days that the calendar has, plus the rest; UNREADABLE for the others."""
    good = good & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)  # noqa: PLR2004 - a calendar
    months = (np.where(good, year, 1970) - 1970) * 12 + np.where(good, month, 1) - 1
    days = months.astype("datetime64[M]").astype("datetime64[D]") + (np.where(good, day, 1) - 1)
    good = good & (days.astype("datetime64[M]").astype(np.int64) == months)
    at = days.astype("datetime64[us]").astype(np.int64) + rest
    return np.where(good & (at >= _EARLIEST) & (at < _LATEST), at, UNREADABLE)
