"""Who sits at the command line: the account that the process runs as, and never what they say they are."""

import os
import pwd

import pytest

from bot.sources.terminal_user import terminal_id

_NO_ACCOUNT = 3_999_999_999


def test_whoever_sits_at_a_terminal_has_the_name_of_their_account() -> None:
    assert terminal_id() == f"terminal:{pwd.getpwuid(os.geteuid()).pw_name}"


def test_what_they_call_themselves_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = terminal_id()
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME", "SUDO_USER"):
        monkeypatch.setenv(name, "somebody-else")
    assert terminal_id() == before


def test_an_account_without_a_name_is_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: _NO_ACCOUNT)
    assert terminal_id() == "terminal"
