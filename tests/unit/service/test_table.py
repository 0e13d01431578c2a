"""The table of questions: every kind of question has its row, and what belongs to it elsewhere."""

import re
from collections.abc import Callable
from dataclasses import MISSING, fields
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import pytest

from bot.analysis.answers import GroupBy
from bot.analysis.fleet.numbers import TenantNumbers, numbers_of, of_crowds
from bot.analysis.incidents import BUDGET
from bot.analysis.people.person_search import Matching
from bot.knowledge.catalogue import load
from bot.privacy import Role
from bot.questions import question as q
from bot.questions.grammar import parse
from bot.questions.question_types import QUESTION_TYPES
from bot.reports.window import Window
from bot.service.answers.answerer import Answerer, Audience, Display, Request
from bot.service.answers.log_scope import _FREE_TEXT, _KEPT_ELSEWHERE
from bot.service.answers.number_rows import FAILED_PEOPLE
from bot.service.answers.table import answer_type, answerer
from bot.service.asker import Asker
from bot.service.authorization import refused, visibility
from tests.support import oracle, slow_cutoffs, slow_funnel, slow_helped, slow_odd
from tests.support.asking import NOW, asker
from tests.support.frames import snapshot
from tests.support.rendering import ROWS
from tests.unit.render.messages import MESSAGES

UTC = asker(Role.ADMIN).zone
ROOT = Path(__file__).parents[3]
KINDS = get_args(q.Question)
WORDS = {form.name: form.examples[0].replace("dana", "zoe") for form in QUESTION_TYPES} | {
    "misunderstood": "nonsense",
    "cannot": "is the vpn down",
}
OF_SUBSCRIPTIONS = (q.Subscribe, q.Unsubscribe, q.Subscriptions)  # answered with finished messages
OF_DIGESTS = (*OF_SUBSCRIPTIONS, q.Why, q.Follow, q.Unfollow)  # asked of the real stores in tests/integration
# The slow twin that an answer is held against in tests/properties, or why there is none.
ORACLES: dict[type, Callable[..., Any] | str] = {
    q.Failures: oracle.grouped,
    q.FailedPeople: "the people of Failures, one by one: drawn in tests/spec/render/test_who_failed",
    q.Resets: oracle.resets,
    q.Odd: slow_odd.signs,
    q.Changes: "shows the log's own words: tests/integration/test_policy_changes reads them from a file",
    q.Incidents: "the scan itself is simulated in docs/statistics.md, and its list held against it in tests/properties",
    q.Time: oracle.half_time,
    q.Helped: slow_helped.groups,
    q.Funnel: slow_funnel.funnel,
    q.Stuck: oracle.cases,
    q.Status: oracle.cases,
    q.Trend: oracle.day_line,
    q.Compare: oracle.items,
    q.Data: oracle.tried,
    q.Fleet: "says what each tenant's own questions say: tests/integration/test_fleet compares",
    q.Unknown: "counted row by row in tests/integration/test_unknown_details, mapped in tests/properties",
    q.Map: "does something, and computes nothing: tests/integration/test_unknown_details",
    q.Triage: "does something; what counts is drawn in tests/spec/analysis/test_sign_reviews",
    q.Digest: oracle.digest,
    q.Registrations: "counted by DuckDB in tests/benchmarks, and row by row in tests/spec/analysis/test_other_questions",
    q.Rollout: "drawn rosters in tests/unit/analysis/test_rollout say each number",
    q.Cutoffs: slow_cutoffs.losing,
    q.Export: "holds the rows themselves: tests/integration/test_export reads them back",
    q.Why: "shows rows that stand in the ledger: tests/integration/test_digest_content",
    q.Follow: "does something, and computes nothing: tests/e2e/test_case_dialogues",
    q.Unfollow: "does something, and computes nothing: tests/e2e/test_case_dialogues",
    q.Fix: "shows the catalogue's own words: tests/spec/knowledge",
    q.Help: "shows the table of forms: tests/unit/questions/test_help_topics",
    q.Misunderstood: "shows what the grammar said: tests/spec/questions",
    q.Cannot: "shows what the grammar said: tests/spec/questions",
    q.Subscribe: "does something, and computes nothing: tests/integration/test_digests",
    q.Unsubscribe: "does something, and computes nothing: tests/integration/test_digests",
    q.Subscriptions: "lists what the store holds: tests/integration/test_terminal_answering",
}
DATA = snapshot(
    """
    at               | user | result    | detail
    2017-02-27 12:00 | zoe  | Failed    | failed.no_license
    2017-02-28 10:00 | bob  | Succeeded | succeeded
    """,
    """
    at               | user | datum
    2017-02-27 12:00 | zoe  | Mobile Phone
    """,
    "user | registered | enabled | capable | methods\nzoe  | no | yes | no |",
)


