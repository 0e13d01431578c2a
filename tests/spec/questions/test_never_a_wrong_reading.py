"""Where words may mean another thing, or the opposite, both are offered or what is not understood is named."""

import pytest

from bot.questions.question import Cannot, Fix, Misunderstood, Question, Status
from tests.support.phrasings import asked


def offered(question: Question) -> list[str]:
    """What may be asked instead, in order."""
    if isinstance(question, Misunderstood):
        return [each for each in (question.suggestion, *question.choices) if each]
    assert isinstance(question, Cannot), question
    return [each for each in (question.suggestion, *question.choices) if each]


TWO_READINGS = {
    "what's our coverage": ["rollout", "data"],
    "sms yesterday": ["failures yesterday method:mobile_phone", "resets yesterday method:mobile_phone"],
    "most popular methods": ["resets by method", "registrations by method"],
    "who was stuck last week": ["failures last week by person", "stuck"],
    "success rate by method": ["funnel by method", "resets by method"],
    "is erik the only one": ["status erik", "failures 24h by cause"],
    "failures and registrations last week": ["failures last week", "registrations last week"],
    "is it an outage or just dana": ["incidents", "status dana"],
    "any failures right now?": ["stuck", "failures 24h by cause"],
    "who else has dana's problem": ["status dana", "failures 24h by cause"],
    "failures for bob": ["failures domain:bob", "status bob"],
    "when are the most failures": ["failures by hour", "failures by day"],
    "which admins can't reset": ["rollout", "stuck role:admin"],
    "repeat offenders": ["failures by person", "resets by person"],
    "most failing user": ["failures by person", "resets by person"],
    "failures sms only": ["failures by method", "rollout"],
    "our sync server was rebooted, did it help": ["incidents", "helped"],
    "anyone reset three times in a day": ["resets by person"],
    "did the reboot of the connector help": ["incidents", "helped"],
    "how many tickets would that be": ["resets"],
    "how much does sspr save us": ["resets"],
    "failures on weekends": ["failures 30d by day"],
    "has the number of stuck people gone down": ["trend", "stuck"],
    "average number of failures per day": ["failures"],
    "post the digest here tomorrow 9am": ["digest preview"],
    "registrations vs last month": ["registrations last month"],
    "registrations this month vs last month": ["registrations this month", "registrations last month"],
}


@pytest.mark.parametrize(("text", "choices"), TWO_READINGS.items())
def test_where_two_readings_fit_both_are_offered(text: str, choices: list[str]) -> None:
    assert offered(asked(text)) == choices


ASKED_FOR = {
    "when do most resets happen": "resets by day",
    "when do most people register": "registrations by day",
    "which cause went up most": "compare (of failed attempts by cause, the largest change first)",
    "are resets working right now": "incidents 24h (the last 24 hours)",
    "anyone trying to break into accounts": "odd",
    "hoeveel mensen zitten nu vast": "stuck",
    "what do i tell someone whos not licensed": "fix no_license",
    "anybody else locked out": "stuck cause:throttled (everybody who is stuck now)",
    "which users need a callback today": "stuck",
    "which verification option fails most": "failures by method",
    "are text messages worse than email": "funnel by method (each method apart, and how many leave there)",
    "usernames that dont exist": "odd",
    "is the number of lockouts normal": "trend result:blocked",
    "who can fix onprem problems": "fix onprem problems",
    "users with no methods": "rollout",
    "which methods dont work": "failures by method",
    "who still can't get in since monday": (
        "stuck (whoever is stuck now, each with since when; not only those of that time)"
    ),
    "do people come back after giving up": "funnel (with whether they come back)",
    "whats the busiest hour": "failures by hour (of failed attempts)",
    "is there any detail you cant explain": "unknown",
    "top 10 users with most failures": "failures by person top 10",
    "top 10 blocked users": "failures by person result:blocked top 10",
    "failed attempts per person": "failures by person",
    "failures by people with the most tries": "failures by person",
    "who failed more than once this month": "failures this month by person (everybody, with how often; not only those)",
    "who got blocked twice this month": "failures this month by person result:blocked (everybody, with how often; not only those)",
    "what failed over the weekend": "failures the weekend (the weekend that is not over; `last weekend` is the one before)",
    "how many days until we're at 100 percent": 'rollout (left aside: "how many days")',
}


@pytest.mark.parametrize(("text", "read"), ASKED_FOR.items())
def test_what_says_which_question_it_is_decides(text: str, read: str) -> None:
    assert asked(text).interpretation == read  # type: ignore[union-attr]


def test_where_the_digest_goes_is_no_preview_of_it() -> None:
    assert asked("which channel gets the digest").kind == "subscriptions"


def test_no_more_messages_about_somebody_are_no_status() -> None:
    assert asked("stop sending me messages about erik").kind == "unfollow"


def test_a_note_when_somebody_is_fixed_is_a_message_to_come() -> None:
    assert asked("send me a note when erik is fixed").kind == "follow"


@pytest.mark.parametrize("text", ["our proxy was replaced, who failed", "the server is patched", "the box was zapped"])
def test_what_was_done_to_a_thing_is_nobodys_name(text: str) -> None:
    assert not isinstance(asked(text), Status)


