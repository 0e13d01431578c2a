"""`sspr demo --fleet`: a provider with thirty tenants in one local Slack, with the real bots behind one door."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.app.demo import (
    ADA,
    CHANNELS,
    GROUPS,
    HARPER,
    HELPDESK_GROUP,
    PEOPLE,
    SHORTCUTS,
    VIEWER_GROUP,
    DemoClock,
    load_sample,
)
from bot.app.services import wall_clock
from bot.app.tenants.many import ManyBots, build_many
from bot.app.tenants.metrics import registry_of_tenants
from bot.app.tenants.running import Part
from bot.local_slack.local_slack import LocalSlack
from bot.local_slack.workspace.people import Channel, Person
from bot.sample.fleet import SmallTenant, small_tenants
from bot.sample.tenant import SampleTenant, sample_tenant
from bot.schedule.jobs import Jobs
from bot.schedule.tenant_rounds import TenantRounds
from bot.settings import Settings
from bot.slack.transport.http import HttpServer, http_app
from bot.slack.transport.request_verifier import RequestVerifier

PAT, OPS = "U0PAT", "C0OPS"
_SUGGESTIONS = (
    ("/sspr fleet", "all thirty tenants, the worst first"),
    ("/sspr fleet failures by cause", "what fails most people, and where"),
    ("/sspr stuck", "in the provider's channel it asks which tenant"),
    ("/sspr tenant:tailspin stuck", "one tenant by its key"),
    ("/sspr status dana@contoso.com", "one person: the address says whose they are"),
    ("/sspr help", "everything there is"),
)


@dataclass(slots=True)
class FleetDemo:
    """A running demo of many tenants."""

    slack: LocalSlack
    bots: ManyBots
    clock: DemoClock
    rounds: Sequence[TenantRounds]
    parts: Sequence[Part]

    def next_morning(self) -> str:
        """Move the clock to the next 09:00, and do all that is due by then."""
        now = self.clock()
        morning = now.replace(hour=9, minute=0, second=0, microsecond=0)
        self.clock.go_to(morning if morning > now else morning + timedelta(days=1))
        for some in self.rounds:
            some.run_due()
        return f"It is {self.clock():%A, %d %B, %H:%M} UTC in the demo."

    def stop(self) -> None:
        """Close everything; what the demo wrote stays in its folder."""
        for part in reversed(self.parts):
            part.stop()
        for some in self.rounds:
            some.stop()
        self.slack.stop()
        self.bots.close()


def start_fleet_demo(folder: Path, *, port: int = 0) -> FleetDemo:
    """Start a demo whose database and SSPR_TENANTS live in `folder`."""
    clock, secret, token = DemoClock(), secrets.token_hex(16), f"xoxb-{secrets.token_hex(12)}"
    sample, others = sample_tenant(clock()), small_tenants(clock())
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "tenants.toml"
    file.write_text(_file(others), "utf-8")
    slack = LocalSlack(
        team="Northwind Services",
        bot_name="sspr",
        command="/sspr",
        signing_secret=secret,
        bot_token=token,
        people=(
            Person(PAT, "Pat", "pat@northwind-services.example", about="the provider's helpdesk, for all"),
            *PEOPLE,
        ),
        channels=(Channel(OPS, "operations", (PAT, ADA, HARPER), topic="The provider's own"), *CHANNELS),
        user_groups=GROUPS,
        shortcuts=SHORTCUTS,
        clock=clock,
        port=port,
    ).start()
    settings = Settings.model_validate(
        {
            "SLACK_BOT_TOKEN": token,
            "SLACK_SIGNING_SECRET": secret,
            "SSPR_SLACK_API_URL": slack.api_url,
            "SSPR_DATABASE_URL": f"sqlite:///{folder / 'demo.db'}",
            "SSPR_TENANTS": str(file),
        }
    )
    bots = build_many(settings, clock=clock)
    _load(bots, sample, others)
    bots.rounds.plan()
    registry = registry_of_tenants(bots.rounds, bots.data_blocks_refused, dict)
    server = HttpServer(http_app(bots.router, RequestVerifier(secret, wall_clock), list, registry), "127.0.0.1", 0)
    demo = FleetDemo(slack, bots, clock, bots.rounds.parts(bots.guard), [server, Jobs()])
    for part in demo.parts:
        part.start()
    slack.connect(
        f"http://127.0.0.1:{server.port}/slack/events",
        suggestions=_SUGGESTIONS,
        controls=(("morning", "Go to the next morning", demo.next_morning),),
    )
    return demo


def _file(others: Sequence[SmallTenant]) -> str:
    """SSPR_TENANTS of the demo: Contoso with its own people, the others with the provider's helpdesk alone."""
    provider = f'[provider]\nname = "Northwind Services"\nchannels = ["{OPS}"]\nadmins = ["{PAT}"]\n'
    provider += 'digest = "daily at 09:00"\n'
    contoso = {
        "key": "contoso",
        "name": "Contoso",
        "domains": ["contoso.com"],
        "channels": ["C0HELPDESK", "C0IDENTITY"],
        "admins": [ADA, PAT],
        "helpdesk": [HELPDESK_GROUP],
        "viewers": [VIEWER_GROUP],
    }
    rows = [
        {"key": one.name, "name": one.name.capitalize(), "domains": [one.domain], "admins": [PAT]} for one in others
    ]
    tables = ["\n".join(f"{name} = {json.dumps(value)}" for name, value in row.items()) for row in (contoso, *rows)]
    return "\n\n".join([provider, *(f"[[tenant]]\n{table}" for table in tables)])


def _load(bots: ManyBots, sample: SampleTenant, others: Sequence[SmallTenant]) -> None:
    with bots.registry.bot("contoso") as bot:
        activity = ("password-reset-activity.csv", sample.reset_csv())
        load_sample(bot.services, (activity, ("registration-activity.csv", sample.registration_csv())))
    for one in others:
        if one.report:
            with bots.registry.bot(one.name) as bot:
                load_sample(bot.services, ((f"{one.name}.csv", one.report),))
