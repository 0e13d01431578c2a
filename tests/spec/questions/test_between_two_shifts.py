"""Questions of a night shift, a second line, a compliance officer and a rollout lead, as they are typed."""

import pytest

from bot.questions.question import Cannot, FreelyWorded, Misunderstood
from tests.support.phrasings import asked

USUAL = "Thursday is when it is wanted; no span of time is named, so it is the usual one"
READ = {
    "which method do admins use": "resets by method role:admin (how they reset; registrations cannot be narrowed to a"
    " role)",
    "how long stuck normally": "time",
    "how long are people stuck on average": "time (the median, not the mean)",
    "do more people fail in the morning": "failures by hour (each hour of the day apart)",
    "share of registrations with just a phone": "rollout (everybody who can reset by one method alone, whichever it is,"
    " as a number)",
    "what changed right before the spike on tuesday": "changes tuesday (every one of that day with its time, not only"
    " those just before)",
    # from an hour on: what was done then is named
    "we restarted the connector at 7am, any failures since": "failures since 7am (left aside: "
    '"we restarted the connector")',
    "same reason as last week": "compare this week with last week (each cause of both)",
    "who got in after the policy change on 9 november": "helped since 9 november (all that was changed or done since,"
    " not only that)",
    "was dana's mail address the problem": 'status dana (left aside: "address")',
    "does the digest here show names": "subscriptions",
    "another hiccup": "incidents",
    "what's the script for too many attempts": "fix throttled",
    "ping me if mia makes it": "follow mia",
    "how many password resets did we not have to do by hand this week": "resets this week",
    "is the spike today bigger than mondays": 'compare today with monday (left aside: "bigger")',
    "any error codes nobody has mapped yet": "unknown",
    "median minutes from first failure to success, on prem cases": "time cause:onprem",
    "did reenabling the license group help": 'helped (left aside: "license")',
    "show detail counts for result contacted admin in q4 so far": "failures q4 by detail result:contacted_admin",
    "onprem_refused or onprem_unreachable, which is it mostly this week": "failures this week by cause (each cause with"
    " its number)",
    "which fix do most callers need today": "failures today by cause",
    "list of changes to who is in scope since sept": "changes since sept",
    "any mfa method swapped right before a reset": "odd (a method registered within a day after a reset is a sign, one from before it is none)",
    "did anyone outside the domain try resetting": "odd",
    "what should people register instead of voice": "cutoffs",
    "we patched the dc on the 20th, any failures since": 'failures since the 20th (left aside: "we patched the dc")',
    "who rang off before finishing since midnight": "failures today by person result:abandoned",
    "anything blow up while i was on break": 'incidents (left aside: "while i was on break")',
    "are password policy rejections rising": "trend cause:password_rules",
    "which steps do I read to someone with no methods registered": "fix methods_missing",
    "did the admins get told about erik's attempts": 'status erik (left aside: "get told")',
    # the day of an occasion is no span of time
    "who failed, for the board on thursday": f'failures by person (left aside: "for the board on thursday"; {USUAL})',
    "who failed yesterday, for the board on thursday": 'failures yesterday by person (left aside: "for the board on thursday")',
}


@pytest.mark.parametrize(("text", "read"), READ.items())
def test_what_is_typed_in_a_hurry_is_read(text: str, read: str) -> None:
    question = asked(text)
    assert isinstance(question, FreelyWorded), question
    assert question.interpretation == read


ASKED_BACK = {
    "digest about tuesdays failures": ["digest preview", "subscribe weekly on tue"],  # a deed is never read into it
    "how many users do we lose in february": ["funnel february", "cutoffs"],
    "gaps?": ["data", "rollout"],
    "did anything get fixed since i left on friday": ["helped since friday", "changes since friday"],
    "weekly numbers for contoso, failures and resets": [
        "failures 7d domain:contoso.com",
        "resets 7d domain:contoso.com",
    ],
}


@pytest.mark.parametrize(("text", "choices"), ASKED_BACK.items())
def test_what_may_mean_either_is_asked_back(text: str, choices: list[str]) -> None:
    question = asked(text)
    assert isinstance(question, Misunderstood), question
    assert [question.suggestion, *question.choices] == choices


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("ok and without the cancelled ones?", "failures result:-cancelled"),
        ("and without the license ones", "failures cause:-no_license"),
    ],
)
def test_what_can_be_left_out_is_not_said_to_be_impossible(text: str, suggestion: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot), question
    assert "cannot leave out" not in question.sentence
    assert question.suggestion == suggestion


def test_somebody_whose_department_is_told_is_one_person() -> None:
    question = asked("someone in marketing says the page told her contact your administrator")
    assert isinstance(question, Cannot), question
    assert question.subject == "every refusal"


SAID_NO = {
    "how long do you keep the data": "retention",
    "can viewers see names": "privacy",
    "show me failures of terminated employees": "leavers",
    "what's our success % for users without a licence": "failures",
}


@pytest.mark.parametrize(("text", "subject"), SAID_NO.items())
def test_what_no_report_says_is_said(text: str, subject: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot), question
    assert question.subject == subject


def test_a_span_ahead_is_no_text_to_look_up() -> None:
    assert isinstance(asked("which fix do most of tonight's callers need"), Misunderstood)


def test_what_is_offered_by_day_keeps_what_narrows() -> None:
    question = asked("failures caused by licensing, by month, this year")
    assert isinstance(question, Cannot), question
    assert question.suggestion == "failures this year by day cause:no_license"
