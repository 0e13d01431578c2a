"""What people do with digests, cases and files in Slack, put on the services; `build_app` takes the result."""

from dataclasses import replace

from slack_sdk import WebClient

from bot.app.core import Core
from bot.service.answers.digest_questions import DigestQuestions
from bot.service.decisions.case_actions import Casework
from bot.service.decisions.decisions import Deciding
from bot.service.digests.digesting import Digesting
from bot.service.digests.edit_posted import Refreshing
from bot.service.digests.subscribing import Subscribing
from bot.service.loading.shared_file import SharedReports
from bot.service.posting import Poster
from bot.slack.access import Access
from bot.slack.register import Listeners, digest_listeners
from bot.slack.sending.background import Background
from bot.sources.slack_file import SlackFiles


def slack_side(
    core: Core,
    *,
    subscribing: Subscribing,
    digesting: Digesting,
    deciding: Deciding,
    refreshing: Refreshing,
    poster: Poster,
    client: WebClient,
    access: Access,
    background: Background,
) -> Listeners:
    """The answers with the digests' desk among them, and the listeners; `background` is stopped before the core."""
    desk = DigestQuestions(subscribing, digesting, deciding, later=background.submit)
    return digest_listeners(
        answering=replace(core.answering, digests=desk),
        desk=desk,
        casework=Casework(
            deciding=deciding,
            deliveries=digesting.deliveries,
            subscriptions=digesting.subscriptions,
            kept=core.answering.kept,
            catalogue=core.catalogue,
            refreshing=refreshing,
        ),
        reports=SharedReports(SlackFiles(client), core.loading, core.access_log, poster, core.settings.digest_channels),
        client=client,
        access=access,
        clock=core.clock,
        background=background,
    )
