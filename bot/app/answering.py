"""Answering put together: over the services, and with the questions about digests."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.app.digests import build_digests
from bot.app.services import Services
from bot.app.tenants.tenants_file import TenantRow
from bot.render.lines import directory_page
from bot.service.answers.answerer import no_page
from bot.service.answers.answering import Answering
from bot.service.answers.digest_questions import DigestQuestions
from bot.service.decisions.triage import Triage
from bot.service.decisions.unknown_details import UnknownDetails
from bot.service.ports import Fleet, Resolver
from bot.storage.digests.given_causes import GivenCauses
from bot.storage.digests.sign_reviews import SignReviews
from bot.storage.ledger.addresses import Addresses
from bot.storage.ledger.object_ids import ObjectIds


@dataclass(frozen=True, slots=True)
class NobodyKnown:
    """A Resolver for where there is no Slack."""

    def user_of(self, slack_id: str) -> str | None:  # noqa: ARG002
        """Find nobody."""
        return None


def build_answering(
    services: Services, questions: DigestQuestions, resolver: Resolver, fleet: Fleet | None = None
) -> Answering:
    """Put answering together; `fleet` gives the numbers of many tenants, for the provider's alone."""
    return Answering(
        snapshots=services.snapshots,
        catalogue=services.catalogue,
        clock=services.clock,
        tokens=services.tokens,
        access_log=services.access_log,
        resolver=resolver,
        digests=questions,
        runbooks=services.runbooks.current,
        unknown_details=UnknownDetails(
            GivenCauses(services.activity),
            services.snapshots,
            services.catalogue,
            services.access_log,
            services.clock,
        ),
        triage=Triage(
            SignReviews(services.activity),
            services.snapshots,
            services.access_log,
            services.clock,
            Addresses(services.tenant),
        ),
        fleet=fleet,
        smallest_group=services.settings.smallest_group,
        page_of=_pages(services),
    )


def _pages(services: Services) -> Callable[[str], str]:
    """Find people's pages in the Entra admin center.

    Of one of many tenants only in its own directory, where its row names that: else the reader's own would open.
    """
    row = getattr(services.settings, "row", None)
    directory = row.graph_tenant if isinstance(row, TenantRow) else ""
    if row is not None and not directory:
        return no_page
    ids, graph = ObjectIds(services.tenant), str(services.settings.graph_url)
    return lambda user: directory_page.address(graph, ids.of(user), directory)


def terminal_answering(services: Services) -> Answering:
    """Put together answering without Slack: digests are listed, previewed and explained, and nothing is posted."""
    return build_answering(services, build_digests(services, None).questions, NobodyKnown())
