"""Everything in Slack that is about digests, decisions and files, put together for `build_app`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from bot.service.answers.answering import Answering
from bot.service.answers.digest_questions import DigestDesk
from bot.service.decisions.case_actions import Casework
from bot.service.loading.shared_file import SharedReports
from bot.service.ports import Clock
from bot.slack.access import Access
from bot.slack.client import SlackError
from bot.slack.decision_forms import DecidingForms
from bot.slack.directory.ttl_cache import Memory
from bot.slack.listeners import decisions, home_actions, last_digest, subscription_modal
from bot.slack.listeners.files import FileListener
from bot.slack.sending.answers import OnFile
from bot.slack.sending.aside import Aside
from bot.slack.sending.background import Jobs
from bot.slack.sending.file_answers import HandingOver
from bot.slack.sending.replies import Telling

_ANSWERS = timedelta(minutes=30)  # a response URL lives as long
_MOST_ANSWERS = 10_000


@dataclass(frozen=True, slots=True)
class Surfaces:
    """What `build_app` takes as `bot`, `on_file` and `more`."""

    bot: HandingOver
    on_file: OnFile
    more: Sequence[Callable[[App], None]]


def build_surfaces(
    *,
    answering: Answering,  # with the desk in it
    desk: DigestDesk,
    casework: Casework,
    reports: SharedReports,
    client: WebClient,
    access: Access,
    clock: Clock,
    jobs: Jobs,
) -> Surfaces:
    """Put the listeners together; nothing is asked of Slack yet."""
    telling = Telling(client)
    aside = Aside(client, telling)
    bot = HandingOver(answering, client, aside, jobs)
    files = FileListener(reports, client, aside, jobs, access)
    forms = DecidingForms(
        casework=casework,
        digesting=desk.digesting,
        again=answering.again,
        outsider=partial(_outsider, access),
        client=client,
        telling=telling,
        aside=aside,
        jobs=jobs,
        answers=Memory(_ANSWERS, _MOST_ANSWERS, clock),
    )

    def register(app: App) -> None:
        subscription_modal.register(
            app, desk=desk, catalogue=answering.catalogue, home=bot.home, client=client, telling=telling, jobs=jobs
        )
        last_digest.register(app, desk=desk, identity=access.identity, telling=telling, aside=aside, jobs=jobs)
        decisions.register(app, forms)
        home_actions.register(app, bot, telling)

    return Surfaces(bot, files.on_message, (register, files.register))


def _outsider(access: Access, user: str) -> bool:
    """Whether a Slack user is a guest, a stranger, an app or gone; in doubt, too."""
    try:
        return access.people.person(user).outside is not None
    except SlackError:
        return True
