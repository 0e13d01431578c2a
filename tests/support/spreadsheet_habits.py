"""What Excel makes of a CSV that somebody opens by a double click and saves again, country by country."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

BLOCK: Final = 16  # rows that are written as wide as the widest of them


@dataclass(frozen=True)
class Country:
    """How a country reads dates of numbers, and how it shows a date with its time; seconds are never shown."""

    order: str  # of day, month and year in dates with a slash, a dot or a hyphen
    shown: Callable[[datetime], str]
    delimiter: str
    separators: str  # between the numbers of what it takes for a date, besides ISO dates


COUNTRIES: Final = {
    "US": Country("mdy", lambda at: f"{at.month}/{at.day}/{at.year} {at.hour}:{at:%M}", ",", "/-"),
    "GB": Country("dmy", lambda at: f"{at:%d/%m/%Y %H:%M}", ",", "/-"),
    "DE": Country("dmy", lambda at: f"{at:%d.%m.%Y %H:%M}", ";", "./-"),
    "FR": Country("dmy", lambda at: f"{at:%d/%m/%Y %H:%M}", ";", "/-"),
    "NL": Country("dmy", lambda at: f"{at.day}-{at.month}-{at.year} {at:%H:%M}", ";", "-/"),
    "SE": Country("ymd", lambda at: f"{at:%Y-%m-%d %H:%M}", ";", "-/"),
    "CA": Country("dmy", lambda at: f"{at:%Y-%m-%d} {at.hour}:{at:%M}", ",", "/-"),
    "HU": Country("ymd", lambda at: f"{at:%Y. %m. %d. }{at.hour}:{at:%M}", ";", "./-"),
    "CZ": Country("dmy", lambda at: f"{at:%d.%m.%Y} {at.hour}:{at:%M}", ";", "./-"),
    "HR": Country("dmy", lambda at: f"{at:%d.%m.%Y. %H:%M}", ";", "./-"),
    "FI": Country("dmy", lambda at: f"{at.day}.{at.month}.{at.year} {at.hour}.{at:%M}", ";", "./-"),
    "JP": Country("ymd", lambda at: f"{at.year}/{at.month}/{at.day} {at.hour}:{at:%M}", ",", "/-"),
}
FORMS: Final[dict[str, Callable[[datetime], str]]] = {
    "US": lambda at: f"{at.month}/{at.day}/{at.year} {at.hour % 12 or 12}:{at:%M:%S} {at:%p}",
    "GB": lambda at: f"{at:%d/%m/%Y %H:%M:%S}",
    "DE": lambda at: f"{at:%d.%m.%Y %H:%M:%S}",
    "ISO": lambda at: f"{at:%Y-%m-%d %H:%M:%S}",
    "ISO with its zone": lambda at: f"{at:%Y-%m-%dT%H:%M:%S}Z",
}


def as_shown(text: str, country: Country) -> str:
    """A cell after it was opened: a date as the country shows it, where the country takes it for one."""
    at = _taken_for(text, country)
    return text if at is None else country.shown(at)


def _taken_for(text: str, country: Country) -> datetime | None:
    date, _, clock = text.partition(" ")
    if "-" in date and len(date.partition("-")[0]) == len("2026"):
        forms = ["%Y-%m-%d"]
    else:
        separator = next((one for one in country.separators if one in date), None)
        order = country.order if country.order != "ymd" else ""
        forms = [separator.join(f"%{letter}" for letter in order).replace("%y", "%Y")] if separator and order else []
    for form in forms:
        for clocks in ("%H:%M:%S", "%I:%M:%S %p"):
            try:
                return datetime.strptime(f"{date} {clock}", f"{form} {clocks}")  # noqa: DTZ007 - on any clock
            except ValueError:
                continue
    return None


def saved_again(header: Sequence[str], rows: Sequence[Sequence[str]], country: Country, encoding: str) -> bytes:
    """The table as it is saved: dates as shown, rows as wide as the widest of their block of 16."""
    shown = [list(header), *([as_shown(cell, country) for cell in row] for row in rows)]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter="\t" if encoding == "utf-16" else country.delimiter, lineterminator="\r\n")
    for start in range(0, len(shown), BLOCK):
        block = shown[start : start + BLOCK]
        width = max(max((place + 1 for place, cell in enumerate(row) if cell), default=1) for row in block)
        writer.writerows(row[:width] for row in block)
    return text.getvalue().encode(encoding, "replace")
