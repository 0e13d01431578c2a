"""What holds for every text: parse never raises, every suggestion works, a plan's words are read back."""

import string
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.analysis.answers import Filters
from bot.digests.plan import EVERY_DAY, Day, Empty, Frequency, SubscriptionPlan
from bot.knowledge.catalogue import load
from bot.knowledge.vocabulary import Method, Result
from bot.privacy import Visibility
from bot.questions.help_topics import GUIDES
from bot.questions.question import Compare, Misunderstood, Question, Subscribe
from bot.questions.question_types import QUESTION_TYPES
from bot.questions.text import LONGEST, join, normalise, split
from bot.reports.instants import EPOCH
from bot.reports.window import Window
from tests.unit.questions.asking import WEDNESDAY_NOON, ask

_SHOWN = [
    text for topic in (*QUESTION_TYPES, *GUIDES) for text in (*topic.examples, *topic.free, topic.name, *topic.also)
]
_PIECES = sorted({word for text in _SHOWN for word in text.split()})
_ODD = [
    "",
    "..",
    "since",
    "2017-02-30",
    "2017-99-99",
    "9999-12-31",
    "0000-01-01",
    "0d",
    "999999999w",
    "<@U1|b>",
    "&amp;",
]
_ODD += [
    "result:",
    "cause:x",
    ":",
    '"',
    "'",
    "last",
    "tomorrow",
    "next",
    "to",
    "top",
    "by",
    "at",
    "tz:",
    "\u202e",
    "*",
    "_a_",
]
_SPOKEN = st.lists(st.sampled_from(_PIECES + _ODD), max_size=12).map(" ".join)
_TEXTS = st.one_of(
    _SPOKEN, st.text(max_size=600), st.tuples(st.sampled_from(_SHOWN), st.text(max_size=30)).map(" ".join)
)
_ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu", "Africa/Cairo"]
)
_MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(text=_TEXTS, now=_MOMENTS, zone=_ZONES.map(ZoneInfo))
@settings(max_examples=400, deadline=None)
def test_any_text_is_a_question_or_a_misunderstanding_with_a_suggestion_that_works(
    text: str, now: datetime, zone: ZoneInfo
) -> None:
    question = ask(text, now=now, zone=zone)
    if isinstance(question, Misunderstood):
        assert question.word
        assert question.sentence
        assert question.suggestion is not None
        assert not isinstance(ask(question.suggestion, now=now, zone=zone), Misunderstood)


@given(text=_TEXTS, now=_MOMENTS, zone=_ZONES.map(ZoneInfo))
@settings(max_examples=300, deadline=None)
def test_a_window_is_in_utc_begins_before_now_and_is_never_empty(text: str, now: datetime, zone: ZoneInfo) -> None:
    for window in _windows(ask(text, now=now, zone=zone)):
        assert window.start.utcoffset() == window.end.utcoffset() == timedelta(0)
        assert EPOCH - timedelta(days=1) <= window.start < window.end
        assert window.start <= now
        assert window.label


def _windows(question: Question) -> list[Window]:
    window = getattr(question, "window", None)
    return [window] if window and not isinstance(question, Compare) else []


@given(text=_TEXTS)
@settings(max_examples=400, deadline=None)
def test_what_is_plain_stays_as_it_is(text: str) -> None:
    plain = normalise(text)
    assert normalise(plain) == plain
    if 0 < len(plain) <= LONGEST and len(text) <= LONGEST:
        assert ask(plain) == ask(text)


@given(text=_SPOKEN)
@example(text='" 09:00 ? "')
@example(text="who failed?.")
@settings(max_examples=300, deadline=None)
def test_words_that_are_split_and_joined_are_the_same_words(text: str) -> None:
    tokens = split(normalise(text))
    assert split(join(tokens)) == tokens


