"""What is said instead of an answer: commands in it can be typed as they stand, and nothing of a report means anything to Slack."""

import pytest

from bot.render.problems import problem, refusal

SHOWN = {
    "Nobody closed the sign `night`.": "Nobody closed the sign `night`.",
    "It answers `failures last 7 days`; ask that.": "It answers `failures last 7 days`; ask that.",
    "`unknown` lists them.": "`unknown` lists them.",
    "There is no load of <!channel>.": "There is no load of `&lt;!channel&gt;`.",
    "*bold* and `<@U0123ADA>`": "`*bold*` and `&lt;@U0123ADA&gt;`",
    "an odd ` one <!here>": "an odd `one &lt;!here&gt;`",
}


@pytest.mark.parametrize(("sentence", "shown"), SHOWN.items())
def test_a_command_in_it_stays_one_and_what_slack_would_read_is_quoted(sentence: str, shown: str) -> None:
    assert problem(sentence).text == f":warning: {shown}"
    assert refusal(sentence, myself=False).text == f":no_entry: {shown}"
