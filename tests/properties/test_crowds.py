"""Whatever a viewer asks, nothing in the answer is about fewer people than a crowd, nor can it be worked out from it."""

import re
from datetime import UTC
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.answers import Filters, GroupBy
from bot.analysis.digest import digest
from bot.analysis.failures import FailuresAnswer
from bot.analysis.people.crowds import digest_of_crowds, names_too_few
from bot.knowledge.catalogue import load
from bot.privacy import Role, Visibility
from bot.questions.question_type import QuestionType
from bot.questions.question_types import QUESTION_TYPES
from bot.render.blocks.message import Message
from bot.render.digests import first_message
from bot.render.digests.settings import Setting
from bot.reports.snapshot import Snapshot
from tests.support.asking import NOW, answering, asker
from tests.support.frames import snapshot

LEAST = 5
RESULTS = {"failed": "Failed", "blocked": "Blocked", "succeeded": "Succeeded", "abandoned": "Abandoned",
           "in": "In progress", "odd": "Unrecognised"}  # fmt: skip
DETAILS = ("failed.no_license", "blocked.sms_codes", "succeeded", "succeeded", "abandoned.selecting_new_password",
           "in.progress", "odd.words")  # fmt: skip
CATALOGUE = load()
DOMAINS, ROLES = ("contoso.com", "board.contoso.com", "fabrikam.com"), ("User", "Global Administrator", "Guest")
FILTERS = ("", *(f" domain:{domain}" for domain in DOMAINS), *(f' role:"{role}"' for role in ROLES),
           f" domain:{DOMAINS[0]} role:Guest", " cause:license", " result:blocked", " method:sms",
           " cause:-no_license", " result:-blocked")  # fmt: skip
QUESTIONS = (
    *(f"failures 30d by {by}{which}" for by, which in product(
        ("detail", "cause", "result", "method", "role", "domain", "day", "hour"), FILTERS)),
    *(f"{kind}{which}" for kind, which in product(
        ("trend 30d", "compare last 7 days with the 7 days before", "stuck", "incidents 30d", "funnel 30d by role",
         "funnel 30d by domain", "time 30d", "resets 30d by role", "resets 30d by method"), FILTERS)),
    "registrations 30d", "rollout", "cutoffs", "odd 30d", "changes 30d", "helped 30d", "unknown 30d",
    "digest preview",
)  # fmt: skip
COUNTED = ("attempts?|people|person|user IDs?|cases?|resets?|rows?|tr(?:y|ies)|admins?|admin accounts?|guests?|missing"
           "|still open|had failed|succeeded|unfinished|without|more ended|ended there|closed by hand|may get")  # fmt: skip
SMALL = re.compile(
    rf"(?<!part )(?<![\d,.:/-])[1-4] (?:of (?!the last)|(?:abandoned |failed |of (?:the|them) |(?:was|were|has|have) )*(?:{COUNTED})\b)"
    r"|\bone person\b",
    re.IGNORECASE,
)
PART_OF = re.compile(r"(?<!part )(?<![\d,.:/-])(\d+) of (?:the |about )?(\d+)\b")
OF_ROWS = ("People", "Attempts", "Before", "People ")


@st.composite
def tenants(draw: st.DrawFn) -> Snapshot:
    """A tenant in which some domains, roles, causes, days and hours are of a few people, and others of many."""
    rows: list[dict[str, str]] = []
    flag = st.sampled_from(("yes", "yes", "yes", "no"))
    for domain, role in product(DOMAINS, ROLES):
        people = draw(st.sampled_from((0, 0, 1, 2, 6, 9)))
        for number in range(people):
            for detail in draw(st.lists(st.sampled_from(DETAILS), min_size=1, max_size=3)):
                day, hour = draw(st.integers(20, 28)), draw(st.sampled_from(("08", "19")))
                rows.append({"at": f"2017-02-{day} {hour}:{number:02}", "user": f"p{number}{role[1]}@{domain}",
                             "role": role, "result": RESULTS[detail.partition(".")[0]], "detail": detail,
                             "methods": "Mobile Phone"})  # fmt: skip
    rows = rows or [{"at": "2017-02-20 08:00", "user": "one@contoso.com", "role": "User", "result": "Failed"}]
    names = sorted({(row["user"], row["role"]) for row in rows})
    roster: Any = [
        {"user": user, "registered": draw(flag), "enabled": draw(flag), "capable": draw(flag),
         "admin": "yes" if "Admin" in role else "no", "guest": "yes" if role == "Guest" else "no",
         "methods": draw(st.sampled_from(("mobilePhone", "mobilePhone+email", "email", "securityQuestion", "")))}
        for user, role in names
    ] if draw(st.booleans()) else "user"  # fmt: skip
    return snapshot(
        sorted(rows, key=lambda row: row["at"]),
        [{key: row[key] for key in ("at", "user", "role")} for row in rows],
        roster,
    )


