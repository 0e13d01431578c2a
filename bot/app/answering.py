"""Answering put together: over the services, and with the questions about digests."""

from dataclasses import dataclass

from bot.app.digests import build_digests
from bot.app.services import Services
from bot.service.answers.answering import Answering
from bot.service.answers.digest_questions import DigestQuestions
from bot.service.decisions.triage import Triage
from bot.service.decisions.unknown_details import UnknownDetails
from bot.service.ports import Fleet, Resolver
from bot.storage.digests.given_causes import GivenCauses
from bot.storage.digests.sign_reviews import SignReviews
from bot.storage.ledger.addresses import Addresses


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
    )


def terminal_answering(services: Services) -> Answering:
    """Put together answering without Slack: digests are listed, previewed and explained, and nothing is posted."""
    return build_answering(services, build_digests(services, None).questions, NobodyKnown())
