"""The row of the question about all tenants at once."""

from typing import Final

from bot.analysis.fleet.fleet import FleetAnswer, breakdown, fleet
from bot.errors import RefusedError
from bot.questions import question as q
from bot.render.tenants import fleet as fleet_message
from bot.service.answers.answerer import Answerer, Audience, Request, nobody

_OF_NOW: Final = frozenset({"stuck", "data", "cutoffs"})  # these take no window
_EACH: Final = {  # where customers are domains of the one tenant
    "": "`failures{span} by domain` has the failures of each, `funnel{span} by domain` the share that succeeded",
    "failures": "`failures{span} by domain` has each",
    "compare": "`failures{span} by domain` has each",
}
_NOT_OF_A_DOMAIN: Final = frozenset({"data", "cutoffs"})


def _fleet(asked: q.Fleet, request: Request) -> FleetAnswer:
    if request.fleet is None:
        raise RefusedError(
            f"I know one tenant here, and of it answers {_of_one(asked)}. Ask about all in the provider's channel or "
            "a direct message, or with sspr fleet at a terminal."
        )
    by = breakdown(asked.about)
    found = request.fleet.numbers(request.asker, asked.window, asked.previous, request.now, by)
    return fleet(asked.window, asked.about, found, request.catalogue)


def _of_one(asked: q.Fleet) -> str:
    """The same of one tenant, as one types it, and where customers are domains of it: of each of them."""
    kind = asked.about if asked.about in {*_OF_NOW, "incidents", "compare"} else "failures"
    span = "" if kind in _OF_NOW else f" {asked.window.label.removeprefix('the ')}"
    by = f" by {asked.about}" if breakdown(asked.about) else ""
    alone = f"`{kind}{span}{by}`"
    if kind in _NOT_OF_A_DOMAIN:
        return alone
    each = _EACH.get(asked.about, f"`{kind}{{span}}{by} domain:NAME` has one").format(span=span)
    return f"{alone}; where customers are its domains, {each}"


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
