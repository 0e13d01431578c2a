"""The whole bot in the local Slack: its own database, loaded reports, the real app with every listener."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Flask
from pydantic import HttpUrl

from bot.app import digests as app
from bot.app.answering import build_answering
from bot.app.bot import build_bolt
from bot.app.metrics import registry_of
from bot.app.services import Services, build_services
from bot.local_slack.local_slack import LocalSlack
from bot.local_slack.workspace.messages import Json, SeenMessage
from bot.schedule.digest_scheduler import DigestScheduler
from bot.service.digest_services import PostedDigests
from bot.settings import Settings
from bot.slack.access import Access
from bot.slack.client import web_client
from bot.slack.directory.bot_user import Identity
from bot.slack.directory.channels import Channels
from bot.slack.directory.users import Users
from bot.slack.listeners.feedback import Feedback
from bot.slack.sending.background import Background
from bot.slack.sending.data_blocks import DataBlocks
from bot.slack.transport.http import HttpServer, http_app
from bot.slack.transport.request_verifier import RequestVerifier
from tests.support.digest_fixture import HandClock, poster_for
from tests.support.slack_bot_fixture import GRANTS, SECRET, TOKEN, local_slack, wall_clock
from tests.support.sqlite import sqlite_url

_SECONDS = 30  # a job that takes longer hangs


@dataclass(frozen=True, slots=True)
class WholeBot:
    """What a test acts on and looks at."""

    slack: LocalSlack
    core: Services
    digests: PostedDigests
    scheduler: DigestScheduler
    clock: HandClock
    background: Background
    flask: Flask

    def load(self, csv: str, name: str = "activity.csv") -> None:
        self.core.loading.load(name, BytesIO(csv.encode()))

    def ask(self, user: str, channel: str, text: str) -> SeenMessage:
        """Type /sspr; the answer."""
        self.wait_idle()
        self.slack.command(user, channel, "/sspr", text)
        return [message for message in self.slack.seen(user, channel) if message.ephemeral][-1]

    def last(self, user: str, channel: str) -> SeenMessage:
        """The newest message that somebody sees, once all work is done."""
        self.wait_idle()
        return self.slack.seen(user, channel)[-1]

    def wait_idle(self) -> None:
        assert self.background.wait_idle(_SECONDS)

    def modal(self, user: str) -> Json:
        self.wait_idle()
        found = self.slack.modal(user)
        assert found is not None
        return found

    def log(self) -> list[tuple[object, ...]]:
        """Who did what about whom with what outcome, oldest first."""
        self.core.access_log.flush()
        return [
            (line["who"], line["asked"], line["subject"] or None, line["outcome"])
            for line in self.core.access_log.lines()
        ]


@contextmanager
def whole_bot(
    folder: Path,
    *,
    allowed: tuple[str, ...] = (),
    public_url: str | None = None,
    runbook: Path | None = None,
    smallest_group: int = 1,  # the dialogues are of three people
    wait: float = 2.0,  # for the access log: where every core runs tests, a disk may take more than a second
) -> Iterator[WholeBot]:
    """Everything up and connected; `allowed` are the channels that digests may go to, `public_url` where browsers reach the bot."""
    clock = HandClock()
    settings = Settings(  # type: ignore[call-arg]
        SSPR_DATABASE_URL=sqlite_url(folder),
        SSPR_DIGEST_CHANNELS=allowed,
        SSPR_RUNBOOK=runbook,
        SSPR_SMALLEST_GROUP=smallest_group,
        SSPR_PUBLIC_URL=HttpUrl(public_url) if public_url else None,
    )
    with local_slack(unfurl_domains=(urlsplit(public_url).hostname or "",) if public_url else ()) as slack:
        client = web_client(TOKEN, slack.api_url)
        identity = Identity(client)
        users = Users(client, identity, wall_clock)
        core, background = build_services(settings, clock=clock, wait=wait), Background()
        access = Access(users, identity, GRANTS, ZoneInfo("UTC"))
        audience = app.Audience(access.may_decide, access.zone_of, access.recipient, Channels(client, clock).of_person)
        digests = app.build_digests(core, poster_for(slack.api_url), later=background.submit, audience=audience)
        scheduler = DigestScheduler(digests, core.snapshots, clock)
        answering = build_answering(core, digests.questions, access)
        feedback = Feedback(wall_clock)
        bolt = build_bolt(
            core, digests, answering, client, access, background, wall_clock, DataBlocks(wall_clock), feedback
        )
        flask = http_app(bolt, RequestVerifier(SECRET, wall_clock), list, registry_of(core, int, feedback.counts))
        server = HttpServer(flask, "127.0.0.1", 0)
        server.start()
        slack.connect(f"http://127.0.0.1:{server.port}/slack/events")
        try:
            yield WholeBot(slack, core, digests, scheduler, clock, background, flask)
        finally:
            server.stop()
            background.stop()
            scheduler.stop()
            core.close()
