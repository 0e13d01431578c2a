"""Pages of one answer that lie side by side."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.errors import ReportError
from bot.reports.formats import roster_file
from bot.reports.page_names import missing_pages
from bot.reports.parsing import cut_off
from bot.reports.parsing.head import head_of
from bot.reports.parsing.read_report import ReadReport

Member = tuple[str, bytes | str]  # a file's name, and its content or the reason why it is not read

_LINK: Final = re.compile(rb'nextlink"\s*:\s*"[^"]', re.IGNORECASE)


def as_one(reports: tuple[ReadReport, ...], names: Sequence[str]) -> tuple[ReadReport, ...]:
    """The reports, told once of a next page, and only where the last page of their kind is not among them.

    `names` are those of the files that they stood in: one that is left out is told, too.
    """
    ended = {report.recognised for report in reports if cut_off.MORE_PAGES not in report.warnings}
    warned = set[str]()
    pages = []
    for report in reports:
        if cut_off.MORE_PAGES in report.warnings and report.recognised in ended | warned:
            rest = tuple(warning for warning in report.warnings if warning != cut_off.MORE_PAGES)
            pages.append(replace(report, warnings=rest))
        else:
            pages.append(report)
        warned.add(report.recognised)
    missing = missing_pages(names) if any(cut_off.MORE_PAGES in report.warnings for report in reports) else ()
    if missing:
        pages[-1] = replace(pages[-1], warnings=(*pages[-1].warnings, cut_off.missing(missing)))
    return tuple(pages)


def joined(members: Iterator[Member]) -> Iterator[Member]:
    """The files, pages of one answer with registration details as one: alone, each would be all that there is."""
    pages: list[tuple[str, bytes]] = []
    for name, content in members:
        if isinstance(content, bytes) and _is_page(name, content):
            pages.append((name, content))
        else:
            yield name, content
    linked = [content for _, content in pages if _LINK.search(content)]
    if not linked:
        yield from pages
        return
    ends = [content for _, content in pages if not _LINK.search(content)]
    if missing := missing_pages([name for name, _ in pages]):
        yield pages[0][0], cut_off.missing(missing)
        return
    yield pages[0][0], b"\n".join([*linked, *ends])


def _is_page(name: str, content: bytes) -> bool:
    try:
        return roster_file.is_page(head_of(name, io.BytesIO(content)))
    except ReportError:  # it is empty
        return False
