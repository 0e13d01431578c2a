"""A domain or role that the data does not know is refused with the near ones, never answered with a zero."""

import pytest

from bot.privacy import Role
from bot.questions.question import Cannot, Misunderstood
from tests.support.asking import answering, asker
from tests.support.frames import snapshot

TAKEN_ROWS = """
    at               | user              | result | role
    2017-02-28 09:00 | dana@fabrikam.com | Failed | User
    2017-02-28 10:00 | erik@contoso.com  | Failed | Company Administrator
"""
TAKEN = snapshot(TAKEN_ROWS)


@pytest.mark.parametrize(
    ("asked", "said", "suggestion"),
    [
        ("failures 7d domain:fabrikam", "did you mean fabrikam.com?", "failures 7d domain:fabrikam.com"),
        ("trend domain:fabrikan.com", "did you mean fabrikam.com?", "trend domain:fabrikam.com"),
        ("failures role:company", "did you mean Company Administrator?", 'failures role:"Company Administrator"'),
        ("stuck domain:nowhere.org", "there are contoso.com and fabrikam.com.", None),
        ("export failures 7d domain:fabrikam", "did you mean fabrikam.com?", "export failures 7d domain:fabrikam.com"),
    ],
)
def test_an_unknown_value_is_refused_with_the_near_ones(asked: str, said: str, suggestion: str | None) -> None:
    reply = answering(TAKEN).answer(asked, asker(Role.ADMIN))
    assert isinstance(reply.question, Misunderstood)
    assert said in reply.question.sentence
    assert reply.question.suggestion == suggestion


def test_what_strangers_type_is_not_suggested() -> None:
    typed = (
        TAKEN_ROWS + "2017-02-28 11:00 | ada@contoso.com> | Failed | User \n 2017-02-28 11:00 | x@nimda | Failed | User"
    )
    listed = "user | registered | enabled | seen \n dana@fabrikam.com | yes | yes | 2017-03-01 \n"
    taken = snapshot(typed, roster=listed + "erik@contoso.com | yes | yes | 2017-03-01")
    reply = answering(taken).answer("stuck domain:nowhere.org", asker(Role.ADMIN))
    assert isinstance(reply.question, Misunderstood)
    assert reply.question.sentence.endswith("there are contoso.com and fabrikam.com.")


@pytest.mark.parametrize("asked", ["failures 7d domain:FABRIKAM.com", "failures role:user", "failures 7d method:email"])
def test_a_known_value_is_answered(asked: str) -> None:
    assert not isinstance(answering(TAKEN).answer(asked, asker(Role.ADMIN)).question, Misunderstood)


@pytest.mark.parametrize("role", ["admin", "Admins", "administrator"])
def test_admin_is_every_role_of_an_administrator(role: str) -> None:
    rows = f"{TAKEN_ROWS}2017-02-28 11:00 | thea@contoso.com | Failed | Helpdesk Administrator"
    reply = answering(snapshot(rows)).answer(f"failures 30d by person role:{role}", asker(Role.ADMIN))
    said = str(reply.message.blocks)
    assert [name in said for name in ("erik@", "thea@", "dana@")] == [True, True, False]
    assert "only role admin" in said


def test_where_no_role_is_an_administrators_that_is_said() -> None:
    reply = answering(snapshot(TAKEN_ROWS.splitlines()[1] + "\n 2017-02-28 09:00 | dana | Failed | User")).answer(
        "failures role:admin", asker(Role.ADMIN)
    )
    assert isinstance(reply.question, Misunderstood)
    assert reply.question.sentence == "admin is no role in the loaded data; there are User."


def test_with_nothing_loaded_no_value_is_unknown() -> None:
    assert not isinstance(
        answering(snapshot()).answer("failures domain:x.org", asker(Role.ADMIN)).question, Misunderstood
    )


def test_data_that_names_no_role_says_so() -> None:
    reply = answering(snapshot("at | user | role \n 2017-02-28 09:00 | dana | ")).answer(
        "stuck role:admin", asker(Role.ADMIN)
    )
    assert isinstance(reply.question, Misunderstood)
    assert reply.question.sentence == "The loaded data names no role at all."


def test_in_free_words_the_reading_is_told_with_what_helps_without_the_domain() -> None:
    reply = answering(TAKEN).answer("is anyone at nowhere.org stuck at the moment", asker(Role.ADMIN))
    assert isinstance(reply.question, Cannot)
    assert reply.question.sentence == (
        "I read that as `stuck domain:nowhere.org`. nowhere.org is no domain in the loaded data; "
        "there are contoso.com and fabrikam.com."
    )
    assert reply.question.suggestion == "stuck"