_NAMES = st.text(string.ascii_letters + string.digits + " ._-", min_size=1, max_size=20).map(
    lambda name: name.strip(" _")  # between underscores, words are slanted in Slack and read without them
)
_PLAIN_NAMES = _NAMES.filter(lambda name: name and split(f'role:"{name}"') == (f"role:{' '.join(name.split())}",))
_CLOCKS = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))
_RESULTS = st.sampled_from([str(result) for result in Result if result is not Result.UNRECOGNISED])
_FILTERS = st.builds(
    Filters,
    result=st.none() | _RESULTS,
    cause=st.none() | st.sampled_from(load().cause_words()),
    method=st.none() | st.sampled_from([str(method) for method in Method]),
    role=st.none() | _PLAIN_NAMES.map(lambda name: " ".join(name.split())),
    domain=st.none() | st.sampled_from(["contoso.com", "fabrikam.com"]),
)
_SOME_DAYS = st.sets(st.sampled_from(EVERY_DAY), min_size=1).map(lambda days: tuple(d for d in EVERY_DAY if d in days))
_HOLIDAYS = st.sets(st.dates(date(2000, 1, 1), date(2100, 1, 1)), max_size=4).map(lambda days: tuple(sorted(days)))
_QUIET = st.none() | st.tuples(_CLOCKS, _CLOCKS).filter(lambda quiet: quiet[0] != quiet[1])


def _plans(
    frequency: Frequency, at: st.SearchStrategy[time | None], days: st.SearchStrategy[tuple[Day, ...]]
) -> st.SearchStrategy[SubscriptionPlan]:
    return st.builds(
        SubscriptionPlan,
        frequency=st.just(frequency),
        zone=_ZONES,
        at=at,
        days=days,
        filters=_FILTERS,
        show=st.sampled_from(Visibility),
        empty=st.sampled_from(Empty),
        quiet=_QUIET,
        holidays=_HOLIDAYS,
        unfinished=st.booleans(),
        cutoffs=st.just(frequency is Frequency.WEEKLY),
        recovery_marks=st.booleans(),
    )


_PLANS = st.one_of(
    _plans(Frequency.DAILY, _CLOCKS, _SOME_DAYS),
    _plans(Frequency.WEEKLY, _CLOCKS, st.sampled_from(EVERY_DAY).map(lambda day: (day,))),
    _plans(Frequency.HOURLY, st.none(), _SOME_DAYS),
    st.builds(
        SubscriptionPlan,
        frequency=st.just(Frequency.SIGNS),
        zone=_ZONES,
        at=st.none(),
        show=st.sampled_from(Visibility),
        empty=st.just(Empty.SILENT),
        quiet=_QUIET,
        holidays=_HOLIDAYS,
        recovery_marks=st.just(False),
    ),
)


@given(plan=_PLANS)
@settings(deadline=None)
def test_a_plan_is_read_back_from_its_words(plan: SubscriptionPlan) -> None:
    assert ask(f"subscribe {plan.words()}") == Subscribe(plan)


@given(plan=_PLANS)
@settings(deadline=None)
def test_a_plan_is_read_back_from_its_plain_values(plan: SubscriptionPlan) -> None:
    assert SubscriptionPlan.from_dict(plan.to_dict()) == plan


@given(days=st.integers(1, 4000))
def test_so_many_days_are_so_many_days(days: int) -> None:
    (window,) = _windows(ask(f"failures {days}d"))
    assert (window.length, window.end) == (timedelta(days=days), WEDNESDAY_NOON)


@given(ends=st.tuples(st.dates(date(2000, 1, 1), date(2017, 3, 15)), st.dates(date(2000, 1, 1), date(2017, 3, 15))))
def test_a_range_of_days_holds_both_ends_and_nothing_else(ends: tuple[date, date]) -> None:
    first, final = sorted(ends)
    (window,) = _windows(ask(f"failures {first}..{final}", zone=ZoneInfo("UTC")))
    assert window.start.date() == first
    if final < WEDNESDAY_NOON.date():
        assert window.end - window.start == timedelta(days=(final - first).days + 1)