def _numbers(value: Any) -> str:
    """All that is said in blocks: texts and what charts are drawn from."""
    return repr(value)


def _few(message: Message) -> list[str]:
    """What of a message is about somebody and too few: in words, as a part and its rest, in charts, in tables."""
    texts = (re.sub(r"From [^:]*: \d+ rows?", "", text) for text in [message.text, *_texts(message.blocks)])  # the data
    said = " ".join(texts).replace("*", "").replace(",", "")
    found = [said[max(0, one.start() - 40) : one.end() + 20] for one in SMALL.finditer(said)]
    found += [one[0] for one in PART_OF.finditer(said) if 0 < int(one[2]) - int(one[1]) < LEAST]
    for block in message.blocks:
        if block["type"] == "data_visualization":
            found += [
                f"{block['title']}: {one['name']} {point}"
                for one in block["chart"]["series"]
                if "%" not in one["name"] and "percent" not in block["title"]
                for point in one["data"]
                if 0 < point["value"] < LEAST
            ]
        if block["type"] == "data_table":
            found += [
                repr(cell)
                for row in block["rows"]
                for cell in row
                if 0 < cell.get("value", 0) < LEAST and "%" not in cell["text"]
            ]
    return found


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [
            text
            for key, one in value.items()
            for text in ([one] if key == "text" and isinstance(one, str) else _texts(one))
        ]
    return [text for one in value for text in _texts(one)] if isinstance(value, list | tuple) else []


@settings(deadline=None, max_examples=6)
@given(tenants(), st.lists(st.sampled_from(QUESTIONS), min_size=25, max_size=25, unique=True))
def test_a_viewer_learns_nothing_about_a_few(data: Snapshot, questions: list[str]) -> None:
    ask = answering(data, smallest_group=LEAST)
    viewer = asker(Role.VIEWER)
    for question in questions:
        reply = ask.answer(question, viewer)
        assert not _few(reply.message), question
        for group in getattr(reply.answer, "groups", ()):
            size = getattr(group, "people", None)
            assert size is None or size == 0 or size >= LEAST, (question, group)
        _assert_totals_give_nothing_away(data, question, reply.answer)


def _assert_totals_give_nothing_away(data: Snapshot, question: str, answer: Any) -> None:
    """By role and domain everybody is in one group: what is not shown is nobody, or a crowd, or several groups."""
    if not isinstance(answer, FailuresAnswer) or answer.by not in (GroupBy.ROLE, GroupBy.DOMAIN):
        return
    everything = answering(data).answer(question, asker(Role.ADMIN)).answer
    assert isinstance(everything, FailuresAnswer)
    shown = {group.key for group in answer.groups}
    hidden = [group.people for group in everything.groups if group.key not in shown and group.people]
    assert not hidden or (len(hidden) > 1 or sum(hidden) >= LEAST), (question, hidden)


@settings(deadline=None, max_examples=15)
@given(tenants())
def test_filters_lead_to_crowds_alone_and_leave_crowds(data: Snapshot) -> None:
    """Two answers that differ in a domain or a role differ in a crowd of people, or in nobody."""
    people = [(key.partition("@")[2], _role(key)) for key in data.people.keys]
    for domain, role in product((None, *DOMAINS), (None, *ROLES)):
        if not (domain or role) or names_too_few(data, Filters(domain=domain, role=role), LEAST):
            continue
        inner = _size(people, domain, role)
        for outer in (_size(people, None, None), _size(people, domain, None), _size(people, None, role)):
            assert inner >= LEAST
            assert outer - inner == 0 or outer - inner >= LEAST, (domain, role)


def _role(key: str) -> str:
    return {role[1]: role for role in ROLES}.get(key.partition("@")[0][-1], "User")


def _size(people: list[tuple[str, str]], domain: str | None, role: str | None) -> int:
    return sum(domain in (None, where) and role in (None, what) for where, what in people)


