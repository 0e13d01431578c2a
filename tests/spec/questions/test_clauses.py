"""A statement beside a question says why it is asked: the question alone is read, and the statement is named."""

import pytest

from bot.questions.question import Cannot, Misunderstood
from tests.support.phrasings import asked

READ = {
    "my zoologist wants one number: what share of people have signed up so far": (
        'rollout (left aside: "my zoologist wants one number")'
    ),
    "we had a fire drill, who is stuck": 'stuck (left aside: "we had a fire drill")',
    "the CIO is in a hurry. how many registered last week": (
        'registrations last week (left aside: "the CIO is in a hurry")'
    ),
    "rollout please - our zookeeper is asking": 'rollout (left aside: "our zookeeper is asking")',
    "we have a zorbo plan! who is stuck cause:no_license": (
        'stuck cause:no_license (left aside: "we have a zorbo plan")'
    ),
    "i am at the zoo; it is raining, anything odd?": 'odd (left aside: "i am at the zoo", "it is raining")',
}


@pytest.mark.parametrize(("text", "read"), READ.items())
def test_what_only_says_why_is_named(text: str, read: str) -> None:
    assert asked(text).interpretation == read  # type: ignore[union-attr]


NOT_READ = [
    "the zorbo is broken, did it fail yesterday",  # it is the zorbo
    "there is a zorbo group, how many of them registered last week",
    "the zorbo went live yesterday. failures today?",  # a day of its own
    "we are not zorbo, who is stuck",  # a denial
    "we have only zorbo users, who is stuck",  # narrows
    "our zorbo, who is stuck",  # states nothing
    "zorbo dana is zorbo. who is stuck",  # somebody
    "my zoologist wants one number: what share of zorbos have signed up so far",  # the question has such a word itself
    "we had a zorbo, subscribe weekly",  # a deed
]


@pytest.mark.parametrize("text", NOT_READ)
def test_what_may_narrow_or_is_pointed_back_to_is_not_left_aside(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot | Misunderstood) or question.kind == "status", question


SENTENCE_THAT_ASKS = {
    "Could you show me who is stuck right now, please? I'd like to hand the list round before the early shift starts.": (
        'stuck (left aside: "I\'d like to hand the list round before the early shift starts")'
    ),
    "Is there an outage since Friday? My boss asked me, and I'd rather check than guess.": (
        'incidents since friday (left aside: "My boss asked me, and I\'d rather check than guess")'
    ),
    "Which five people failed most often last month? I'd like somebody to ring them rather than wait for their call.": (
        "failures last month by person top 5"
        ' (left aside: "I\'d like somebody to ring them rather than wait for their call")'
    ),
    "How fresh is your data? Before I quote any numbers I'd like to be sure that nothing is missing.": (
        'data (left aside: "Before I quote any numbers I\'d like to be sure that nothing is missing")'
    ),
    "I have to explain our failures to management tomorrow, so could I please see the last 30 days by cause?": (
        'failures the last 30 days by cause (left aside: "I have to explain our failures to management tomorrow")'
    ),
    "Since when has dana been failing and how many times did she try? I'd like to apologise when I phone her.": (
        'status dana (left aside: "I\'d like to apologise when I phone her")'
    ),
    "I don't need any more messages about dana. She rang to say it's working.": (
        'unfollow dana (left aside: "She rang to say it\'s working")'
    ),
    "is dana through yet, or is she still banging her head against the wall?": (
        'status dana (left aside: "or is she still banging her head against the wall")'
    ),
    "who is stuck, my boss is on the phone and wants to sound clever": (
        'stuck (left aside: "my boss is on the phone and wants to sound clever")'
    ),
    "who is stuck? My team has a quiet hour and would like to call them.": (
        'stuck (left aside: "My team has a quiet hour and would like to call them")'
    ),
    # what time will do is of the question
    "Which method do people actually use when they reset successfully? Thirty days would be plenty.": (
        'resets last thirty days by method (left aside: "when they reset successfully")'
    ),
    "failures by method. I'm thinking of november": "failures november by method",
}


@pytest.mark.parametrize(("text", "read"), SENTENCE_THAT_ASKS.items())
def test_the_one_sentence_that_asks_is_read_beside_what_is_done_with_the_answer(text: str, read: str) -> None:
    assert asked(text).interpretation == read  # type: ignore[union-attr]


