"""What a JSON export says of its own completeness."""

from bot.reports.parsing import cut_off, excerpts
from bot.reports.parsing.json_records import JsonRecords
from bot.reports.parsing.options import ReadOptions


def page_warnings(records: JsonRecords, options: ReadOptions, *, stump: bool = False) -> tuple[str, ...]:
    """The warnings about records that were read; `stump` is whether the last one was set aside as cut off."""
    found = []
    if records.cut and not stump:
        found.append(cut_off.UNENDED)
    if records.more_pages and not options.more_pages:
        found.append(cut_off.MORE_PAGES)
    if records.fewer:
        found.append(cut_off.FEWER)
    found += [
        f"An answer in the file is an error ({excerpts.cell(error)}): what it should hold is missing."
        for error in dict.fromkeys(records.errors)
    ]
    return tuple(found)
