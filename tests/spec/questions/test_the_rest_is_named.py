"""Where one question lists all that there is, a word that is not known or not taken up is named beside its answer.

What was asked for stands among it, whatever that word means; not where it denies, or says of which other thing.
"""

import pytest

from bot.questions.question import Cannot, FreelyWorded, Misunderstood
from tests.support.phrasings import asked

READ = {
    "which digests do zorb in here": 'subscriptions (not understood: "zorb")',
    "which signs have we muted or zorbed so far": 'triage (not understood: "zorbed")',
    "what have we already closed as zorby": 'triage (not understood: "zorby")',
    "why was mia in the digest, she is on a zorb": 'why mia (not understood: "zorb")',
    "why was mia in the digest, she is on zorbing": 'why mia (not understood: "zorbing")',
    "any outages on tuesday in the zorb": 'incidents tuesday (not understood: "zorb")',
    "what do I do about a missing license on the zorb": 'fix no_license (not understood: "zorb")',
    "do several customers have the same outage": 'fleet by incidents (left aside: "same")',
    "average success rate over all customers": 'fleet (left aside: "average"; with the success rate of each)',
    "who set the policy to two methods": 'changes (left aside: "set", "two methods")',
    "who enabled sspr for guests": 'changes (left aside: "guests")',
    "how many addresses were behind the attack on wednesday": 'odd wednesday (left aside: "addresses")',
    "did last nights import run": 'data (left aside: "nights")',
    "which of the signs did we mute and what was the reason": "triage",
    "give me the oldest five cases": (
        'stuck (left aside: "five"; of each cause the oldest first, those whose block is over last)'
    ),
}


@pytest.mark.parametrize(("text", "read"), READ.items())
def test_what_a_list_of_all_does_not_take_up_is_named(text: str, read: str) -> None:
    assert asked(text).interpretation == read  # type: ignore[union-attr]


LISTS = [
    "which signs did we mute",
    "when did you last load something",
    "which digests come in here",
    "any outages yesterday",
    "who changed the policy last week",
    "anything suspicious last night",
    "which details are in no document",
    "what do I do about a missing license",
    "when do text messages end",
]
COUNTS = ["how many people failed today", "how many resets this month", "top 5 causes this week", "who is stuck"]
TURNS = [
    *("without zorbs", "other than zorbs", "except zorbs", "but no zorbs", "more than zorbs", "instead of zorbs"),
    *("in Zorb", "zorb7", "via zorb", "and zorb it", "not zorbed", "never zorbed"),
]
NARROWS = ["zorbish", "in the zorb", "at the zorb", "on a zorb", "who zorb", "that zorb", "with a zorb", "only zorbs"]


@pytest.mark.parametrize("text", LISTS[:-2])
@pytest.mark.parametrize("turns", TURNS)
def test_not_where_a_word_turns_it_or_says_which_other_thing(text: str, turns: str) -> None:
    assert isinstance(asked(f"{text} {turns}"), Cannot | Misunderstood)


@pytest.mark.parametrize("text", COUNTS)
@pytest.mark.parametrize("narrows", [*TURNS, *NARROWS])
def test_a_number_is_of_all_that_was_said(text: str, narrows: str) -> None:
    assert isinstance(asked(f"{text} {narrows}"), Cannot | Misunderstood)


@pytest.mark.parametrize("text", [*LISTS, *COUNTS])
@pytest.mark.parametrize("phrase", ["zorb", "zorbed", "zorbly", *TURNS, *NARROWS])
def test_wherever_it_stands_an_unknown_word_is_never_dropped_unsaid(text: str, phrase: str) -> None:
    words = text.split()
    for place in range(len(words) + 1):
        question = asked(" ".join((*words[:place], phrase, *words[place:])))
        if isinstance(question, FreelyWorded):
            assert "zorb" in question.interpretation.casefold(), question
        else:
            assert isinstance(question, Cannot | Misunderstood), question


@pytest.mark.parametrize(
    "text",
    [
        "did the change on monday zorb",  # whether it did is what is asked
        "is the data zorbed",
        "what is the average age of our data",
        "is anything broken at zorbia",  # may be a domain
        "are there zorby signs",
        "how many registered last zorbed week",
        "outages since the update",
        "are we seeing the same attack as last week",
        "who was told to register",
        "why was nobody in the digest",
        "did the number of signs go up",
        "did microsoft change something",
    ],
)
def test_what_may_be_the_thing_that_is_asked_is_not_beside_it(text: str) -> None:
    assert isinstance(asked(text), Cannot | Misunderstood)


def test_what_ends_being_told_is_never_a_status() -> None:
    assert asked("stop telling me about thea, he's fine now").kind == "unfollow"


EXPORTED = {
    "export failures without names": 'export failures as csv (left aside: "without names")',
    "export failures last week zorbly": 'export failures last week as csv (not understood: "zorbly")',
}


@pytest.mark.parametrize(("text", "read"), EXPORTED.items())
def test_an_export_keeps_the_note_of_its_question(text: str, read: str) -> None:
    assert asked(text).interpretation == read  # type: ignore[union-attr]


UNTOLD = {
    "who gave erik a license": (
        'status erik (left aside: "who"; no report lists licenses or groups; '
        "a status says whether a reset failed for want of one)"
    ),
    "was dana's password changed by an admin": "status dana (a reset by an admin stands there where it ended a case)",
    "when was thea added to the group": 'status thea (left aside: "added", "group")',
    "which step did erik get stuck at": 'status erik (left aside: "which step")',
    "did our fix help erik": 'status erik (left aside: "did our fix help")',
}


@pytest.mark.parametrize(("text", "read"), UNTOLD.items())
def test_what_somebodys_status_does_not_tell_is_named(text: str, read: str) -> None:
    assert asked(text).interpretation == read  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "says"),
    {
        "when did mia last log in": "sign-in logs",
        "when does dana's password expire": "when it expires",
        "dana is fine, zorb her case": "I do not know zorb",  # may be an order
        "did anyone reset on behalf of somebody else": "made for another",
        "how many resets took longer than a day": "leaves out",
    }.items(),
)
def test_what_no_answer_tells_is_none_of_another_question(text: str, says: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot | Misunderstood)
    assert says in question.sentence
