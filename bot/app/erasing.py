"""A person taken out of everything: Slack first, while it is known where, then the database and its files."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from slack_sdk.errors import SlackClientError

from bot.analysis.cases.case_list import case_list
from bot.analysis.cases.cases import open_cases
from bot.app.services import Services
from bot.app.tenants.settings import TenantSettings
from bot.app.tenants.tenants_file import Row
from bot.app.tenants.workspaces import open_workspaces
from bot.digests.decision import CaseKey, Decision, DecisionKind
from bot.digests.delivery import DeliveryKey, PartKind
from bot.errors import BotError, RefusedError, StoreError
from bot.render.blocks.message import Message
from bot.reports.instants import from_micros
from bot.service.posting import Mark
from bot.settings import Settings
from bot.slack.sending.channel_rate_limit import ChannelRateLimit
from bot.slack.sending.poster import SlackPoster
from bot.storage.digests.decisions import DecisionLog
from bot.storage.digests.deliveries import Deliveries
from bot.storage.erasure.erasing import Erasing, PostedPart
from bot.storage.erasure.names import Names
from bot.storage.erasure.pages import write_anew
from bot.storage.snapshots.current import file_of

PosterOf = Callable[[str], SlackPoster]  # for a channel


@dataclass(slots=True)
class Erased:
    """What an erasure did; no name is in it."""

    instead: str  # who stands in the rows that stay
    rows: Counter[str] = field(default_factory=Counter)  # changed or taken away, by table
    log_lines: int = 0  # of the access log
    log_problem: str = ""  # why lines still name the person, or that the log is not whole
    slack_done: int = 0  # messages edited, files deleted
    slack_left: list[str] = field(default_factory=list)  # where a message or file still is, and why
    files_clean: bool = True  # whether the files of the database were written anew


def poster_of(services: Services) -> PosterOf | None:
    """Whoever edits in Slack, by channel; nobody without a token."""
    settings: Settings = services.settings
    if settings.slack_bot_token is None and settings.slack_client_id is None:
        return None
    workspaces = open_workspaces(settings, services.activity.engine, tuple, services.clock)
    row = settings.row if isinstance(settings, TenantSettings) else Row()

    def poster(channel: str) -> SlackPoster:
        workspace = workspaces.of(row.team_of(channel))
        return SlackPoster(workspace.client, workspace.identity, ChannelRateLimit(), workspace.data_blocks)

    return poster


def is_named(services: Services, person: str) -> bool:
    """Whether anything names this person. Raises RefusedError for an empty name."""
    erasing = Erasing(services.tenant, services.activity)
    return erasing.is_named(erasing.names_of(person)) or any(services.access_log.lines(person))


def erase(services: Services, person: str, poster: PosterOf | None) -> Erased:
    """Take a person out. Raises RefusedError where nothing names them, StoreError when the database refuses."""
    erasing = Erasing(services.tenant, services.activity)
    names = erasing.names_of(person)
    if not is_named(services, person) and not erasing.was_erased(person):
        raise RefusedError("Nothing that is kept names this person. Name them as the reports do: dana@contoso.com.")
    done = Erased(names.instead)
    causes = _open_causes(services, names)
    _out_of_slack(services, erasing.posted(names), poster, done)
    done.rows += erasing.out_of_ledger(names, services.clock())
    done.rows += erasing.out_of_activity(names)
    _close(services, names, causes)
    _out_of_log(services, names, done)
    _out_of_files(services, done)
    return done


def lift(services: Services, person: str) -> None:
    """Let loads bring a person in again. Raises RefusedError when nobody of that name was erased."""
    if not Erasing(services.tenant, services.activity).lift(person, services.clock()):
        raise RefusedError("Nobody of that name was erased.")
    services.access_log.record(services.terminal(), "erase", None, "lifted", personal=True)


def _open_causes(services: Services, names: Names) -> list[str]:
    """The causes of open cases: nobody shall be asked to help somebody who has no name any more."""
    services.snapshots.refresh()
    snapshot = services.snapshots.current()
    table = open_cases(snapshot)
    users = {code for code, key in enumerate(snapshot.people.keys) if key in names.keys}
    mine = table.where(np.isin(table.user, list(users)))
    listed = case_list(mine, snapshot, catalogue=services.catalogue, now=services.clock())
    return [case.cause.key for case in listed]


def _close(services: Services, names: Names, causes: Sequence[str]) -> None:
    services.snapshots.refresh()
    now, position = services.clock(), services.snapshots.current().position
    for cause in causes:
        case = CaseKey(names.instead.casefold(), cause)
        reason = "The person was erased."
        DecisionLog(services.activity).record(
            Decision(case, DecisionKind.CLOSED, services.terminal().id, now, position, reason=reason)
        )


def _out_of_slack(services: Services, parts: Sequence[PostedPart], poster: PosterOf | None, done: Erased) -> None:
    for part in parts:
        delivery = Deliveries(services.activity).find(DeliveryKey(part.subscription, from_micros(part.due)))
        channel = delivery.channel if delivery else "an unknown channel"
        where = f"{'file' if part.kind == PartKind.FILE else 'message'} {part.ts} in {channel}"
        if poster is None or delivery is None:
            done.slack_left.append(f"{where}: SLACK_BOT_TOKEN is not set")
            continue
        try:
            if part.kind == PartKind.FILE:
                poster(channel).remove_file(part.ts)
            else:
                message = Message(part.payload["text"], tuple(part.payload["blocks"]))
                poster(channel).update(channel, part.ts, message, mark=Mark(str(delivery.key), part.part))
        except (BotError, SlackClientError) as error:
            done.slack_left.append(f"{where}: {getattr(error, 'code', type(error).__name__)}")
        else:
            done.slack_done += 1


def _out_of_log(services: Services, names: Names, done: Erased) -> None:
    for key in names.keys:
        try:
            done.log_lines += services.access_log.erase(services.terminal(), key)
        except StoreError as error:
            done.log_problem = str(error)
    if found := services.access_log.verify().problem:
        done.log_problem = f"{done.log_problem} The log is not whole: {found}.".strip()


def _out_of_files(services: Services, done: Erased) -> None:
    """Write the files anew; the snapshot beside the database is made again when it is needed."""
    if file := file_of(services.tenant):
        file.path.unlink(missing_ok=True)
    services.tokens.flush()
    for engine in dict.fromkeys((services.tenant.engine, services.activity.engine)):
        done.files_clean &= write_anew(engine)
