"""`sspr demo`: a sample tenant, a local Slack in the browser, and the real bot between them."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from prometheus_client import CollectorRegistry

from bot.app.bot import Bot, build_bot
from bot.app.running import Transport
from bot.app.services import Services, wall_clock
from bot.digests.subscription import SubscriptionOrigin
from bot.local_slack.actions.shortcuts import Shortcut
from bot.local_slack.local_slack import LocalSlack
from bot.local_slack.workspace.people import Channel, Person, UserGroup
from bot.privacy import Visibility
from bot.questions.plan_options import Draft
from bot.questions.subscribe import signs_plan
from bot.reports.covered_spans import PULLED
from bot.reports.roster import roster_of
from bot.sample.tenant import DAYS_AHEAD, SampleTenant, sample_tenant
from bot.schedule.jobs import Jobs
from bot.serving import Server
from bot.settings import Settings
from bot.slack.listeners import shortcuts
from bot.slack.transport.http import HttpServer, http_app, operations_app
from bot.slack.transport.request_verifier import MOST_BYTES, RequestVerifier
from bot.sources.folder import report_files
from bot.storage.ledger.roster import Rosters

ADA, HARPER, VIC, DANA, GUS = "U0ADA", "U0HARPER", "U0VIC", "U0DANA", "U0GUS"
_HOST = "127.0.0.1"
HELPDESK_GROUP, VIEWER_GROUP = "S0HELPDESK", "S0ROLLOUT"
SECURITY = "C0SECURITY"
_OF_A_DAY = re.compile(r"password-(?:reset|registration)-\d{4}-\d\d-\d\d\.csv")  # the following days' files

PEOPLE = (
    Person(HARPER, "Harper", "harper@contoso.com", about="helpdesk: may ask about people"),
    Person(ADA, "Ada", "ada@contoso.com", is_admin=True, about="identity admin: may do everything"),
    Person(VIC, "Vic", "vic@contoso.com", about="rollout team: sees numbers, no names"),
    Person(DANA, "Dana", "dana@contoso.com", about="employee: may ask about herself"),
    Person(GUS, "Gus", "gus@fabrikam.com", is_guest=True, about="guest of another company: is refused"),
)
GROUPS = (UserGroup(HELPDESK_GROUP, "helpdesk", (HARPER,)), UserGroup(VIEWER_GROUP, "rollout", (VIC,)))
CHANNELS = (
    Channel("C0HELPDESK", "helpdesk", (ADA, HARPER, VIC), topic="Callers, resets, digests"),
    Channel("C0GENERAL", "general", (ADA, HARPER, VIC, DANA), topic="Everybody at Contoso"),
    Channel("C0IDENTITY", "identity", (ADA,), private=True, topic="The rollout of self-service reset"),
    Channel(SECURITY, "security", (ADA, HARPER), private=True, topic="Signs of attack, as soon as they show"),
    Channel("C0PARTNERS", "with-fabrikam", (ADA, HARPER, GUS), ext_shared=True, topic="Shared with another company"),
)
SHORTCUTS = (
    Shortcut("What does SSPR say?", "message", shortcuts.ON_MESSAGE),
    Shortcut("Password reset status", "global", shortcuts.LOOK_UP),
)
SUGGESTIONS = (
    ("/sspr status dana@contoso", "one person: what happened, and the fix"),
    ("/sspr failures 7d by cause", "what failed this week, and who acts"),
    ("/sspr stuck", "who is stuck right now"),
    ("/sspr rollout", "who is registered, who will fail next"),
    ("/sspr registrations 30d", "who registered what"),
    ("@sspr why can't dana@contoso.com reset?", "in your own words"),
    ("/sspr fix SSPR_0029", "a code that a caller reads out"),
    ("/sspr help", "everything there is"),
)


@dataclass(slots=True)
class DemoClock:
    """The real time, moved ahead by hand."""

    ahead: timedelta = field(default=timedelta())

    def __call__(self) -> datetime:
        """Tell the time in the demo."""
        return datetime.now(UTC) + self.ahead

    def go_to(self, moment: datetime) -> None:
        """Move the clock on, never back."""
        self.ahead = max(self.ahead, moment - datetime.now(UTC))


@dataclass(slots=True)
class Demo:
    """A running demo: the local Slack, and the bot that listens to it over HTTP."""

    slack: LocalSlack
    bot: Bot
    clock: DemoClock
    sample: SampleTenant | None
    parts: Sequence[Transport]
    days: int = 0  # how many days' files have been loaded since the start

    def next_morning(self) -> str:
        """Move the clock to the next 09:00."""
        now = self.clock()
        morning = now.replace(hour=9, minute=0, second=0, microsecond=0)
        if morning <= now:
            morning += timedelta(days=1)
        self._live_until(morning)
        self.bot.scheduler.drain()
        self._write_to_people(morning)
        return f"It is {self.clock():%A, %d %B, %H:%M} UTC in the demo."

    def _live_until(self, moment: datetime) -> None:
        """Move the clock on, through all that is due on the way, one after the other: nothing is late in a demo."""
        while (due := self._next_due()) and due <= moment:
            self.clock.go_to(due)
            self.bot.scheduler.drain()
        self.clock.go_to(moment)

    def _write_to_people(self, morning: datetime) -> None:
        """Let everybody be found in Slack at once who is found, a few a minute, in the first hour of the day."""
        for minutes in range(1, 60):
            self.bot.digests.notices.run(morning + timedelta(minutes=minutes))

    def _next_due(self) -> datetime | None:
        subscribing = self.bot.digests.subscribing
        times = [at for one in subscribing.not_ended() if (at := subscribing.next_at(one)) and at > self.clock()]
        return min(times, default=None)

    def next_file(self) -> str:
        """Load the following day's reports."""
        if self.sample is None:
            return "The story of the next days belongs to the sample tenant; you are using your own reports."
        if self.days == DAYS_AHEAD:
            return f"The story ends here: {DAYS_AHEAD} days are loaded."
        self.days += 1
        self._live_until(self.sample.now + timedelta(days=self.days))  # nobody has tomorrow's report today
        receipts = [
            self.bot.services.loading.load(name, BytesIO(data)) for name, data in self.sample.next_day(self.days)
        ]
        self.read_roster(self.clock())
        return f"{sum(receipt.new for receipt in receipts)} new rows of day {self.days} are loaded."

    def read_roster(self, at: datetime) -> None:
        """Load what a pull of the registration details would bring at that time."""
        if self.sample:
            services = self.bot.services
            Rosters(services.tenant).record(roster_of(self.sample.roster(at)), PULLED, at)
            services.snapshots.refresh()

    def stop(self) -> None:
        """Close everything; what the demo wrote stays in its folder."""
        for part in reversed(self.parts):
            part.stop()
        self.slack.stop()
        self.bot.close()