@settings(deadline=None, max_examples=15)
@given(tenants(), st.booleans())
def test_a_digest_of_numbers_alone_is_about_crowds(data: Snapshot, baseline: bool) -> None:
    found = digest(data, from_position=0, to_position=data.position, since=None, baseline=baseline,
                   catalogue=CATALOGUE, now=NOW, zone=UTC)  # fmt: skip
    made = first_message.message(found, Setting(UTC, Visibility.COUNTS, smallest_group=LEAST))
    assert not [one for part in made.parts for one in _few(part)]
    assert not re.search(r",[1-4]$", made.csv or "", re.MULTILINE)
    again = digest_of_crowds(digest_of_crowds(found, LEAST), LEAST)
    assert again == digest_of_crowds(found, LEAST)  # so that "at least" is said however often it was looked at


@pytest.mark.parametrize("kind", [kind.name for kind in QUESTION_TYPES if kind.who is Role.VIEWER])
def test_every_kind_that_viewers_may_ask_is_asked(kind: str) -> None:
    assert kind in {"data", "subscriptions", "digest", "fleet"} or any(
        question.startswith(kind) for question in QUESTIONS
    ), kind


@pytest.mark.parametrize(("people", "answered"), [(7, True), (3, False)])
def test_who_loses_reset_is_answered_where_they_are_a_crowd(people: int, answered: bool) -> None:
    rows = "".join(f"p{number} | yes | yes | yes | mobilePhone\n" for number in range(people))
    data = snapshot(roster=f"user | registered | enabled | capable | methods\n{rows}")
    reply = answering(data, smallest_group=LEAST).answer("cutoffs", asker(Role.VIEWER))
    assert (reply.answer is not None) is answered
    assert ("7 people" in reply.message.text) is answered


# What one person alone is not in: documents, the roster, signs, changes, what is loaded, and rows that need several.
# Of `fleet`, whose numbers are of many tenants, tests/unit/analysis/test_fleet.py says what viewers see.
WITHOUT_ATTEMPTS = {"changes", "cutoffs", "data", "digest", "fleet", "helped", "odd", "registrations", "resets", "rollout",
                    "subscriptions", "unknown"}  # fmt: skip


@pytest.mark.parametrize(
    "kind", [kind for kind in QUESTION_TYPES if kind.who is Role.VIEWER and kind.name not in WITHOUT_ATTEMPTS],
    ids=lambda kind: kind.name,
)  # fmt: skip
def test_an_answer_that_rests_on_one_person_is_not_given(kind: QuestionType) -> None:
    row = {"at": "2017-02-20 08:00", "user": "one@contoso.com", "role": "User", "result": "Failed",
           "detail": "failed.no_license"}  # fmt: skip
    words = f"{kind.name} 30d" if "WINDOW" in kind.usage else kind.name
    reply = answering(snapshot([row]), smallest_group=LEAST).answer(words, asker(Role.VIEWER))
    assert reply.question.kind == kind.name
    assert reply.answer is None, reply.message.text


@pytest.mark.parametrize(("question", "says"), [("odd 30d", "1 sign worth"), ("unknown 30d", "1 detail stands")])
def test_what_is_of_a_few_alone_is_refused_and_never_called_none(question: str, says: str) -> None:
    few = snapshot(
        """
        at               | user | role                  | result    | detail                | methods
        2017-02-24 12:00 | gil  | Company Administrator | Succeeded | succeeded             | Mobile Phone
        2017-02-27 12:00 | zoe  | User                  | Failed    | the stars stood badly |
        """
    )
    ask = answering(few, smallest_group=LEAST)
    assert says in ask.answer(question, asker(Role.HELPDESK)).message.text.replace("*", "")
    assert "Fewer than 5 people" in ask.answer(question, asker(Role.VIEWER)).message.text


@pytest.mark.parametrize(("ended_there", "shown"), [(5, True), (4, False), (1, False)])
def test_stages_are_shown_where_none_is_of_a_few(ended_there: int, shown: bool) -> None:
    """Each stage is the one before without those who left: of one that is of a few, all of them would tell."""
    ends = ["failed.no_license"] * 9 + ["abandoned.selecting_new_password"] * ended_there
    data = snapshot([
        {"at": f"2017-02-20 08:{number:02}", "user": f"p{number}@contoso.com", "role": "User", "detail": detail,
         "result": "Failed" if "no_license" in detail else "Abandoned"}
        for number, detail in enumerate(ends)
    ])  # fmt: skip
    ask = answering(data, smallest_group=LEAST)
    viewer, helpdesk = (ask.answer("funnel 30d", asker(role)) for role in (Role.VIEWER, Role.HELPDESK))
    assert bool(viewer.answer.stages) is shown  # type: ignore[attr-defined]
    for reply, there in ((viewer, shown), (helpdesk, True)):
        said = _numbers((reply.message.text, reply.message.blocks)).replace("*", "")
        assert (f"{ended_there} of the" in said or f"{ended_there} ended there" in said) is there, said
        assert ("Attempts that came so far" in said) is there
        assert f"{9 + ended_there} attempts by {9 + ended_there} people" in said
        assert "None is known" not in said
    assert ("is not shown" in viewer.message.text) is not shown


