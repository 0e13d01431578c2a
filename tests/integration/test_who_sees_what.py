"""Every kind of question asked by every role, over a real database: who gets an answer, and who else may see it."""

from dataclasses import replace
from pathlib import Path
from typing import get_args

from bot.app.answering import NobodyKnown, build_answering
from bot.errors import RefusedError
from bot.privacy import Role
from bot.questions import question as q
from bot.questions.question_types import QUESTION_TYPES
from tests.support.digest_fixture import ADMIN, FIRST_DAY, digest_bot
from tests.support.sqlite import sqlite_url

SELF, VIEWER, HELPDESK = Role.SELF, Role.VIEWER, Role.HELPDESK
REFUSED, ALONE, OPEN = "refused", "the asker alone", "everybody"
EVERY_ROLE = dict.fromkeys(Role, ALONE)
NUMBERS = {**dict.fromkeys(Role, OPEN), SELF: REFUSED}
WITHOUT_NAMES = {**dict.fromkeys(Role, ALONE), SELF: REFUSED, VIEWER: OPEN}
FROM_VIEWER = {**EVERY_ROLE, SELF: REFUSED}
FROM_HELPDESK = {**FROM_VIEWER, VIEWER: REFUSED}
FROM_ADMIN = {**FROM_HELPDESK, HELPDESK: REFUSED}
WHO_SEES = {
    "help": EVERY_ROLE,
    "fix": dict.fromkeys(Role, OPEN),
    "failures": NUMBERS,
    "trend": NUMBERS,
    "compare": NUMBERS,
    "data": NUMBERS,
    "unknown": NUMBERS,
    "map": FROM_ADMIN,
    "triage": FROM_HELPDESK,
    "fleet": FROM_VIEWER,
    "incidents": NUMBERS,
    "funnel": NUMBERS,
    "time": NUMBERS,
    "helped": NUMBERS,
    "changes": WITHOUT_NAMES,
    "odd": WITHOUT_NAMES,
    "registrations": WITHOUT_NAMES,
    "resets": WITHOUT_NAMES,
    "stuck": WITHOUT_NAMES,
    "rollout": WITHOUT_NAMES,
    "cutoffs": WITHOUT_NAMES,
    "digest": WITHOUT_NAMES,
    "status": FROM_HELPDESK,
    "export": FROM_HELPDESK,
    "why": FROM_HELPDESK,
    "follow": FROM_HELPDESK,
    "unfollow": FROM_HELPDESK,
    "subscriptions": FROM_VIEWER,
    "subscribe": FROM_ADMIN,
    "unsubscribe": FROM_ADMIN,
    "misunderstood": EVERY_ROLE,
    "cannot": EVERY_ROLE,
}


def test_who_sees_the_answer_to_every_kind_of_question(tmp_path: Path) -> None:
    words = {form.name: form.examples[0] for form in QUESTION_TYPES} | {
        "misunderstood": "nonsense",
        "cannot": "is the vpn down",
    }
    with digest_bot(sqlite_url(tmp_path)) as bot:
        bot.load(FIRST_DAY)
        bot.subscribe()
        answering = replace(build_answering(bot.core, bot.digests.questions, NobodyKnown()), smallest_group=1)

        def seen_by(kind: str, role: Role) -> str:
            try:
                reply = answering.answer(words[kind], replace(ADMIN, role=role, user="me@contoso.com"))
            except RefusedError:  # of the digests: there is no such subscription, say
                return ALONE
            assert reply.question.kind == kind
            if reply.answer is None:
                assert reply.personal
                return REFUSED
            return ALONE if reply.personal else OPEN

        assert {kind: {role: seen_by(kind, role) for role in Role} for kind in words} == WHO_SEES


def test_every_kind_of_question_is_asked() -> None:
    assert set(WHO_SEES) == {kind.__dataclass_fields__["kind"].default for kind in get_args(q.Question)}


def test_to_post_a_digest_now_takes_an_admin(tmp_path: Path) -> None:
    with digest_bot(sqlite_url(tmp_path)) as bot:
        bot.subscribe()
        answering = build_answering(bot.core, bot.digests.questions, NobodyKnown())
        for role in (SELF, VIEWER, HELPDESK):
            assert (
                "Only admins may set up digests here."
                in answering.answer("digest now", replace(ADMIN, role=role)).message.text
            )
        assert not bot.posts()
