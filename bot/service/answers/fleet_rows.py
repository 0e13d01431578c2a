"""The row of the question about all tenants at once."""

from typing import Final

from bot.analysis.fleet.fleet import FleetAnswer, breakdown, fleet
from bot.errors import RefusedError
from bot.questions import question as q
from bot.render.tenants import fleet as fleet_message
from bot.service.answers.answerer import Answerer, Audience, Request, nobody


def _fleet(asked: q.Fleet, request: Request) -> FleetAnswer:
    if request.fleet is None:
        raise RefusedError(
            "I know one tenant here. Ask about all in the provider's channel or a direct message, or with sspr fleet "
            "at a terminal."
        )
    by = breakdown(asked.about)
    found = request.fleet.numbers(request.asker, asked.window, asked.previous, request.now, by)
    return fleet(asked.window, asked.about, found, request.catalogue)


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
