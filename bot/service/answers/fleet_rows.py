"""The row of the question about all tenants at once."""

from typing import Final

from bot.analysis.fleet.fleet import FleetAnswer, breakdown, fleet
from bot.errors import RefusedError
from bot.questions import question as q
from bot.render.tenants import fleet as fleet_message
from bot.service.answers.answerer import Answerer, Audience, Request, nobody

_OF_ONE: Final = {"stuck": "stuck", "data": "data", "cutoffs": "cutoffs"}  # these take no window
_OF_A_SPAN: Final = {"incidents": "incidents", "compare": "compare", "failures": "failures"}


def _fleet(asked: q.Fleet, request: Request) -> FleetAnswer:
    if request.fleet is None:
        raise RefusedError(
            f"I know one tenant here, and of it answers `{_of_one(asked)}`. Ask about all in the provider's channel or "
            "a direct message, or with sspr fleet at a terminal."
        )
    by = breakdown(asked.about)
    found = request.fleet.numbers(request.asker, asked.window, asked.previous, request.now, by)
    return fleet(asked.window, asked.about, found, request.catalogue)


def _of_one(asked: q.Fleet) -> str:
    """The same of one tenant, as one types it."""
    by = f" by {asked.about}" if breakdown(asked.about) else ""
    return (
        _OF_ONE.get(asked.about)
        or f"{_OF_A_SPAN.get(asked.about, 'failures')} {asked.window.label.removeprefix('the ')}{by}"
    )


FLEET: Final[Answerer[q.Fleet, FleetAnswer]] = Answerer(
    ask=_fleet,
    message=lambda answer, to: fleet_message.message(answer, zone=to.zone, token=to.token),
    audience=Audience.ASKER,  # others in the channel may see other tenants
    subject=nobody,
    all_rows=lambda answer, to: fleet_message.all_rows(answer, zone=to.zone),
    export_rows=None,
    cacheable=False,
    asked_again=True,
)