def _tried(number: int, detail: str, *, day: int = 20, who: str = "p", times: int = 1) -> list[dict[str, str]]:
    """Attempts of so many people, each so many times."""
    result = RESULTS[detail.partition(".")[0]]
    return [
        {"at": f"2017-02-{day} {8 + again:02}:{one:02}", "user": f"{who}{one}@contoso.com", "role": "User",
         "result": result, "detail": detail, "methods": "Mobile Phone"}
        for one in range(number) for again in range(times)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rest", "shown"),
    [
        (_tried(9, "succeeded"), True),
        (_tried(2, "succeeded"), False),
        (_tried(2, "succeeded", times=6), False),  # twelve successes of two people
        ([*_tried(9, "succeeded"), *_tried(3, "in.progress", who="q")], False),  # the difference is of three
        ([*_tried(9, "succeeded"), *_tried(7, "in.progress", who="q")], True),
    ],
    ids=["many", "few", "many of few", "a few are left", "many are left"],
)
def test_a_rate_is_said_where_each_side_of_it_is_of_many(rest: list[dict[str, str]], shown: bool) -> None:
    ask = answering(snapshot([*_tried(9, "failed.no_license"), *rest]), smallest_group=LEAST)
    for question, rate in (("trend 30d", "attempts succeeded*"), ("failures 30d", "Success rate")):
        reply = ask.answer(question, asker(Role.VIEWER))
        assert reply.answer is not None
        assert (rate in _numbers(reply.message.blocks)) is shown, question
        assert rate in _numbers(ask.answer(question, asker(Role.HELPDESK)).message.blocks)


def test_what_is_left_out_is_never_said_to_be_none() -> None:
    """Two of nine registered two kinds of data, two administrators reset: 0 of them would be false."""
    rows = [
        *_tried(9, "succeeded"),
        *[{**row, "role": "Global Administrator"} for row in _tried(2, "succeeded", who="a", day=21)],
    ]
    signed_up = [{"at": "2017-02-20 08:00", "user": f"p{one}", "datum": "Mobile Phone"} for one in range(9)]
    signed_up += [{"at": "2017-02-21 08:00", "user": f"p{one}", "datum": "Alternate Email"} for one in range(2)]
    ask = answering(snapshot(rows, signed_up), smallest_group=LEAST)
    for question, said in (("registrations 30d", "kinds of data"), ("resets 30d by role", "dmin account")):
        few, whole = (ask.answer(question, asker(role)).message for role in (Role.VIEWER, Role.HELPDESK))
        assert said not in _numbers(few.blocks).replace("Resets that an admin", ""), question
        assert said in _numbers(whole.blocks)


def test_the_rollout_says_what_gives_nobody_away() -> None:
    """One of forty may not reset; three administrators who can lack a gate, or have one method alone."""
    people = [
        {"user": f"p{one}", "registered": "yes" if one < 20 else "no", "enabled": "no" if one == 39 else "yes",
         "capable": "yes" if one < 20 else "no", "admin": "yes" if one in (0, 1, 2) else "no", "guest": "no",
         "methods": "mobilePhone" if one < 5 else "mobilePhone+email"}
        for one in range(40)
    ]  # fmt: skip
    ask = answering(snapshot(roster=people), smallest_group=LEAST)
    for question in ("rollout", "cutoffs"):
        few, whole = (ask.answer(question, asker(role)).message for role in (Role.VIEWER, Role.HELPDESK))
        assert not _few(few), question
        assert _few(whole), question
    assert "19 people are allowed to but not registered" in ask.answer("rollout", asker(Role.VIEWER)).message.text


def test_reasons_of_a_few_are_counted_with_those_that_are_not_shown() -> None:
    rows = [*_tried(9, "failed.no_license"), *_tried(7, "blocked.sms_codes", who="b")]
    for number, detail in enumerate(("failed.not_in_group", "failed.not_enabled", "failed.error")):
        rows += _tried(2, detail, who=f"few{number}.")
    said = _numbers(answering(snapshot(rows), smallest_group=LEAST).answer("failures 30d", asker(Role.VIEWER)).message)
    assert "9 attempts, 9 people" in said
    assert "7 attempts, 7 people" in said
    assert "... and 3 more reasons" in said
