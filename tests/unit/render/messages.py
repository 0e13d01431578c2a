"""Every kind of message, drawn from the samples: the goldens and the read-aloud come from here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.digests.decision import CaseKey
from bot.digests.follow import Follow, Followed, Unfollowed
from bot.digests.reminder import Reminder
from bot.knowledge.catalogue import load
from bot.privacy import Visibility
from bot.render import problems
from bot.render.answers import own_status, receipt
from bot.render.answers.failures import by_person
from bot.render.blocks import compose
from bot.render.blocks.message import Message
from bot.render.digests import first_message, reminder, subscriptions
from bot.render.digests.subscriptions import Subscribed
from bot.service.answers.answerer import Display
from bot.service.answers.digest_rows import FOLLOW
from tests.support.rendering import shown
from tests.unit.render import sample

BERLIN = ZoneInfo("Europe/Berlin")
PLAN = "daily at 09:00 mon-fri tz:Europe/Berlin show:masked empty:line"
SUBSCRIBED = Subscribed(1, PLAN, "U0KIM", sample.NOW + timedelta(hours=23))
PAUSED = Subscribed(
    2, "hourly tz:UTC cause:onprem show:counts empty:silent", "", None, "The bot is not in this channel any more."
)


def _answer(name: str, show: Visibility = Visibility.NAMES) -> Callable[[], Message]:
    return lambda: shown(getattr(sample, name), zone=BERLIN, token="t0ken", show=show)


def _followed(user: str, *, remind: bool = False) -> Follow:
    return Follow(1, "U0KIM", CaseKey(user, "no_license"), sample.NOW, sample.NOW if remind else None)


def _not_followed(name: str) -> Callable[[], Message]:
    return lambda: FOLLOW.message(getattr(sample, name), Display(BERLIN, Visibility.NAMES, load(), None, None))


def _fix(asked: str) -> Callable[[], Message]:
    return lambda: shown(sample.found(asked), token="t0ken")


def _digest(
    name: str, show: Visibility = Visibility.NAMES, part: int = 0, note: str = "", least: int = 1
) -> Callable[[], Message]:
    setting = replace(sample.SETTING, zone=BERLIN, show=show, note=note, smallest_group=least)
    return lambda: first_message.message(getattr(sample, name), setting).parts[part]


def _reminder(show: Visibility) -> Callable[[], Message]:
    due = Reminder(sample.STUCK_CASES, 1, 3, timedelta(days=7))
    setting = replace(sample.SETTING, zone=BERLIN, show=show, smallest_group=1)
    return lambda: reminder.message([due], setting) or Message("")


MESSAGES: dict[str, Callable[[], Message]] = {
    "status_no": _answer("DANA"),
    "status_privileged": _answer("PRIVILEGED"),
    "status_you": lambda: own_status.message(sample.DANA, zone=BERLIN, token="t0ken"),
    "status_you_blocked": lambda: own_status.message(sample.BLOCKED, zone=BERLIN, token="t0ken"),
    "status_blocked": _answer("BLOCKED"),
    "status_recovered": _answer("RECOVERED"),
    "status_several": _answer("SEVERAL"),
    "status_nobody": _answer("NOBODY"),
    "failures_by_detail": _answer("FAILURES"),
    "failures_by_method": _answer("BY_METHOD"),
    "failures_by_day": _answer("BY_DAY"),
    "failures_by_person": lambda: by_person(sample.WITH_PEOPLE, zone=BERLIN, token="t0ken", show=Visibility.NAMES),
    "failures_none": _answer("NO_FAILURES"),
    "failures_old_data": _answer("OLD_DATA"),
    "failures_no_data": _answer("NO_DATA"),
    "failures_read_as": lambda: compose.noted(_answer("FAILURES")(), "failures 7d by detail"),
    "resets": _answer("RESETS"),
    "resets_counts": _answer("RESETS", Visibility.COUNTS),
    "resets_by_person": _answer("RESETS_BY_PERSON"),
    "resets_by_day": _answer("RESETS_BY_DAY"),
    "resets_none": _answer("NO_RESETS"),
    "odd": _answer("ODD"),
    "odd_counts": _answer("ODD", Visibility.COUNTS),
    "odd_from_addresses": _answer("FROM_ADDRESSES"),
    "odd_nothing": _answer("NOTHING_ODD"),
    "odd_reviewed": _answer("REVIEWED_ODD"),
    "odd_reviewed_counts": _answer("REVIEWED_ODD", Visibility.COUNTS),
    "triage": _answer("TRIAGE"),
    "triage_muted": _answer("MUTED"),
    "triage_closed": _answer("CLOSED"),
    "triage_none": _answer("NO_TRIAGE"),
    "changes": _answer("CHANGES"),
    "changes_counts": _answer("CHANGES", Visibility.COUNTS),
    "changes_none": _answer("NO_CHANGES"),
    "changes_no_audit_log": _answer("NO_AUDIT_LOG"),
    "fleet": _answer("FLEET"),
    "fleet_by_cause": _answer("FLEET_BY_CAUSE"),
    "fleet_by_method": _answer("FLEET_BY_METHOD"),
    "fleet_calm": _answer("CALM_FLEET"),
    "fleet_of_a_few": _answer("FLEET_OF_A_FEW"),
    "fleet_of_nobody": _answer("NO_FLEET"),
    "incidents": _answer("INCIDENTS"),
    "incidents_none": _answer("NO_INCIDENTS"),
    "funnel": _answer("FUNNEL"),
    "funnel_by_role": _answer("FUNNEL_BY_ROLE"),
    "funnel_none": _answer("NO_FUNNEL"),
    "time": _answer("TIME"),
    "time_of_a_named_week": _answer("TIME_OF_A_NAMED_WEEK"),
    "time_too_few": _answer("TOO_FEW_CASES"),
    "helped": _answer("HELPED"),
    "helped_too_few": _answer("TOO_FEW_HELPED"),
    "helped_not_over": _answer("HELPED_NOT_OVER"),
    "helped_nothing_done": _answer("NOTHING_DONE"),
    "registrations": _answer("REGISTRATIONS"),
    "registrations_counts": _answer("REGISTRATIONS", Visibility.COUNTS),
    "registrations_none": _answer("NO_REGISTRATIONS"),
    "registrations_old_data": _answer("OLD_REGISTRATIONS"),
    "stuck": lambda: shown(sample.STUCK, zone=BERLIN, token="t0ken", decisions=sample.DECISIONS),
    "stuck_counts": _answer("STUCK", Visibility.COUNTS),
    "stuck_nobody": _answer("NOBODY_STUCK"),
    "trend": _answer("TREND"),
    "trend_unusual_day": _answer("UNUSUAL_TREND"),
    "rollout_one_method": _answer("ONE_METHOD_ROLLOUT"),
    "trend_old_data": _answer("OLD_TREND"),
    "trend_day_without_data": _answer("GAP_TREND"),
    "compare": _answer("COMPARE"),
    "compare_not_covered": _answer("COMPARE_HALF"),
    "data": _answer("DATA"),
    "data_none": _answer("NO_LOADS"),
    "unknown": _answer("UNKNOWN"),
    "unknown_none": _answer("NOTHING_UNKNOWN"),
    "map": _answer("MAPPED"),
    "map_none": _answer("NOTHING_MAPPED"),
    "rollout": _answer("ROLLOUT"),
    "rollout_counts": _answer("ROLLOUT", Visibility.COUNTS),
    "rollout_no_roster": _answer("NO_ROSTER"),
    "cutoffs": _answer("CUTOFFS"),
    "cutoffs_one_list": _answer("CUTOFFS_ONE_LIST"),
    "cutoffs_counts": _answer("CUTOFFS", Visibility.COUNTS),
    "cutoffs_nobody": _answer("NO_CUTOFFS"),
    "cutoffs_no_roster": _answer("CUTOFFS_NO_ROSTER"),
    "export": _answer("EXPORT"),
    "export_no_rows": _answer("NO_ROWS"),
    "follow": lambda: shown(Followed(sample.STUCK_CASES[0], first_time=True, number=1), zone=BERLIN),
    "follow_again": lambda: shown(Followed(sample.STUCK_CASES[0], first_time=False, number=1), zone=BERLIN),
    "unfollow": lambda: shown(Unfollowed("", (_followed("dana@contoso.com"), _followed("")), ())),
    "unfollow_one": lambda: shown(Unfollowed("dana", (_followed("dana@contoso.com"),), (_followed("", remind=True),))),
    "unfollow_nothing": lambda: shown(Unfollowed("dana", (), ())),
    "follow_recovered": _not_followed("RECOVERED"),
    "follow_several": _not_followed("SEVERAL"),
    "why": _answer("WHY"),
    "why_in_none": _answer("NOT_IN_DIGEST"),
    "fix_detail": _fix("failed.no_license"),
    "fix_code": _fix("SSPR_0029"),
    "fix_event": _fix("33008"),
    "fix_cause": _fix("no_license"),
    "fix_several": _fix("onprem"),
    "fix_unknown": _fix("zzz"),
    "help": lambda: shown(sample.HELP),
    "help_topic": lambda: shown(sample.HELP_TOPIC),
    "help_no_topic": lambda: shown(sample.NO_TOPIC),
    "misunderstood": lambda: shown(sample.MISUNDERSTOOD, token="t0ken"),
    "cannot": lambda: shown(sample.CANNOT, token="t0ken"),
    "cannot_without_suggestion": lambda: shown(replace(sample.CANNOT, suggestion=None)),
    "refusal": lambda: problems.refusal(
        "This answer names people, and your role shows numbers only.",
        ask="Ask an admin of this bot for the helpdesk role.",
    ),
    "error": lambda: problems.error("7F3K2"),
    "receipt": lambda: receipt.message(sample.RECEIPT, zone=BERLIN),
    "subscriptions": lambda: subscriptions.message([SUBSCRIBED, PAUSED], zone=BERLIN, editable=True),
    "subscriptions_none": lambda: subscriptions.message([], zone=BERLIN),
    "subscribed": lambda: subscriptions.added(SUBSCRIBED, zone=BERLIN),
    "unsubscribed": lambda: subscriptions.removed([SUBSCRIBED]),
    "digest": _digest("DIGEST"),
    "digest_masked": _digest("DIGEST", Visibility.MASKED, note="Catch-up: covers 3 missed digests"),
    "digest_counts": _digest("DIGEST", Visibility.COUNTS),
    "digest_few": _digest("DIGEST", Visibility.COUNTS, least=4),
    "digest_too_few": _digest("DIGEST", Visibility.COUNTS, least=9),
    "digest_thread": _digest("DIGEST", part=1),
    "digest_nothing_new": _digest("NOTHING_NEW"),
    "digest_reminder": _reminder(Visibility.NAMES),
    "digest_reminder_counts": _reminder(Visibility.COUNTS),
    "digest_stale": _digest("STALE"),
    "digest_baseline": _digest("BASELINE"),
    "signs": _digest("SIGNS", note="This could not be posted before: it was due Mon 09:00."),
    "signs_masked": _digest("SIGNS", Visibility.MASKED),
    "signs_counts": _digest("SIGNS", Visibility.COUNTS, least=5),
    "signs_too_few": _digest("SIGNS", Visibility.COUNTS, least=6),
    "signs_none": _digest("NO_SIGNS"),
    "signs_first": _digest("FIRST_SIGNS"),
}
