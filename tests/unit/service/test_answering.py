"""Who hears what, what is remembered, and what the buttons bring back."""

import json
from dataclasses import replace
from typing import Any

import pytest
from typing_extensions import override

from bot.analysis.status import PersonStatus
from bot.analysis.stuck import StuckAnswer
from bot.errors import RefusedError, StoreError
from bot.privacy import Role
from bot.reports.snapshot import Snapshot
from bot.service.asker import Asker
from tests.support.asking import ListedLog, answering, asker
from tests.support.frames import snapshot

VIEWER, HELPDESK, ADMIN, SELF = Role.VIEWER, Role.HELPDESK, Role.ADMIN, Role.SELF


@pytest.fixture
def contoso() -> Snapshot:
    return snapshot(
        """
        at               | user | result    | detail
        2017-02-27 12:00 | dana | Failed    | failed.no_license
        2017-02-28 09:00 | me   | Blocked   | blocked.sms_codes
        2017-02-28 10:00 | bob  | Succeeded | succeeded
        """,
        """
        at               | user | datum
        2017-02-27 12:00 | dana | Mobile Phone
        """,
    )


@pytest.mark.parametrize(
    ("question", "role", "answered"),
    [
        ("help", SELF, True),
        ("fix cookies", SELF, True),
        ("status me", SELF, True),
        ("status", SELF, True),
        ("status me@contoso.com", SELF, True),
        ("status ME@Contoso.com", SELF, True),
        ("status <@U0ME>", SELF, True),
        ("status dana@contoso.com", SELF, False),
        ("status dana@contoso.com", VIEWER, False),
        ("status dana@contoso.com", HELPDESK, True),
        ("failures 7d", SELF, False),
        ("failures 7d", VIEWER, True),
        ("registrations 7d", SELF, False),
        ("registrations 7d", VIEWER, True),
        ("stuck", SELF, False),
        ("stuck", VIEWER, True),
        ("trend", SELF, False),
        ("compare", SELF, False),
        ("data", SELF, False),
        ("data", VIEWER, True),
        ("digest preview", SELF, False),
        ("digest preview", VIEWER, True),
    ],
)
def test_each_question_needs_its_role(contoso: Snapshot, question: str, role: Role, answered: bool) -> None:
    bot = answering(contoso)
    reply = bot.answer(question, asker(role))
    assert (reply.answer is not None) == answered
    assert isinstance(bot.access_log, ListedLog)
    assert [line.outcome for line in bot.access_log.lines] == ["answered" if answered else "refused"]


@pytest.mark.parametrize("question", ["stuck", "registrations 7d", "digest preview since 7d", "failures 7d"])
def test_a_viewer_sees_numbers_and_no_names(contoso: Snapshot, question: str) -> None:
    shown = json.dumps(answering(contoso).answer(question, asker(VIEWER)).message.payload())
    assert not [name for name in ("dana", "me@contoso", "bob") if name in shown]


@pytest.mark.parametrize("question", ["stuck", "registrations 7d", "digest preview since 7d"])
def test_the_helpdesk_sees_names_and_alone(contoso: Snapshot, question: str) -> None:
    reply = answering(contoso).answer(question, asker(HELPDESK))
    assert "dana" in json.dumps(reply.message.whole)  # of a digest they are in its thread
    assert reply.personal


@pytest.mark.parametrize(("role", "said"), [(VIEWER, True), (HELPDESK, False)])
def test_a_refusal_offers_the_own_status_to_those_who_may_ask_of_nobody_else(
    contoso: Snapshot, role: Role, said: bool
) -> None:
    refusal = answering(contoso).answer("subscribe daily at 09:00", asker(role)).message.text
    assert "Only admins may set up digests here." in refusal
    assert ("status me" in refusal) is said


def test_a_refusal_says_who_may_and_does_not_look(contoso: Snapshot) -> None:
    reply = answering(contoso).answer("status dana@contoso.com", asker(VIEWER))
    assert "Only the helpdesk may ask about other people here." in reply.message.text
    assert "license" not in json.dumps(reply.message.payload())


def test_who_asked_about_whom_is_recorded_even_when_refused(contoso: Snapshot) -> None:
    bot = answering(contoso)
    bot.answer("status Dana@contoso.com", asker(HELPDESK))
    bot.answer("status dana@contoso.com", asker(VIEWER))
    bot.answer("failures 7d", asker(VIEWER))
    assert isinstance(bot.access_log, ListedLog)
    assert [(line.kind, line.subject, line.outcome) for line in bot.access_log.lines] == [
        ("status", "dana@contoso.com", "answered"),
        ("status", "dana@contoso.com", "refused"),
        ("failures", None, "answered"),
    ]


@pytest.mark.parametrize(
    ("question", "personal", "rows"),
    [("stuck", True, 2), ("failures 7d domain:contoso.com", False, 2), ("export failures 7d", True, None)],
)
def test_lists_of_people_are_recorded_as_such_with_filters_and_rows(
    contoso: Snapshot, question: str, personal: bool, rows: int | None
) -> None:
    bot = answering(contoso)
    bot.answer(question, asker(HELPDESK))
    assert isinstance(bot.access_log, ListedLog)
    (line,) = bot.access_log.lines
    assert line.personal == personal
    assert line.rows == rows or rows is None
    assert ("contoso.com" in line.scope) == ("domain" in question)
    assert ("window" in line.scope) == ("7d" in question)


