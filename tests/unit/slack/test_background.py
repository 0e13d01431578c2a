"""Work in the background: bounded, told when it fails, finished before the end."""

import logging
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
