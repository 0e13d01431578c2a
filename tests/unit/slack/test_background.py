"""Work in the background: bounded, told when it fails, finished before the end."""

import gc
import logging
import weakref
from threading import Event

import pytest

from bot.errors import RefusedError, SourceError
from bot.render.blocks.message import Message
from bot.service.posting import PostError
from bot.slack.sending.background import Background


def test_what_fails_is_told_as_a_sentence(caplog: pytest.LogCaptureFixture) -> None:
    background, told = Background(), list[Message]()

    def failing(error: Exception) -> None:
        raise error

    for error in (SourceError("Slack is away."), PostError("Invite me.", code="not_in_channel", transient=False)):
        background.submit(lambda error=error: failing(error), told.append)  # type: ignore[misc]
        assert background.wait_idle(10)
    assert [message.text for message in told] == [":warning: Slack is away.", ":warning: Invite me."]
    with caplog.at_level(logging.ERROR):
        background.submit(lambda: failing(RuntimeError("dana@contoso.com")), told.append)
        assert background.wait_idle(10)
    assert "That did not work." in told[-1].text
    assert "dana" not in caplog.text + told[-1].text
    background.stop()


def test_somebody_who_cannot_be_told_does_not_stop_the_rest() -> None:
    background, done = Background(), Event()

    def untold(_: Message) -> None:
        raise SourceError("gone")

    def failing() -> None:
        raise SourceError("away")

    background.submit(failing, untold)
    background.submit(done.set)
    assert background.wait_idle(10)
    assert done.is_set()
    background.stop()


def test_too_much_work_is_refused_and_what_was_taken_is_finished() -> None:
    background, go, done = Background(), Event(), list[int]()

    def work(number: int) -> None:
        go.wait(10)
        done.append(number)

    for number in range(64):
        background.submit(lambda number=number: work(number))  # type: ignore[misc]
    with pytest.raises(RefusedError, match="busy"):
        background.submit(go.set)
    go.set()
    background.stop()
    assert sorted(done) == list(range(64))
    with pytest.raises(RefusedError, match="restart"):
        background.submit(go.set)


def test_a_request_waits_for_what_is_sent_and_hears_what_fails() -> None:
    background, done = Background(patience=30), Event()

    def failing() -> None:
        raise SourceError("Slack is away.")

    assert background.send(done.set)
    assert done.is_set()
    with pytest.raises(SourceError, match="away"):
        background.send(failing)
    background.stop()
    with pytest.raises(RefusedError, match="restart"):
        background.send(done.set)


def test_what_takes_longer_than_a_request_may_goes_on_and_its_failure_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    background, go, told = Background(patience=0), Event(), list[Message]()

    def late() -> None:
        go.wait(10)
        raise SourceError("Slack is away.")

    assert not background.send(late, told.append)
    assert told == []
    go.set()
    background.stop()
    assert [message.text for message in told] == [":warning: Slack is away."]
    assert "not sent" in caplog.text


def test_what_is_sent_does_not_wait_for_reports_that_are_loaded() -> None:
    background, go = Background(patience=30), Event()
    for _ in range(64):
        background.submit(lambda: go.wait(60))
    assert background.send(lambda: None)
    assert not go.is_set()
    go.set()
    background.stop()


def test_what_could_not_be_sent_is_let_go_without_a_look_for_garbage() -> None:
    """A failed answer holds the data that it was made of: several generations of it on a day on which Slack is away."""

    class Payload:
        def send(self) -> None:
            raise SourceError("away")

    background, answer = Background(), Payload()
    held = weakref.ref(answer)
    gc.disable()
    try:
        with pytest.raises(SourceError):
            background.send(answer.send)
        background.stop()
        del answer
        assert held() is None
    finally:
        gc.enable()
