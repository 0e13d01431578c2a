"""Answering put together: over the services, and with the questions about digests."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.app.services import Services
from bot.later import later
from bot.render.lines import directory_page
from bot.service.answers.answerer import no_page
from bot.service.answers.answering import Answering
from bot.service.asker import Asker
from bot.service.ports import Fleet, Resolver
from bot.storage.ledger.object_ids import ObjectIds

if TYPE_CHECKING:
    from bot.service.answers.digest_questions import DigestQuestions
    from bot.service.decisions.triage import Triage
    from bot.service.decisions.unknown_details import UnknownDetails
    from bot.storage.digests.decisions import DecisionLog


@dataclass(frozen=True, slots=True)
class NobodyKnown:
    """A Resolver for where there is no Slack."""

    def user_of(self, slack_id: str) -> str | None:  # noqa: ARG002
        """Find nobody."""
        return None


def build_answering(
    services: Services,
    questions: "DigestQuestions",
    resolver: Resolver,
    fleet: Fleet | None = None,
    tenant: Callable[[], Collection[str]] = tuple,
    may_ask_others: Callable[[Asker], bool] = lambda _: False,
) -> Answering:
    """Put answering together; `fleet` gives the numbers of many tenants, for the provider's alone.

    `tenant` says what the tenant is called, where there are several, and `may_ask_others` who may ask of another, too.
    """
    return Answering(
        snapshots=services.snapshots,
        catalogue=services.catalogue,
        clock=services.clock,
        tokens=services.tokens,
        access_log=services.access_log,
        resolver=resolver,
        digests=questions,
        runbooks=services.runbooks.current,
        unknown_details=later(lambda: _unknown_details(services)),
        triage=later(lambda: _triage(services)),
        fleet=fleet,
        tenant=tenant,
        may_ask_others=may_ask_others,
        smallest_group=services.settings.smallest_group,
        page_of=_pages(services),
    )


def _pages(services: Services) -> Callable[[str], str]:
    """Find people's pages in the Entra admin center.

    Of one of many tenants only in its own directory, where its row names that: else the reader's own would open.
    """
    row = getattr(services.settings, "row", None)
    directory = str(getattr(row, "graph_tenant", ""))
    if row is not None and not directory:
        return no_page
    ids, graph = ObjectIds(services.tenant), str(services.settings.graph_url)

    def page_of(user: str) -> str:
        snapshot = services.snapshots.current()
        known = len(snapshot.roster) or snapshot.once("object ids", ids.logged)  # else there is nothing to look for
        return directory_page.address(graph, ids.of(user), directory) if known else ""

    return page_of


def terminal_answering(services: Services) -> Answering:
    """Put together answering without Slack: digests are listed, previewed and explained, and nothing is posted."""
    whole = later(lambda: _digest_questions(services))
    digesting = later(lambda: whole.digesting, incident_budget=services.settings.incident_budget)
    # What was decided is looked up without all that posts digests.
    questions = later(lambda: whole, decisions=later(lambda: _decisions(services)), digesting=digesting)
    return build_answering(services, questions, NobodyKnown())


def _decisions(services: Services) -> "DecisionLog":
    from bot.storage.digests.decisions import DecisionLog  # noqa: PLC0415 - as above

    return DecisionLog(services.activity)


def _digest_questions(services: Services) -> "DigestQuestions":
    from bot.app.digests import build_digests  # noqa: PLC0415 - as below

    return build_digests(services, None).questions


def _unknown_details(services: Services) -> "UnknownDetails":
    from bot.service.decisions.unknown_details import UnknownDetails  # noqa: PLC0415 - few questions want it
    from bot.storage.digests.given_causes import GivenCauses  # noqa: PLC0415

    return UnknownDetails(
        GivenCauses(services.activity), services.snapshots, services.catalogue, services.access_log, services.clock
    )


def _triage(services: Services) -> "Triage":
    from bot.service.decisions.triage import Triage  # noqa: PLC0415 - as above
    from bot.storage.digests.sign_reviews import SignReviews  # noqa: PLC0415
    from bot.storage.ledger.addresses import Addresses  # noqa: PLC0415

    return Triage(
        SignReviews(services.activity),
        services.snapshots,
        services.access_log,
        services.clock,
        Addresses(services.tenant),
    )