NARROWED_BY_THE_NEXT_SENTENCE = {
    "who failed? I need only the admins": "failures role:admin by person",
    "who failed? I'd like those of yesterday": "failures yesterday by person",
    "who is stuck? I mean the berlin office": None,
    "who failed? I want the berlin office": None,
    "who failed last month? 30 days is fine": None,
    "who failed? The blocked ones I know.": None,
    "Could you show me the failures? I'd like to compare them with last week.": None,
    "who is stuck? I only care about contoso.com": None,
    "failures this week, they're in munich": None,
    "failures by hour? I plan the shifts for the next two weeks and 30 days of history should do.": None,
}


@pytest.mark.parametrize(("text", "read"), NARROWED_BY_THE_NEXT_SENTENCE.items())
def test_a_sentence_that_narrows_is_not_left_aside(text: str, read: str | None) -> None:
    question = asked(text)
    if read is None:
        assert isinstance(question, Cannot | Misunderstood), question
    else:
        assert question.interpretation == read  # type: ignore[union-attr]


OFFERED = {
    "let me know once dana is through, and what's she stuck on until then?": ["follow dana", "status dana"],
    "tell me as soon as erik is back in and why he failed": ["follow erik", "status erik"],
    "post urgent security signs in here right away": ["subscribe odd"],
    "post any suspicious signs": ["subscribe odd"],
}


@pytest.mark.parametrize(("text", "offered"), OFFERED.items())
def test_a_deed_beside_a_question_is_offered_and_neither_is_dropped(text: str, offered: list[str]) -> None:
    question = asked(text)
    assert isinstance(question, Cannot | Misunderstood), question
    assert [question.suggestion, *question.choices] == offered


@pytest.mark.parametrize(
    ("text", "read"),
    {
        "cookies turned off on the laptop, thats the error, what now": "fix browser_cookies",
        "failures because of cookies last week": "failures last week cause:browser_cookies",
    }.items(),
)
def test_cookies_are_a_cause(text: str, read: str) -> None:
    assert asked(text).interpretation == read  # type: ignore[union-attr]


def test_what_is_documented_is_not_what_is_undocumented() -> None:
    question = asked("our password policy rejects them, what is the documented advice?")
    assert question.kind in {"fix", "failures"}, question


def test_of_two_readings_of_a_date_both_are_told() -> None:
    assert "2026-03-11 or 2026-11-03" in asked("failures since 03/11").sentence  # type: ignore[union-attr]


READ_WITH = {
    "erik tried 4 times this morning, what did he use, sms or mail?": (
        'status erik (an attempt tells its method only where the report does; all attempts, not only those of "this morning")'
    ),
    "who's not signed up yet, i need to mail them": (
        'rollout (left aside: "i need to mail them"; not in the report is not the same as not registered; '
        "the directory's own state decides)"
    ),
    "what do people mostly use when a reset works, authenticator or sms": (
        'resets by method (left aside: "when"; each method apart)'
    ),
    "mia was on the list this morning, what for?": 'why mia (left aside: "this morning")',
    "whats the biggest problem this week if we leave the blocked ones aside": (
        "failures this week by detail result:-blocked"
    ),
    "failures this week, leaving blocked out": "failures this week result:-blocked",
    "will we have everybody registered until end of january if it goes on like this": "rollout by 2027-01-31",
    "has dana's password been in a leak": (
        "status dana (no report can tell whether somebody else uses an account; signs of everybody are in odd)"
    ),
    "anyone reset right after being blocked": "odd (those within a day of a block are the sign `after block`, where there are any; other signs are listed, too)",
    "can I see how the next digest would look before it goes out": "digest preview",
    "I'm the boss and have 1 minute: is it better or worse this month?": (
        'trend this month (left aside: "I\'m the boss and have 1 minute")'
    ),
}


@pytest.mark.parametrize(("text", "read"), READ_WITH.items())
def test_what_the_answer_does_not_tell_is_said(text: str, read: str) -> None:
    assert asked(text).interpretation == read  # type: ignore[union-attr]


NOT_DONE = {
    "block the ip 185.220.101.4 please": ("addresses", "odd"),
    "please ban these addresses": ("addresses", "odd"),
    "this new error should count as a licence problem": ("own cause", "unknown"),
    "treat that one as a directory problem": ("own cause", "unknown"),
    "what is the average password age in our company": ("password age", None),
    "how old is his password": ("password age", None),
    "who has looked up erik in this bot": ("who asked", None),
}