@pytest.mark.parametrize("question", ["stuck", "registrations 7d"])
def test_an_answer_that_is_shared_within_a_second_shows_and_records_each_what_is_theirs(
    contoso: Snapshot, question: str
) -> None:
    bot = answering(contoso)
    askers = [asker(role, slack_id=f"U0{n}") for n, role in enumerate((HELPDESK, VIEWER, HELPDESK, VIEWER))]
    shown = [json.dumps(bot.answer(question, one).message.payload()) for one in askers]
    assert ["dana" in one for one in shown] == [True, False, True, False]
    assert (shown[0], shown[1]) == (shown[2], shown[3])
    assert isinstance(bot.access_log, ListedLog)
    assert [(line.who, line.personal) for line in bot.access_log.lines] == [
        ("U00", True), ("U01", False), ("U02", True), ("U03", False),
    ]  # fmt: skip


def test_an_answer_that_cannot_be_recorded_is_none(contoso: Snapshot) -> None:
    bot = replace(answering(contoso), access_log=FullLog())
    assert bot.answer("failures 7d", asker(VIEWER)).answer is not None
    for question in ("stuck", "status dana@contoso.com", "export failures 7d"):
        with pytest.raises(StoreError):
            bot.answer(question, asker(HELPDESK))
    numbers = bot.answer("failures 7d", asker(HELPDESK))
    assert numbers.token
    for all_rows in (bot.show_all, bot.show_people):
        with pytest.raises(StoreError):
            all_rows(numbers.token, asker(HELPDESK))
    with pytest.raises(StoreError):
        bot.answer("failures 7d", asker(HELPDESK), whole=True)  # as programs ask


class FullLog(ListedLog):
    """A log whose disk is full."""

    @override
    def record(self, asker: Asker, kind: str, subject: str | None, outcome: str, *_: str, **more: Any) -> None:
        if subject or more.get("personal"):
            raise StoreError("cannot be recorded")


def test_a_slack_mention_means_the_person_behind_it(contoso: Snapshot) -> None:
    bot = answering(contoso, {"U0DANA": "dana@contoso.com"})
    reply = bot.answer("status <@U0DANA>", asker(HELPDESK))
    assert isinstance(reply.answer, PersonStatus)
    assert reply.subject == "dana@contoso.com"


def test_a_mention_of_someone_slack_keeps_to_itself_is_said(contoso: Snapshot) -> None:
    reply = answering(contoso).answer("status <@U0STRANGER>", asker(HELPDESK))
    assert "Slack does not tell me that person's e-mail address" in reply.message.text


def test_me_without_an_address_is_said(contoso: Snapshot) -> None:
    reply = answering(contoso).answer("status me", asker(SELF, user=None))
    assert "Slack does not tell me your e-mail address" in reply.message.text


def test_sharing_brings_the_same_answer_back_and_is_recorded(contoso: Snapshot) -> None:
    bot = answering(contoso)
    first = bot.answer("failures 7d", asker(VIEWER))
    assert first.token
    again = bot.share(first.token, asker(VIEWER, slack_id="U0OTHER"))
    assert again.message.text == first.message.text
    assert isinstance(bot.access_log, ListedLog)
    assert bot.access_log.lines[-1].outcome == "shared"


def test_a_button_never_shows_more_than_the_one_who_clicks_may_see(contoso: Snapshot) -> None:
    bot = answering(contoso)
    token = bot.answer("status dana@contoso.com", asker(HELPDESK)).token
    assert token
    with pytest.raises(RefusedError, match="Only the helpdesk may"):
        bot.share(token, asker(VIEWER))
    with pytest.raises(RefusedError):
        bot.show_all(token, asker(VIEWER))
    with pytest.raises(RefusedError):
        bot.next_steps(token, asker(VIEWER))


def test_an_unknown_token_is_refused_kindly(contoso: Snapshot) -> None:
    with pytest.raises(RefusedError, match="too old for its buttons; ask again"):
        answering(contoso).share("nonsense", asker(ADMIN))


def test_show_all_lists_everybody_for_the_helpdesk_and_nobody_for_a_viewer(contoso: Snapshot) -> None:
    bot = answering(contoso)
    reply = bot.answer("stuck", asker(HELPDESK))
    assert isinstance(reply.answer, StuckAnswer)
    assert reply.token
    assert "dana" in json.dumps(bot.show_all(reply.token, asker(HELPDESK)))
    assert "dana" not in json.dumps(bot.show_all(reply.token, asker(VIEWER)))


def test_next_steps_are_the_words_to_send_to_the_user(contoso: Snapshot) -> None:
    bot = answering(contoso)
    reply = bot.answer("status dana@contoso.com", asker(HELPDESK))
    assert isinstance(reply.answer, PersonStatus)
    assert reply.answer.fix
    assert reply.token
    view = json.dumps(bot.next_steps(reply.token, asker(HELPDESK)))
    assert "Send this to the user" in view


def test_no_personal_value_stands_in_what_a_button_carries(contoso: Snapshot) -> None:
    reply = answering(contoso).answer("status dana@contoso.com", asker(HELPDESK))
    buttons = [block for block in reply.message.blocks if block["type"] == "actions"]
    carried = [element.get("value", "") + element["action_id"] for block in buttons for element in block["elements"]]
    assert carried
    assert not [value for value in carried if "dana" in value]
