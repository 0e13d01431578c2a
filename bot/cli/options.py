"""What the commands share: formats, common options, an open services.

Commands import what they need when they run: `sspr --help` needs none of it.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.app.services import Services
    from bot.settings import Settings


class Format(StrEnum):
    """How an answer is printed."""

    TEXT = "text"
    JSON = "json"
    BLOCKS = "blocks"


class ReceiptFormat(StrEnum):
    """How receipts are printed."""

    TEXT = "text"
    JSON = "json"


class DateOrder(StrEnum):
    """Which comes first in 03/04/2017."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


Tenant = Annotated[str | None, typer.Option(metavar="KEY", help="Whose reports; SSPR_TENANT when not given.")]
Now = Annotated[str | None, typer.Option(metavar="ISO", help="Answer as of this moment, e.g. 2017-02-28T12:00:00Z.")]
_SPANS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


@contextmanager
def opened(settings: "Settings", tenant: str | None = None) -> Iterator["Services"]:
    """Open the services; they are closed at the end."""
    from bot.app.services import TERMINAL_WAIT, build_services

    services = build_services(settings, tenant=tenant, wait=TERMINAL_WAIT)
    try:
        yield services
    finally:
        services.close()


def printable(text: str) -> str:
    """The text as a terminal may have it: what steers one, or turns the direction of words, is written as an escape."""
    steering = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    return "".join(
        char if char == "\n" or unicodedata.category(char) not in steering else char.encode("unicode_escape").decode()
        for char in text
    )


def one_line(text: str) -> str:
    """The same on one line: a file's name with a line end in it begins no line of its own."""
    return printable(text).replace("\n", r"\n")


def moment(text: str | None, option: str = "--now") -> datetime | None:
    """Read a typed time, in UTC unless it names a zone."""
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        sentence = f"{printable(text)} is no ISO time, like 2017-02-28T12:00:00Z"
        raise typer.BadParameter(sentence, param_hint=option) from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def span(text: str | None) -> timedelta | None:
    """Read a typed span: 7d, 36h."""
    if text is None:
        return None
    match = re.fullmatch(r"(\d{1,4})([mhdw])", text.strip().lower())
    if match is None or not int(match[1]):
        raise typer.BadParameter(f"{printable(text)} is no span, like 7d or 36h", param_hint="--since")
    return timedelta(**{_SPANS[match[2]]: int(match[1])})
