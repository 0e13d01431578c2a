"""What a terminal is given."""

import pytest

from bot.cli.options import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, für alle\nand more", "plain, für alle\nand more"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\x9bb\u202ec", "a\\x9bb\\u202ec"),
        ("a\ud800", "a\\ud800"),
        ("a\u2028b\u2029c", "a\\u2028b\\u2029c"),
    ],
)
def test_nothing_steers_a_terminal(text: str, shown: str) -> None:
    assert printable(text) == shown