class OneTenant:
    """A Fleet of the one tenant that these tests know."""

    def numbers(
        self, asker: Asker, window: Window, previous: Window, now: datetime, by: GroupBy | None
    ) -> list[TenantNumbers]:
        made = numbers_of(
            "contoso", DATA, window, previous, catalogue=load(), now=now, zone=asker.zone, budget=BUDGET, by=by
        )
        return [made if asker.role >= Role.HELPDESK else of_crowds(made, 5)]


def asked(kind: Any) -> q.Question:
    name = kind.__dataclass_fields__["kind"].default
    assert name in WORDS, f"no row in QUESTION_TYPES for {name}"
    words = "failures by person" if kind is q.FailedPeople else WORDS[name]  # which share their words
    question = parse(words, now=NOW, zone=UTC, catalogue=load())
    assert type(question) is kind
    return question


def request(role: Role) -> Request:
    return Request(DATA, load(), asker(role), NOW, Matching.WORDS, None, whole=True, fleet=OneTenant())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_question_has_what_belongs_to_it(kind: type) -> None:
    question = asked(kind)
    assert answerer(question)
    assert [name for name in MESSAGES if name.startswith(question.kind)], "no golden in tests/unit/render/messages.py"
    assert ORACLES.get(kind), "no oracle, and no reason why"
    assert answerer(question) in (*ROWS.values(), FAILED_PEOPLE) or kind in OF_SUBSCRIPTIONS, (
        "no hostile text: tests/support/rendering.py"
    )


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in (q.Export, *OF_SUBSCRIPTIONS)])
def test_the_type_of_every_answer_is_found_by_its_kind(kind: type) -> None:
    assert answer_type(asked(kind).kind)


def test_a_reason_why_there_is_no_oracle_names_tests_that_are_there() -> None:
    named = re.findall(r"tests/[\w/]+", " ".join(reason for reason in ORACLES.values() if isinstance(reason, str)))
    assert [name for name in named if not ((ROOT / name).is_dir() or (ROOT / f"{name}.py").exists())] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_free_words_of_a_question_are_kept_in_the_access_log(kind: type) -> None:
    words = {field.name for field in fields(kind) if field.type in (str, str | None)} - _KEPT_ELSEWHERE
    assert kind in _FREE_TEXT or words <= {"about", "by", "cause", "code", "which"}, "bot/service/answers/log_scope.py"


def test_a_row_leaves_nothing_unsaid() -> None:
    assert [
        field.name for field in fields(Answerer) if (field.default, field.default_factory) != (MISSING, MISSING)
    ] == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in OF_DIGESTS])
@pytest.mark.parametrize("role", Role)
def test_a_row_answers_its_question_and_names_people_to_the_helpdesk_alone(kind: type, role: Role) -> None:
    question, to = asked(kind), asker(role)
    if refused(question, to):
        return
    row = answerer(question)
    shown = row.message(row.ask(question, request(role)), Display(UTC, visibility(to), load(), "t0ken", None))
    assert shown.text
    assert role >= Role.HELPDESK or "zoe" not in str(shown)
    assert row.audience is not Audience.PUBLIC or "zoe" not in str(shown)


@pytest.mark.parametrize("kind", KINDS)
def test_what_can_be_exported_has_rows_to_export(kind: type) -> None:
    assert (answerer(asked(kind)).export_rows is not None) is (kind in get_args(q.Exportable))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_for_the_asker_is_never_kept_for_others(kind: type) -> None:
    row = answerer(asked(kind))
    assert not row.cacheable or row.audience is not Audience.ASKER


def test_no_button_does_something_once_more() -> None:
    assert not [
        kind
        for kind in (q.Subscribe, q.Unsubscribe, q.Digest, q.Map, q.Follow, q.Unfollow, q.Triage)
        if answerer(asked(kind)).asked_again
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_asked_about_is_recorded_even_when_that_is_refused(kind: type) -> None:
    question = asked(kind)
    about = getattr(question, "person", None)
    assert answerer(question).subject(question, None) == about


def test_an_export_of_one_person_is_about_them() -> None:
    question = q.Export(q.Status("zoe@contoso.com"))
    assert answerer(question).subject(question, None) == "zoe@contoso.com"


# What free words can ask though the answer does not repeat them: it shows what it was asked by itself.
SHOWN_BY_THEMSELVES = (q.Help, q.Why, q.Digest, q.Subscriptions)


@pytest.mark.parametrize("words", [words for form in QUESTION_TYPES for words in form.free])
def test_free_words_are_repeated_with_their_answer(words: str) -> None:
    question = parse(words, now=NOW, zone=UTC, catalogue=load())
    if words in {"dana@contoso.com", "SSPR_0029"}:  # they mean what they are
        return
    if isinstance(question, q.FreelyWorded):
        assert question.interpretation
    else:
        assert isinstance(question, SHOWN_BY_THEMSELVES)
