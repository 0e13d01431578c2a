"""Classic reports, drawn as text and read."""

import io
from zoneinfo import ZoneInfo

from bot.reports.formats.registry import read
from bot.reports.parsing.options import ReadOptions
from bot.reports.parsing.read_report import ReadReport

RESET = "User,Role,Date and Time,Method(s) Used,Result,Details"
REGISTRATION = "User,Role,Date and Time,Data Registered"
DANA = "dana@contoso.com,User,2017-02-28T12:00:00Z,Mobile Phone,Succeeded,User successfully reset password"
BOB = "bob@contoso.com,User,2017-02-28T12:05:00Z,,Failed,User does not have a license"


def read_bytes(data: bytes, *, day_first: bool | None = None, zone: str = "UTC") -> ReadReport:
    return read("feb.csv", io.BytesIO(data), ReadOptions(day_first, ZoneInfo(zone), zone_known=zone != "UTC"))


def read_text(*lines: str, header: str = RESET, day_first: bool | None = None, zone: str = "UTC") -> ReadReport:
    return read_bytes("\n".join([header, *lines, ""]).encode(), day_first=day_first, zone=zone)


def column(report: ReadReport, name: str) -> list[str]:
    return [str(value) for value in report.frame[name]]


def times(*texts: str, day_first: bool | None = None, zone: str = "UTC") -> list[str]:
    """The times that a report with these cells holds, as ISO in UTC."""
    report = read_text(*(f'x@contoso.com,User,"{text}",,Failed,' for text in texts), day_first=day_first, zone=zone)
    assert report.rejected == ()
    return [at.isoformat().replace("+00:00", "Z") for at in report.frame["at"]]


def reasons(report: ReadReport) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in report.rejected]
