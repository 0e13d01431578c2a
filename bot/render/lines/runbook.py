"""The operator's own runbook, as lines beside the documented fix and never instead of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from bot.analysis.answers import Case, CaseState
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.runbooks import Runbook, Runbooks
from bot.render.blocks import icons
from bot.render.blocks.bar_chart import preformatted
from bot.render.blocks.mrkdwn import bold, clean, link, mention, time, words
from bot.render.blocks.wording import count
from bot.reports.window import span

_TITLE = "Your own runbook"


@dataclass(frozen=True, slots=True)
class Own:
    """The operator's runbooks, and the moment that their due times are held against."""

    books: Runbooks
    at: datetime


def whole(own: Own | None, cause: str, detail: str) -> list[str]:
    """The runbook of a cause or detail, whoever has it; no lines where there is none."""
    book = own.books.find(cause, detail) if own else None
    return _lines(book, _due(book), book.ticket) if book else []


def of_case(own: Own | None, case: Case | None, known: Catalogue, zone: tzinfo) -> list[str]:
    """The runbook of an open case: until when it is due, and the ticket with what is known of it."""
    book = own.books.find(case.cause.key, case.detail) if own and case and case.state is CaseState.OPEN else None
    if not (own and case and book):
        return []
    due = _due_of(case, book.due, zone, own.at) if book.due else ""
    return _lines(book, due, book.ticket.format(**_facts(case, known, zone)))


def summary(own: Own | None, cause: str, cases: Sequence[Case], detail: str = "") -> list[str]:
    """One line for many cases: who looks after them, until when, how many are past that, and the link."""
    book = own.books.find(cause, detail) if own else None
    if not (own and book):
        return []
    open_cases = [case for case in cases if case.state is CaseState.OPEN]
    overdue = sum(own.at - case.opened_at > book.due for case in open_cases) if book.due else 0
    late = f"{icons.WARNING} {count(overdue, 'case')} past due" if overdue else ""
    return [" · ".join(filter(None, [bold(_TITLE), *_owners(book), _due(book), late, _page(book)]))]


def _lines(book: Runbook, due: str, ticket: str) -> list[str]:
    found = [" · ".join(filter(None, [bold(_TITLE), *_owners(book), due, _page(book)]))]
    found += [f"{number}. {words(step)}" for number, step in enumerate(book.steps, start=1)]
    return [*found, *(["For the ticket:", preformatted(ticket.splitlines())] if ticket else [])]


def _owners(book: Runbook) -> list[str]:
    group = f"<!subteam^{book.group}>" if book.group else ""
    return [one for one in (mention(book.owner) if book.owner else "", group) if one]


def _page(book: Runbook) -> str:
    return link(book.link, "Open the runbook") if book.link else ""


def _due(book: Runbook) -> str:
    return f"due within {span(book.due)}" if book.due else ""


def _due_of(case: Case, due: timedelta, zone: tzinfo, now: datetime) -> str:
    until = case.opened_at + due
    return f"due by {time(until, zone)}" if until >= now else f"{icons.WARNING} overdue since {time(until, zone)}"


def _facts(case: Case, known: Catalogue, zone: tzinfo) -> dict[str, str]:
    return {
        "person": clean(case.shown),
        "cause": case.cause.title,
        "detail": clean(known.text_of(case.detail)),
        "since": f"{case.opened_at.astimezone(zone):%Y-%m-%d %H:%M %Z}",
        "tries": str(case.tries),
    }
