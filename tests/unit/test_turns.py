"""Requests take turns: one works at a time, but nobody waits for one that waits itself, or takes long."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from bot.turns import Turns, waiting

_SECONDS = 10  # longer means that it hangs
PATIENT = 2 * _SECONDS  # nobody goes on without a turn


def both(first: Callable[[], object], second: Callable[[], object]) -> None:
    with ThreadPoolExecutor(2) as threads:
        for work in [threads.submit(first), threads.submit(second)]:
            work.result(2 * PATIENT)


def test_one_works_at_a_time() -> None:
    turns, log, begun = Turns(PATIENT), list[str](), Event()

    def first() -> None:
        with turns.turn():
            begun.set()
            write(log, "first")

    def second() -> None:
        begun.wait(_SECONDS)
        with turns.turn():
            write(log, "second")

    both(first, second)
    assert log == ["first"] * 200 + ["second"] * 200


def write(log: list[str], name: str) -> None:
    """Write the name many times, with a moment after each in which others could write theirs."""
    for _ in range(200):
        log.append(name)
        Event().wait(0.0001)


def test_who_waits_lets_others_in_and_works_alone_afterwards() -> None:
    turns, waits, answered, log = Turns(PATIENT), Event(), Event(), list[str]()

    def asks() -> None:
        with turns.turn():
            with waiting():
                waits.set()
                assert answered.wait(_SECONDS)
            write(log, "asked")

    def answers() -> None:
        assert waits.wait(_SECONDS)
        with turns.turn():
            answered.set()
            write(log, "answered")

    both(asks, answers)
    assert log == ["answered"] * 200 + ["asked"] * 200


def test_who_takes_long_loses_the_turn_to_the_next() -> None:
    turns, begun, passed, log = Turns(longest=0.001), Event(), Event(), list[str]()

    def takes_long() -> None:
        with turns.turn():
            begun.set()
            assert passed.wait(_SECONDS)

    def is_quick() -> None:
        assert begun.wait(_SECONDS)
        for _ in range(100):
            with turns.turn():
                log.append("quick")
        passed.set()

    both(takes_long, is_quick)
    assert len(log) == 100
    with turns.turn():
        pass


def test_many_turns_at_once_end_and_leave_none_taken() -> None:
    turns = Turns(longest=0.0005)

    def works() -> None:
        for _ in range(50):
            with turns.turn():
                Event().wait(0.0004)
                with waiting():
                    Event().wait(0.0004)

    with ThreadPoolExecutor(8) as threads:
        for work in [threads.submit(works) for _ in range(8)]:
            work.result(2 * PATIENT)
    with turns.turn():
        pass


def test_a_turn_ends_when_the_work_fails() -> None:
    turns = Turns(PATIENT)

    def fails() -> None:
        with turns.turn(), waiting():
            raise ValueError

    def works() -> None:
        with turns.turn():
            pass

    with ThreadPoolExecutor(1) as threads:
        assert isinstance(threads.submit(fails).exception(_SECONDS), ValueError)
        assert threads.submit(works).exception(_SECONDS) is None
    with turns.turn():  # another thread's
        pass


def test_who_has_no_turn_waits_as_before() -> None:
    with waiting():
        pass
