"""All tenants of one database beside each other, for whoever runs the bot: numbers, no names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.analysis.compare import CompareAnswer
from bot.analysis.incident_list import IncidentsAnswer
from bot.analysis.roster.cutoffs import CutoffsAnswer
from bot.analysis.statistics.change import Verdict
from bot.analysis.stuck import StuckAnswer
from bot.app.answering import terminal_answering
from bot.app.services import TERMINAL_WAIT, Services, build_services, open_engines, staleness
from bot.app.tenants.tenants_file import tenants_file
from bot.errors import BotError, RefusedError
from bot.render.lines.coverage import is_empty
from bot.service.answers.answering import Answering
from bot.settings import Settings
from bot.storage.database import reading
from bot.storage.tables import tenants


@dataclass(frozen=True, slots=True)
class FleetRow:
    """One tenant. What cannot be told is None, never 0."""

    tenant: str
    newest: datetime | None = None  # its newest row
    stuck: int | None = None  # people
    failing: int | None = None  # people, in the window
    incidents: int | None = None  # in the window
    change: str | None = None  # of the success rate against the window before: better, worse, no change, too few ...
    stale: bool = False  # whether its newest data is old
    losing: int | None = None  # people who lose self-service reset on a known date; None without the directory's list
    warnings: tuple[str, ...] = ()  # stale, missing or doubtful sources
    problem: str = ""  # why the tenant cannot be read at all

    @property
    def notes(self) -> tuple[str, ...]:
        """What there is to say beside the numbers."""
        return (self.problem, *self.warnings) if self.problem else self.warnings

    @property
    def badness(self) -> tuple[bool, bool, int, bool, bool, int]:
        """How much it needs a look; more is worse."""
        worse = self.change == str(Verdict.WORSE)
        silent = self.stuck is None
        return bool(self.problem), silent, self.incidents or 0, self.stale, worse, self.stuck or 0


def fleet(settings: Settings, window: str, now: datetime | None) -> list[FleetRow]:
    """One row a tenant, worst first. Raises RefusedError for what is no window, StoreError without a database."""
    rows = [_row(settings, name, window, now) for name in tenant_names(settings)]
    return sorted(rows, key=lambda row: (tuple(-int(part) for part in row.badness), row.tenant))


def tenant_names(settings: Settings) -> list[str]:
    """Every tenant of SSPR_TENANTS, else every one that the database knows, in the order in which they came."""
    if settings.tenants:
        return list(tenants_file(settings.tenants).current().rows)
    engines = open_engines(settings)
    try:
        with reading(engines.ledger) as connection:
            return list(connection.execute(select(tenants.c.name).order_by(tenants.c.id)).scalars())
    finally:
        engines.dispose()


def _row(settings: Settings, name: str, window: str, now: datetime | None) -> FleetRow:
    """Ask one tenant what its own people would ask; one that cannot answer does not keep the others from it."""
    try:
        services = build_services(settings, tenant=name, clock=(lambda: now) if now else None, wait=TERMINAL_WAIT)
    except BotError as error:
        return FleetRow(name, problem=str(error))
    try:
        return _answered(services, terminal_answering(services), window)
    except RefusedError:
        raise
    except BotError as error:
        return FleetRow(name, problem=str(error))
    finally:
        services.close()


def _answered(services: Services, answering: Answering, window: str) -> FleetRow:
    asker, snapshot, now = services.terminal(), services.snapshots.current(), services.clock()
    answers = [answering.answer(words, asker).answer for words in _asked(window)]
    stuck, incidents, compared, cutoffs = answers
    if not isinstance(incidents, IncidentsAnswer) or not isinstance(compared, CompareAnswer):
        raise RefusedError(f"{window} is no window, like 7d, yesterday or 2017-02-01..2017-02-15.")
    assert isinstance(stuck, StuckAnswer) and isinstance(cutoffs, CutoffsAnswer)  # noqa: PT018 - words of our own
    newest, until = snapshot.newest(now), compared.coverage.until
    known = until is not None and until > compared.window.start  # else nothing is known of the window, which is not 0
    if is_empty(stuck.coverage):
        return FleetRow(snapshot.tenant, newest, warnings=tuple(_warnings(services, stuck, compared)))
    return FleetRow(
        tenant=snapshot.tenant,
        newest=newest,
        stuck=stuck.people,
        failing=compared.counts.failing_people if known else None,
        incidents=len(incidents.incidents) if known else None,
        change=_change(compared) if known else None,
        stale=bool(staleness(services)),
        losing=None if cutoffs.seen is None else len(cutoffs.losing),
        warnings=tuple(_warnings(services, stuck, compared)),
    )


def _asked(window: str) -> tuple[str, ...]:
    return "stuck", f"incidents {window}", f"compare {window}", "cutoffs"


def _change(compared: CompareAnswer) -> str | None:
    """What may be said of the success rate; None where nothing may."""
    return str(compared.change.verdict) if compared.change and compared.previous_covered else None


def _warnings(services: Services, *answers: StuckAnswer | CompareAnswer) -> Iterator[str]:
    found = [staleness(services), *(sentence for answer in answers for sentence in answer.coverage.warnings)]
    yield from dict.fromkeys(sentence for sentence in found if sentence)