@pytest.mark.parametrize(("text", "said"), NOT_DONE.items())
def test_a_deed_gets_its_own_no(text: str, said: tuple[str, str | None]) -> None:
    question = asked(text)
    assert isinstance(question, Cannot), question
    assert (question.subject, question.suggestion) == said


DEED_BESIDE = [  # what is asked, what is ordered beside it, the question offered and what is said of the deed
    ("Dana cannot reset. Please unlock her account.", "status Dana", "never unlock"),
    ("Mia is blocked again. Please reset her password.", "status Mia", "never reset or change a password"),
    ("Why is mia blocked? Please unblock her.", "status mia", "never unlock or unblock"),
    ("dana is locked out, please unlock", "status dana", 'nothing for "please unlock"'),
    ("why was dana in the digest, and take her out", "why dana", 'nothing for "take her out"'),
    ("is there suspicious activity, mute it please", "odd", 'nothing for "mute it please"'),
    ("Who is stuck? Snooze them all.", "stuck", 'nothing for "Snooze them all"'),
    ("who is stuck, and please unlock them", "stuck", "never unlock"),
    ("Was there an outage? Please tell the users.", "incidents", "do not write to anybody"),
    ("Export failures last week. Send it to erik.", "export failures last week as csv", "do not write to anybody"),
    ("Show me the digest preview. Then post it here.", "digest preview", "do not pass an answer on"),
    ("What is this channel subscribed to? Stop all of it.", "subscriptions", 'nothing for "Stop all of it"'),
]


@pytest.mark.parametrize(("text", "offered", "said"), DEED_BESIDE)
def test_a_deed_ordered_beside_a_question_is_said_not_to_be_done(text: str, offered: str, said: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot | Misunderstood), question
    assert question.suggestion == offered
    assert said in question.sentence


NO_DEED = {
    "who failed, give it to me by cause": "failures by cause (who they are stands in `failures by person`)",
    "failures 7d, send it as a csv": "export failures 7d as csv",
    "hi team, please post the digest now": "digest now",
}


@pytest.mark.parametrize(("text", "read"), NO_DEED.items())
def test_what_shows_an_answer_is_no_deed_beside_it(text: str, read: str) -> None:
    assert asked(text).interpretation == read  # type: ignore[union-attr]


TIME_OF_A_STATEMENT = {  # it is of the question, unless that has its own or is of now
    "We had an outage on monday. Who failed?": None,
    "we're interested in november, how many people registered?": "registrations november",
    "we had an outage on monday, who failed this week?": (
        'failures this week by person (left aside: "we had an outage on monday")'
    ),
    "our shift plan for december is out. who is stuck now?": 'stuck (left aside: "our shift plan for december is out")',
    "failures last week, my boss wants to compare it with october": (
        'compare last week with october (left aside: "my boss wants")'
    ),
    "who failed yesterday? I need to find the guests": None,
    "who failed? I plan to check those with sms": None,
    "It must not have names. Who failed last week?": None,
    "This is not about admins. Who failed last week?": None,
    "We're talking about the zoo office. Who is stuck?": None,
}


@pytest.mark.parametrize(("text", "read"), TIME_OF_A_STATEMENT.items())
def test_what_a_statement_narrows_is_not_left_aside(text: str, read: str | None) -> None:
    question = asked(text)
    if read is None:
        assert isinstance(question, Cannot | Misunderstood), question
    else:
        assert question.interpretation == read  # type: ignore[union-attr]


STILL_FOLLOWED = [
    "unfollow dana. It was a joke.",
    "unfollow dana. She says the opposite.",
    "stop following dana in case she is back",
    "digest now in case my boss asks",
    "unsubscribe 2 in case nobody reads it",
    "unfollowed dana",
]


@pytest.mark.parametrize("text", STILL_FOLLOWED)
def test_a_deed_is_not_done_beside_what_may_take_it_back(text: str) -> None:
    assert isinstance(asked(text), Cannot | Misunderstood)


def test_an_address_that_holds_the_word_follow_stays_whose_it_is() -> None:
    question = asked("tell me when ada.followill@contoso.com recovered")
    assert isinstance(question, Misunderstood)
    assert question.choices == ("status ada.followill@contoso.com",)