@pytest.mark.parametrize("text", ["why is ahmed blocked", "is ahmed blocked", "ok is ahmed blocked"])
def test_who_is_asked_about_may_end_like_a_participle(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Status)
    assert question.person == "ahmed"


LEFT_OUT = {
    "failures except sms": ["failures by method"],
    "who is not blocked": [],
    "anybody not stuck": [],
    "failures without dana": [],
    "everyone but dana": [],
}


@pytest.mark.parametrize(("text", "choices"), LEFT_OUT.items())
def test_what_leaves_out_is_never_read_as_what_keeps(text: str, choices: list[str]) -> None:
    question = asked(text)
    assert isinstance(question, Cannot)
    assert question.subject == "leaving out"
    assert offered(question) == choices


LACKS = {
    "who is not licensed": "no_license",
    "who isn't in the group": "not_in_group",
    "stuck because they have no license": "no_license",
}


@pytest.mark.parametrize(("text", "cause"), LACKS.items())
def test_who_lacks_something_has_that_cause(text: str, cause: str) -> None:
    filters = asked(text).filters  # type: ignore[union-attr]
    assert filters.cause == cause


NO_NAMES = ("was passiert hier", "we cannot verify your account", 'the page says "cannot verify now"', "is pasta good")


@pytest.mark.parametrize("text", NO_NAMES)
def test_a_word_is_no_name_where_none_can_stand(text: str) -> None:
    assert not isinstance(asked(text), Status)


@pytest.mark.parametrize("name", ["ella", "al", "toon"])  # words that say nothing in another language
def test_a_lonely_word_of_another_language_may_be_a_name(name: str) -> None:
    question = asked(f"is {name} blocked")
    assert isinstance(question, Status)
    assert question.person == name


def test_what_does_something_is_asked_back_where_a_letter_is_wrong() -> None:
    assert offered(asked("unsubscibe 2")) == ["unsubscribe 2"]


def test_of_somebody_named_for_certain_the_status_is_told_and_what_was_not_understood_as_well() -> None:
    question = asked("does dana's gizmo still fail")
    assert offered(question) == ["status dana"], "whose it is may be what matters"
    question = asked("why does the zorbulator stop dana from resetting")
    assert isinstance(question, Status)
    assert question.interpretation == 'status dana (not understood: "zorbulator")'


@pytest.mark.parametrize(
    "order", ["promote dana", "please promote dana", "can you promote dana", "i want to promote dana"]
)
def test_an_order_that_is_not_known_is_no_question_about_somebody(order: str) -> None:
    assert offered(asked(order)) == ["status dana"]


def test_the_future_of_somebody_is_not_their_status() -> None:
    question = asked("status thea tomorrow")
    assert isinstance(question, Cannot)
    assert "future" in question.sentence


def test_a_comparison_never_takes_another_span_in_silence() -> None:
    assert asked("fewer failures than in september?").interpretation == "compare this month with september"  # type: ignore[union-attr]
    assert isinstance(asked("more failures than in the last 3 days"), Misunderstood | Cannot)


def test_a_word_that_says_nothing_is_left_aside_and_named() -> None:
    assert asked("why does the reset keep failing zanily today").interpretation == (  # type: ignore[union-attr]
        'failures today by cause (not understood: "zanily")'
    )


@pytest.mark.parametrize(
    "text", ["failures zorbing users", "zorbing failures", "failures of zorbed users", "failures while zorbing"]
)
def test_an_unknown_word_that_may_narrow_is_never_left_aside(text: str) -> None:
    assert isinstance(asked(text), Misunderstood | Cannot)


def test_a_letter_is_read_without_its_greeting_and_the_name_below() -> None:
    letter = "Hi team, mia@contoso.com is unable to change her password. Best, Tom"
    question = asked(letter)
    assert isinstance(question, Status)
    assert question.person == "mia@contoso.com"


def test_my_password_in_a_pasted_mail_is_the_senders() -> None:
    question = asked("From: Lee <lee@fabrikam.com> I am not able to reset my password.")
    assert isinstance(question, Status)
    assert question.person == "lee@fabrikam.com"


@pytest.mark.parametrize("order", ["sign thea out everywhere", "grant mia global admin", "move dana to sales"])
def test_an_order_about_somebody_is_no_question_about_them(order: str) -> None:
    question = asked(order)
    assert isinstance(question, Cannot)
    assert "I only read reports" in question.sentence


def test_a_number_behind_an_error_is_never_how_many_are_shown() -> None:
    question = asked("sspr error 9")
    assert isinstance(question, Fix)
    assert question.text == "SSPR_0009"
    assert isinstance(asked("error 9"), Misunderstood)


@pytest.mark.parametrize("text", ["failures before 8 am", "failures between 8 and 9 am", "failures on mornings"])
def test_an_hour_that_no_window_has_is_never_dropped(text: str) -> None:
    assert isinstance(asked(text), Misunderstood | Cannot)


def test_help_with_somebody_who_is_loaded_is_about_them_and_help_with_a_topic_about_that() -> None:
    question = asked("help me with erik")
    assert isinstance(question, Status)
    assert question.person == "erik"
    assert asked("help me with failures").topic == "failures"  # type: ignore[union-attr]


def test_no_filter_is_offered_where_something_is_left_out() -> None:
    question = asked("everybody stuck at northwind except the ones blocked for a day")
    assert "throttled" not in str(question)
