"""The listeners of digests, decisions and files, put together for `build_app`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from slack_bolt import App
from slack_sdk import WebClient

from bot.service.answers.answering import Answering
from bot.service.digest_services import PostedDigests
from bot.service.loading.shared_file import SharedReports
from bot.service.ports import Clock
from bot.slack.access import Access
from bot.slack.case_hearing import Hearing
from bot.slack.decision_forms import DecisionForms
from bot.slack.directory.ttl_cache import TtlCache
from bot.slack.listeners import cases, decisions, last_digest, notices, signs, subscription_modal
from bot.slack.listeners.files import FileListener, OnFile
from bot.slack.sending.background import Background
from bot.slack.sending.data_blocks import DataBlocks
from bot.slack.sending.replies import Replies

_ANSWERS = timedelta(minutes=30)  # a response URL lives as long
_UNDO = timedelta(minutes=1)
_MOST_ANSWERS = 10_000


@dataclass(frozen=True, slots=True)
class Listeners:
    """What `build_app` takes as `answering`, `on_file` and `more`."""

    answering: Answering
    on_file: OnFile
    more: Sequence[Callable[[App], None]]


def digest_listeners(
    *,
    answering: Answering,
    digests: PostedDigests,
    reports: SharedReports,
    client: WebClient,
    access: Access,
    clock: Clock,
    background: Background,
    data_blocks: DataBlocks,
) -> Listeners:
    """Put the listeners together; nothing is asked of Slack yet."""
    replies = Replies(client, data_blocks, background)
    files = FileListener(reports, client, replies, background, access)
    hearing = Hearing(digests.case_actions, digests.following, answering.runbooks)
    forms = DecisionForms(
        case_actions=digests.case_actions,
        digesting=digests.digesting,
        clock=clock,
        again=answering.again,
        may_decide=access.may_decide,
        helpers=access.helpers,
        client=client,
        replies=replies,
        background=background,
        answers=TtlCache(_ANSWERS, _MOST_ANSWERS, clock),
        undoable=TtlCache(_UNDO, _MOST_ANSWERS, clock),
        home=answering.home,
        case_view=hearing.case,
        owner=hearing.owner,
    )

    def refresh_alert(token: str) -> None:
        background.submit(lambda: digests.edit_posted.refresh_alert(token))

    def register(app: App) -> None:
        subscription_modal.register(
            app,
            subscribing=digests.subscribing,
            catalogue=answering.catalogue,
            home=answering.home,
            client=client,
            replies=replies,
            background=background,
        )
        last_digest.register(
            app,
            questions=digests.questions,
            subscribing=digests.subscribing,
            identity=access.identity,
            replies=replies,
            background=background,
        )
        decisions.register(app, forms, hearing, replies)
        cases.register(app, forms, hearing, replies)
        notices.register(app, digests.notices, answering.home, replies)
        if answering.triage:
            signs.register(app, answering.triage, clock, replies, refresh_alert)

    return Listeners(answering, files.on_message, (register, files.register))
