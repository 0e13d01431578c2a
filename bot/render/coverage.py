"""The one line that says what an answer rests on, and the sentences that explain a zero."""

from datetime import tzinfo

from bot.render import icons
from bot.render.mrkdwn import time, words
from bot.render.wording import age, count, listing
from bot.reports.coverage import Coverage

NOTHING_LOADED = "Nothing is loaded yet. Put a report into the reports folder, or run `sspr load FILE`."


def line(coverage: Coverage, zone: tzinfo) -> str:
    """Source, rows, span and age; then the warnings, each with its sign. The warnings alone when nothing is loaded."""
    if coverage.first is None or coverage.last is None:
        return "\n".join(warnings(coverage))
    source = words(listing(coverage.sources)) or "the loaded reports"
    told = [f"From {source}: {count(coverage.rows, 'row')}"]
    told.append(f"data from {time(coverage.first, zone)} to {time(coverage.last, zone)}")
    if coverage.age is not None:
        told.append(f"newest row {age(coverage.age)}")
    return "\n".join([f"{', '.join(told)}.", *warnings(coverage)])


def warnings(coverage: Coverage) -> list[str]:
    """What makes the answer less certain, a sentence each."""
    return [f"{icons.WARNING} {words(sentence)}" for sentence in coverage.warnings]


def is_empty(coverage: Coverage) -> bool:
    """Whether nothing at all was loaded to answer from."""
    return coverage.first is None
