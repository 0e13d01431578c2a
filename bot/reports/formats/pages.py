"""Pages of one answer that lie side by side."""

from dataclasses import replace

from bot.reports.parsing import cut_off
from bot.reports.parsing.read_report import ReadReport


def as_one(reports: tuple[ReadReport, ...]) -> tuple[ReadReport, ...]:
    """The reports, told once of a next page, and only where the last page of their kind is not among them."""
    ended = {report.recognised for report in reports if cut_off.MORE_PAGES not in report.warnings}
    told = set[str]()
    pages = []
    for report in reports:
        if cut_off.MORE_PAGES in report.warnings and report.recognised in ended | told:
            rest = tuple(warning for warning in report.warnings if warning != cut_off.MORE_PAGES)
            pages.append(replace(report, warnings=rest))
        else:
            pages.append(report)
        told.add(report.recognised)
    return tuple(pages)
