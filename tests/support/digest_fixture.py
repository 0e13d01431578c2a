"""The digests on a real database and the local Slack, with a clock that a test moves."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot.app.services import Services, build_services, wall_clock
from bot.digests.plan import SubscriptionPlan
from bot.digests.subscription import Subscription, SubscriptionOrigin
from bot.knowledge.catalogue import load as load_catalogue
from bot.local_slack.local_slack import LocalSlack
from bot.local_slack.workspace.messages import SeenMessage
from bot.local_slack.workspace.people import Channel, Person
from bot.privacy import Role
from bot.questions.grammar import parse
from bot.questions.question import Subscribe
from bot.schedule.digest_scheduler import DigestScheduler
from bot.service.asker import Asker
from bot.service.digest_services import PostedDigests
from bot.settings import Settings
from bot.slack.client import web_client
from bot.slack.directory.bot_user import Identity
from bot.slack.sending.channel_rate_limit import ChannelRateLimit
from bot.slack.sending.data_blocks import DataBlocks
from bot.slack.sending.poster import SlackPoster
from bot.storage.digests.deliveries import DONE
from bot.storage.tables import deliveries
from tests.support.digest_parts import build_digests
from tests.support.reports import drawn_report

TOKEN = "xoxb-of-the-tests"
ADA, HARPER = "U0ADA", "U0HARPER"
HELP, IDENTITY, PARTNERS = "C0HELP", "C0IDENTITY", "C0PARTNERS"
PEOPLE = (Person(ADA, "Ada", "ada@contoso.com", is_admin=True), Person(HARPER, "Harper", "harper@contoso.com"))
MONDAY = datetime(2017, 2, 27, 7, tzinfo=UTC)  # 08:00 in Berlin
BERLIN = ZoneInfo("Europe/Berlin")
ADMIN = Asker(ADA, Role.ADMIN, "ada@contoso.com", BERLIN, HELP)
AGENT = Asker(HARPER, Role.HELPDESK, "harper@contoso.com", BERLIN, HELP)
DAILY = "daily at 09:00 tz:Europe/Berlin show:names"

FIRST_DAY = """
    user             | at                   | methods      | result    | detail
    dana@contoso.com | 2017-02-27T06:00:00Z | Mobile Phone | Failed    | User does not have a license. You can add a license to the user to resolve this
    bob@contoso.com  | 2017-02-27T06:30:00Z | Mobile Phone | Blocked   | User tried to verify a phone number too many times and is blocked for 24 hours
"""
SECOND_DAY = """
    user             | at                   | methods      | result    | detail
    dana@contoso.com | 2017-02-27T12:00:00Z | Mobile Phone | Succeeded | User successfully reset password
    cyd@contoso.com  | 2017-02-27T13:00:00Z | Mobile Phone | Failed    | User does not have a license. You can add a license to the user to resolve this
"""


@dataclass
class HandClock:
    """A clock that stands still until it is moved."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def go_to(self, day: int, hour: int = 9, minute: int = 0, month: int = 2) -> None:
        """A wall time in Berlin in 2017."""
        self.now = datetime(2017, month, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class DigestBot:
    """What a test acts on and looks at."""

    core: Services
    digests: PostedDigests
    scheduler: DigestScheduler
    slack: LocalSlack
    clock: HandClock
    told: list[str] = field(default_factory=list)

    def load(self, table: str, name: str = "report.csv") -> None:
        self.core.ledger.record(drawn_report(table), name, self.clock())

    def subscribe(self, words: str = DAILY, channel: str = HELP) -> Subscription:
        return self.digests.subscribing.subscribe(ADMIN, channel, plan(words))

    def settle(self) -> None:
        self.scheduler.drain()

    def posts(self, channel: str = HELP) -> list[SeenMessage]:
        """What stands in a channel itself, oldest first."""
        return [message for message in self.slack.seen(ADA, channel) if message.thread_ts is None]

    def replies(self, channel: str = HELP) -> list[SeenMessage]:
        """What stands in its threads."""
        return [message for message in self.slack.seen(ADA, channel) if message.thread_ts is not None]

    def found(self, subscription: Subscription) -> Subscription:
        return self.digests.subscribing.found(subscription.number)


def plan(words: str) -> SubscriptionPlan:
    """The plan that one would type behind `subscribe`."""
    question = parse(f"subscribe {words}", now=MONDAY, zone=ZoneInfo("UTC"), catalogue=load_catalogue())
    assert isinstance(question, Subscribe), question
    return question.plan


def channels(number: int = 0) -> tuple[Channel, ...]:
    """The channels of the tests, and so many more."""
    everybody = (ADA, HARPER)
    return (
        Channel(HELP, "helpdesk", everybody),
        Channel(IDENTITY, "identity", everybody),
        Channel(PARTNERS, "with-fabrikam", everybody, ext_shared=True),
        *(Channel(f"C{place:07}", f"team-{place}", everybody) for place in range(number)),
    )


def local_slack(clock: Callable[[], datetime], more: int = 0) -> LocalSlack:
    """A workspace, not started yet."""
    return LocalSlack(
        team="Contoso",
        bot_name="sspr",
        command="/sspr",
        signing_secret="8f742231b10e8888abcd99yyyzzz85a5",
        bot_token=TOKEN,
        people=PEOPLE,
        channels=channels(more),
        clock=clock,
    )


def poster_for(api_url: str, *, seconds: int = 10, sleep: Callable[[float], None] = lambda _: None) -> SlackPoster:
    """The real poster, which does not wait between messages; `sleep` is what happens when Slack asks it to wait."""
    client = web_client(TOKEN, api_url, seconds=seconds)
    pace = ChannelRateLimit(monotonic=lambda: 0.0, sleep=sleep)
    return SlackPoster(client, Identity(client), pace, DataBlocks(wall_clock))


def core_for(database_url: str, clock: Callable[[], datetime]) -> Services:
    """The real core on some database."""
    return build_services(Settings(SSPR_DATABASE_URL=database_url), clock=clock)  # type: ignore[call-arg]


@contextmanager
def digest_bot(database_url: str, more: int = 0) -> Iterator[DigestBot]:
    """Everything up: database, local Slack, poster, digests; the scheduler is moved by hand."""
    clock = HandClock()
    with local_slack(clock, more) as slack:
        core = core_for(database_url, clock)
        told: list[str] = []
        digests, scheduler = build_digests(core, poster_for(slack.api_url), tell=told.append)
        try:
            yield DigestBot(core, digests, scheduler, slack, clock, told)
        finally:
            scheduler.stop()
            core.close()


def subscribe_many(digests: PostedDigests, words: str, names: Sequence[str], clock: HandClock) -> None:
    """One subscription for each channel, without asking Slack."""
    for name in names:
        digests.subscriptions.add(name, plan(words), ADA, clock(), origin=SubscriptionOrigin.SLACK)


def delivered(core: Services) -> int:
    """How many digests were delivered."""
    with core.activity.reading() as (connection, tenant):
        done = (
            select(func.count())
            .select_from(deliveries)
            .where(deliveries.c.tenant == tenant, deliveries.c.state == DONE)
        )
        return connection.execute(done).scalar_one()
