"""The small parts: cache, rate limit, traces without values, what counts as a question."""

from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest

from bot.slack.client import SlackError
from bot.slack.directory.ttl_cache import TtlCache
from bot.slack.payloads import asks, delivery_of
from bot.slack.safe_traceback import safe_traceback
from bot.slack.sending.channel_rate_limit import ChannelRateLimit
from bot.slack.sending.posting_errors import post_failed


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_cache_forgets_in_time_and_never_grows_beyond_its_limit() -> None:
    clock = Clock()
    cache: TtlCache[int, str] = TtlCache(timedelta(minutes=5), 3, clock)
    for number in range(5):
        cache.put(number, str(number))
    assert [cache.get(number) for number in range(5)] == [None, None, "2", "3", "4"]
    clock.now += timedelta(minutes=4, seconds=59)
    assert cache.get(4) == "4"
    clock.now += timedelta(seconds=1)
    assert cache.get(4) is None


def test_the_first_one_is_kept_until_it_is_forgotten() -> None:
    clock = Clock()
    cache: TtlCache[str, None] = TtlCache(timedelta(minutes=5), 3, clock)
    assert [cache.put_first("Ev1", None) for _ in range(3)] == [True, False, False]
    clock.now += timedelta(minutes=5)
    assert cache.put_first("Ev1", None)


def test_of_many_at_once_exactly_one_is_the_first() -> None:
    cache: TtlCache[str, None] = TtlCache(timedelta(minutes=5), 3, Clock())
    firsts: list[bool] = []
    threads = [Thread(target=lambda: firsts.append(cache.put_first("Ev1", None))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(firsts) == [False] * 15 + [True]


def test_turns_in_a_channel_are_a_second_apart() -> None:
    slept: list[float] = []
    rate_limit = ChannelRateLimit(monotonic=lambda: 100.0, sleep=slept.append)
    for channel in ("C1", "C1", "C1", "C2"):
        rate_limit.wait(channel)
    assert slept == [1.0, 2.0]


def test_the_anatomy_of_an_error_has_classes_and_places_and_no_values() -> None:
    try:
        try:
            int("dana@contoso.com")
        except ValueError as error:
            raise RuntimeError("dana@contoso.com") from error
    except RuntimeError as error:
        told = safe_traceback(error)
    assert "builtins.RuntimeError" in told
    assert "caused by builtins.ValueError" in told
    assert "test_pieces.py" in told
    assert "dana" not in told


def test_an_error_that_is_its_own_cause_ends() -> None:
    error = RuntimeError()
    error.__cause__ = error
    assert safe_traceback(error) == "builtins.RuntimeError"


DIRECT = {"type": "message", "channel_type": "im", "user": "U1", "text": "help"}


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        ({"command": "/sspr"}, True),
        ({"type": "block_actions"}, True),
        ({"type": "view_submission"}, True),
        ({"event": DIRECT}, True),
        ({"event": {**DIRECT, "subtype": "file_share"}}, True),
        ({"event": {"type": "app_mention", "user": "U1"}}, True),
        ({"event": {"type": "app_home_opened", "user": "U1", "tab": "home"}}, True),
        ({"event": {"type": "app_home_opened", "user": "U1", "tab": "messages"}}, False),
        ({"event": {**DIRECT, "subtype": "message_changed"}}, False),
        ({"event": {**DIRECT, "subtype": "message_deleted"}}, False),
        ({"event": {**DIRECT, "subtype": "bot_message"}}, False),
        ({"event": {**DIRECT, "bot_id": "B1"}}, False),
        ({"event": {**DIRECT, "channel_type": "channel"}}, False),
        ({"event": {"type": "message", "channel_type": "im", "text": "nobody"}}, False),
        ({"event": {"type": "app_mention", "user": "U1", "bot_id": "B1"}}, False),
        ({"event": {"type": "file_shared", "user_id": "U1"}}, False),
        ({"event": {"type": "member_joined_channel", "user": "U1"}}, False),
    ],
    ids=str,
)
def test_only_what_a_person_wants_is_a_question(body: dict[str, Any], asked: bool) -> None:
    assert asks(body) is asked


def test_events_and_presses_are_the_same_when_they_come_again_and_commands_are_answered_every_time() -> None:
    assert delivery_of({"event_id": "Ev1", "event": DIRECT}) == "Ev1"
    assert delivery_of({"type": "block_actions", "trigger_id": "1.2"}) == "1.2"
    assert delivery_of({"command": "/sspr", "trigger_id": "1.2"}) is None
    assert delivery_of({"type": "view_submission", "trigger_id": "1.2"}) is None


@pytest.mark.parametrize(
    ("code", "status", "transient"),
    [
        ("channel_not_found", 200, False),
        ("restricted_action", 200, False),
        ("never_heard_of", 200, False),
        ("never_heard_of", 502, True),
        ("no_answer", None, True),
        ("ratelimited", 429, True),
        ("missing_scope", 200, True),
        ("account_inactive", 200, True),
    ],
)
def test_what_may_go_through_later_is_transient(code: str, status: int | None, transient: bool) -> None:
    failed = post_failed(SlackError(code, status=status))
    assert (failed.code, failed.transient) == (code, transient)
    assert str(failed).endswith(".")
