"""Who may ask for the rollout and for files, and what is remembered of it."""

import pytest

from bot.analysis.rollout import RolloutAnswer
from bot.privacy import Role
from bot.render.answers.export import ExportFile
from tests.support.asking import ListedLog, answering, asker
from tests.support.frames import snapshot

DATA = snapshot(
    "at | user | result\n2017-02-27 12:00 | dana | Failed",
    roster="user | registered | enabled | capable\ndana | no | yes | no\nbob | yes | yes | yes",
)


def test_a_viewer_gets_the_numbers_of_the_rollout_and_no_names() -> None:
    reply = answering(DATA).answer("rollout", asker(Role.VIEWER))
    assert isinstance(reply.answer, RolloutAnswer)
    assert not reply.personal
    assert "dana" not in str(reply.message.payload())


@pytest.mark.parametrize("kind", ["rollout", "cutoffs", "registrations 30d"])
def test_of_one_domain_a_viewer_gets_no_number_for_the_rest_would_be_told(kind: str) -> None:
    rows = [f"p{number}@contoso.com | no | yes | no" for number in range(45)]
    rows += [f"q{number}@fabrikam.com | {'no' if number else 'yes'} | yes | no" for number in range(21)]
    bot = answering(snapshot(roster="\n".join(["user | registered | enabled | capable", *rows])))
    refused = bot.answer(f"{kind} domain:contoso.com", asker(Role.VIEWER))
    assert refused.answer is None
    assert "Held against the whole, the numbers of one domain tell those of the others" in refused.message.text
    assert bot.answer(f"{kind} domain:contoso.com", asker(Role.HELPDESK)).answer is not None


def test_the_helpdesk_gets_the_names_for_itself() -> None:
    reply = answering(DATA).answer("rollout to end of year", asker(Role.HELPDESK))
    assert reply.personal
    assert "dana@contoso.com" in str(reply.message.payload())


def test_a_file_is_for_the_helpdesk() -> None:
    refused = answering(DATA).answer("export failures 7d", asker(Role.VIEWER))
    assert refused.answer is None
    reply = answering(DATA).answer("export failures 7d", asker(Role.HELPDESK))
    assert isinstance(reply.answer, ExportFile)
    assert reply.personal
    assert reply.answer.name in reply.message.text


@pytest.mark.parametrize("words", ["export status dana@contoso.com", "export status <@U0DANA>"])
def test_whose_rows_were_exported_is_remembered(words: str) -> None:
    bot = answering(DATA, users={"U0DANA": "dana@contoso.com"})
    assert isinstance(bot.answer(words, asker(Role.HELPDESK)).answer, ExportFile)
    assert isinstance(bot.access_log, ListedLog)
    assert [(line.kind, line.subject, line.outcome) for line in bot.access_log.lines] == [
        ("export", "dana@contoso.com", "answered")
    ]
