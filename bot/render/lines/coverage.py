"""The one line that names what an answer rests on, and the sentences that explain a zero."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from bot.render.blocks import icons
from bot.render.blocks.mrkdwn import time, words
from bot.render.blocks.wording import age, count, listing
from bot.reports.coverage import QUIET, Coverage

_UTC = re.compile(r"\b\d{4}-\d\d-\d\d \d\d:\d\d UTC\b")
NOW: Final = "right now"
NOTHING_LOADED = "Nothing to answer from is loaded yet. Put a report into the reports folder, or run `sspr load FILE`."


def line(coverage: Coverage, zone: tzinfo, rows: str = "row") -> str:
    """Source, rows, span and age; then the warnings, each with its sign. The warnings alone when nothing is loaded.

    `rows` says which are counted, where they are not those of the span: `new row`.
    """
    if coverage.first is None or coverage.last is None:
        return "\n".join(warnings(coverage, zone))
    source = words(listing(coverage.sources)) or "the loaded reports"
    parts = [f"From {source}: {count(coverage.rows, rows)}"]
    parts.append(f"data {spanned(coverage.first, coverage.last, zone)}")
    if coverage.age is not None and coverage.age >= timedelta(0):  # a row of the future has no age, and a warning
        parts.append(f"newest row {age(coverage.age)}")
    return "\n".join([f"{', '.join(parts)}.", *warnings(coverage, zone)])


def spanned(first: datetime, last: datetime, zone: tzinfo) -> str:
    """`from ... to ...`, or `as of ...` for a list of one moment."""
    return f"as of {time(last, zone)}" if first == last else f"from {time(first, zone)} to {time(last, zone)}"


def warnings(coverage: Coverage, zone: tzinfo = UTC) -> list[str]:
    """What makes the answer less certain, a sentence each; the times in it as the reader's own."""
    return [f"{icons.WARNING} {localised(sentence, zone)}" for sentence in coverage.warnings]


def localised(sentence: str, zone: tzinfo) -> str:
    """A sentence of ours with report data in it, its times as the reader's own."""
    return _UTC.sub(lambda found: _time(found[0], zone), words(sentence))


def _time(text: str, zone: tzinfo) -> str:
    try:
        return time(datetime.strptime(text, "%Y-%m-%d %H:%M UTC").replace(tzinfo=UTC), zone)
    except ValueError:  # a file's name may look like a time that there is not
        return text


def right_now(coverage: Coverage, zone: tzinfo, newer: datetime | None = None) -> str:
    """`right now`, or `as of` when the data ends once that matters; `newer` is another source's newest word."""
    if coverage.last is None or coverage.age is None or not coverage.old:
        return NOW
    ends = max(coverage.until or coverage.last, newer or coverage.last)
    return f"as of {time(ends, zone)}" if coverage.last + coverage.age - ends > QUIET else NOW


def is_whole(coverage: Coverage) -> bool:
    """Whether nothing is said to be missing or doubtful: only then that there is none of something is good news."""
    return not coverage.warnings


def is_empty(coverage: Coverage) -> bool:
    """Whether nothing at all was loaded to answer from."""
    return coverage.first is None