def start_demo(folder: Path, *, port: int = 0, reports: str | None = None) -> Demo:
    """Start a demo whose database lives in `folder`; with `reports`, over one's own files instead of the sample."""
    clock = DemoClock()
    secret, token = secrets.token_hex(16), f"xoxb-{secrets.token_hex(12)}"
    slack = LocalSlack(
        team="Contoso",
        bot_name="sspr",
        command="/sspr",
        signing_secret=secret,
        bot_token=token,
        people=PEOPLE,
        channels=CHANNELS,
        user_groups=GROUPS,
        shortcuts=SHORTCUTS,
        clock=clock,
        port=port,
        unfurl_domains=(_HOST,),
    ).start()
    links = Server(operations_app(list, CollectorRegistry()), _HOST, 0, threads=1, most_bytes=MOST_BYTES)
    address = f"http://{_HOST}:{links.port}"  # answers link to their question there
    bot = build_bot(_settings(folder, slack.api_url, address, secret, token), clock=clock)
    flask = http_app(bot.bolt, RequestVerifier(secret, wall_clock), list, bot.registry)
    server, jobs = HttpServer(flask, _HOST, 0), Jobs()
    bot.scheduler.start(jobs)
    demo = Demo(slack, bot, clock, None if reports else sample_tenant(clock()), [links, server, jobs])
    _load(demo, reports)
    _subscribe_signs(demo)
    for part in demo.parts:
        part.start()
    slack.connect(
        f"http://{_HOST}:{server.port}/slack/events",
        suggestions=SUGGESTIONS,
        controls=(
            ("morning", "Go to the next morning", demo.next_morning),
            ("file", "Load the next day's reports", demo.next_file),
        ),
    )
    return demo


def _subscribe_signs(demo: Demo) -> None:
    """Send urgent signs of attacks to the security channel, unless a demo in this folder has said otherwise before."""
    digests = demo.bot.digests.subscribing
    if digests.subscriptions.find(1) is None:
        plan = signs_plan(Draft("UTC"), Visibility.MASKED)
        digests.subscriptions.add(SECURITY, plan, ADA, demo.clock(), origin=SubscriptionOrigin.SLACK)


def _settings(folder: Path, api_url: str, public_url: str, secret: str, token: str) -> Settings:
    """Make the settings of the demo: nothing comes from the environment."""
    return Settings.model_validate(
        {
            "SLACK_BOT_TOKEN": token,
            "SLACK_SIGNING_SECRET": secret,
            "SSPR_SLACK_API_URL": api_url,
            "SSPR_PUBLIC_URL": public_url,
            "SSPR_DATABASE_URL": f"sqlite:///{folder / 'demo.db'}",
            "SSPR_ADMINS": ADA,
            "SSPR_HELPDESK": HELPDESK_GROUP,
            "SSPR_VIEWERS": VIEWER_GROUP,
        }
    )


def load_sample(services: Services, reports: Sequence[tuple[str, bytes]]) -> None:
    """Load the sample's files by name, in place of those of an earlier start: their moments were of then."""
    names = {name for name, _ in reports}
    for load in services.unloading.loads():
        if load.path in names or _OF_A_DAY.fullmatch(load.path):
            with services.unloading.prepared(load.number) as prepared:
                prepared.carry_out(services.clock())
    for name, data in reports:
        services.loading.load(name, BytesIO(data))


def _load(demo: Demo, reports: str | None) -> None:
    services = demo.bot.services
    sample = demo.sample
    if sample is None:
        for path in report_files([reports or "."]):
            services.load_file(path)
        return
    files = (
        ("password-reset-activity.csv", sample.reset_csv()),
        ("registration-activity.csv", sample.registration_csv()),
        ("audit-log.csv", sample.audit_csv()),
    )
    load_sample(services, files)
    for days in range(28, -1, -7):
        demo.read_roster(sample.now - timedelta(days=days))
