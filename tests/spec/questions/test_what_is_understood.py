"""Words on the left, the question they mean on the right."""

from typing import Any

import pytest

from tests.unit.questions.asking import ask, facts

WEEK, YESTERDAY, LAST_WEEK = "the last 7 days", "yesterday", "last week"
AS_FAR = "last week up to Wednesday 13:00"


def failures(window: str = WEEK, by: str = "detail", **more: Any) -> dict[str, Any]:
    return {"kind": "failures", "window": window, "by": by, **more}


def resets(window: str = WEEK, by: str = "method") -> dict[str, Any]:
    return {"kind": "resets", "window": window, "by": by}


def registrations(window: str = WEEK, by: str = "method") -> dict[str, Any]:
    return {"kind": "registrations", "window": window, "by": by}


def status(person: str | None = None) -> dict[str, Any]:
    return {"kind": "status", "person": person} if person else {"kind": "status"}


def fix(text: str) -> dict[str, Any]:
    return {"kind": "fix", "text": text}


HELP, DATA, STUCK, ROLLOUT = ({"kind": kind} for kind in ("help", "data", "stuck", "rollout"))
DANA = status("dana@contoso.com")
LICENSE = "User does not have a license. You can add a license to the user to resolve this"

UNDERSTOOD: dict[str, dict[str, Any]] = {
    # help
    "": HELP,
    "   ": HELP,
    "?": HELP,
    "help": HELP,
    "HELP!": HELP,
    "hello": HELP,
    "what can you do?": HELP,
    "help failures": {"kind": "help", "topic": "failures"},
    "help Windows": {"kind": "help", "topic": "windows"},
    "subscribe": {"kind": "help", "topic": "subscribe"},
    # one person
    "status": status(),
    "status me": status(),
    "why can't I reset?": status(),
    "why can I not reset?": status(),
    "can I not reset?": status(),
    "am I blocked?": status(),
    "status dana@contoso.com": DANA,
    "status of dana@contoso.com": DANA,
    "dana@contoso.com": DANA,
    "Dana@contoso.com": status("Dana@contoso.com"),
    "dana@contoso.com?": DANA,
    "dana@contoso.com's status": DANA,
    "why can't dana@contoso.com reset?": DANA,
    "why can't dana@contoso.com reset her password today": DANA,
    "why did dana@contoso.com fail": DANA,
    "is dana@contoso.com registered?": DANA,
    "dana@contoso.com is blocked": DANA,
    "dana@contoso.com can't reset": DANA,
    "what happened to dana@contoso.com?": DANA,
    "help me with dana@contoso.com": DANA,
    "status user@contoso": status("user@contoso"),
    "why can't alice@ reset": status("alice@"),
    "is Bob blocked": status("Bob"),
    "is o.hara blocked": status("o.hara"),
    "what about O'Hara": status("O'Hara"),
    "how many resets did not fail today": resets("today"),
    "who isn't licensed": {"kind": "stuck", "cause": "no_license"},
    "can dana reset?": status("dana"),
    "whats wrong with dana?": status("dana"),
    "tell me about dana": status("dana"),
    "my status": status(),
    "has dana registered yet?": status("dana"),
    "dana cannot reset her password": status("dana"),
    "status @bob": status("bob"),
    "status o'hara@contoso.com": status("o'hara@contoso.com"),
    "status _svc@contoso.com": status("_svc@contoso.com"),
    "status bob_x#EXT#@contoso.onmicrosoft.com": status("bob_x#EXT#@contoso.onmicrosoft.com"),
    # failures
    "failures": failures(),
    "failures 7d by cause": failures(by="cause"),
    "failures by:cause 24h": failures("the last 24 hours", by="cause"),
    "failures by root cause": failures(by="cause"),
    "failures per day": failures(by="day"),
    "FAILURES 7D BY CAUSES": failures(by="cause"),
    "reasons this week": failures("this week"),
    "breakdown yesterday by domain": failures(YESTERDAY, by="domain"),
    "failed": failures(),
    "failed yesterday": failures(YESTERDAY),
    "failures result:failed": failures(result="Failed"),
    "failures result:contacted_admin": failures(result="Contacted admin"),
    "failures result:contacted admin 24h": failures("the last 24 hours", result="Contacted admin"),
    "failures result: blocked": failures(result="Blocked"),
    "failures cause:onprem": failures(cause="onprem"),
    "failures cause:onprem_unreachable": failures(cause="onprem_unreachable"),
    "failures cause:onprem-unreachable": failures(cause="onprem_unreachable"),
    "failures cause:no licence": failures(cause="no_license"),
    "failures method:mobile phone": failures(method="Mobile Phone"),
    "failures method:email": failures(method="Alternate Email"),
    'failures role:"Global Administrator"': failures(role="Global Administrator"),
    "failures domain:@Contoso.com": failures(domain="contoso.com"),
    "failures top 5": failures(top=5),
    "failures top5 by cause": failures(by="cause", top=5),
    "who failed yesterday?": failures(YESTERDAY, by="person"),
    "who failed to reset yesterday": failures(YESTERDAY, by="person"),
    "who failed to reset their password last week by cause": failures(LAST_WEEK, by="cause"),
    "who could not reset yesterday?": failures(YESTERDAY, by="person"),
    "how many failures this month": failures("this month"),
    "how many failed last week?": failures(LAST_WEEK),
    "how many were blocked last week?": failures(LAST_WEEK, result="Blocked"),
    "how many blocked this week": failures("this week", result="Blocked"),
    "how many people contacted an admin yesterday": failures(YESTERDAY, result="Contacted admin"),
    "how many gave up last week": failures(LAST_WEEK, result="Abandoned"),
    "who was blocked yesterday?": failures(YESTERDAY, by="person", result="Blocked"),
    "top 5 reasons": failures(by="cause", top=5),
    "top 5 reasons this week": failures("this week", by="cause", top=5),
    "what are the top 3 causes for failures last month?": failures("last month", by="cause", top=3),
    "most common problems 30d": failures("the last 30 days"),
    "why do people fail": failures(by="cause"),
    "what went wrong yesterday?": failures(YESTERDAY, by="cause"),
    "which methods fail": failures(by="method"),
    "could you show me the failures of last week, please?": failures(LAST_WEEK),
    "who failed this week and why?": failures("this week"),
    "list the people who failed yesterday": failures(YESTERDAY, by="person"),
    "top 10 failure reasons this month": failures("this month", by="cause", top=10),
    "has anyone failed today?": failures("today"),
    "what happened yesterday?": failures(YESTERDAY, by="cause"),
    "what's new today": failures("today"),
    # all but one result or cause
    "failures result:-blocked": failures(not_result="Blocked"),
    "failures yesterday cause:-onprem result:-contacted admin": failures(
        YESTERDAY, not_cause="onprem", not_result="Contacted admin"
    ),
    "failures result: -blocked": failures(not_result="Blocked"),
    "failures result:failed cause:-no-licence": failures(result="Failed", not_cause="no_license"),
    "stuck cause:-onprem": {**STUCK, "not_cause": "onprem"},
    "failures except the blocked ones": failures(not_result="Blocked"),
    "failures last week other than license": failures(LAST_WEEK, not_cause="no_license"),
    "failures yesterday without the on-prem ones": failures(YESTERDAY, not_cause="onprem"),
    "who failed yesterday but not because of a license": failures(YESTERDAY, by="person", not_cause="no_license"),
    "everyone stuck apart from the blocked ones": {**STUCK, "not_cause": "throttled"},
    "who is stuck but not because of on prem": {**STUCK, "not_cause": "onprem"},
    # registrations and rollout
    "registrations": registrations(),
    "registrations 30d by day": registrations("the last 30 days", by="day"),
    "registered yesterday": registrations(YESTERDAY),
    "who registered yesterday?": registrations(YESTERDAY),
    "how many people registered this month": registrations("this month"),
    "what data do people register?": registrations(),
    "what data do people register most often?": registrations(),
    "how many registrations last week": registrations(LAST_WEEK),
    "rollout": ROLLOUT,
    "who has not registered?": ROLLOUT,
    "who hasn't registered yet": ROLLOUT,
    "how is the rollout going?": ROLLOUT,
    # fix
    "fix SSPR_0029": fix("SSPR_0029"),
    "SSPR_0029": fix("SSPR_0029"),
    "sspr_0029.": fix("SSPR_0029"),
    "33008": fix("33008"),
    "error 33008": fix("33008"),
    "what does SSPR_0014 mean?": fix("SSPR_0014"),
    "what's SSPR_009": fix("SSPR_009"),
    "what does event id 33008 mean": fix("33008"),
    "how do I fix no license?": fix("no_license"),
    "explain SSPR_0029": fix("SSPR_0029"),
    "fix for SSPR_0029": fix("SSPR_0029"),
    "what is SSPR_0029 and how do I fix it?": fix("SSPR_0029"),
    "what does this mean: SSPR_0029": fix("SSPR_0029"),
    'what does "User does not have a license" mean?': fix("User does not have a license"),
    "what should I do about throttled users": fix("throttled"),
    "ADPasswordPolicyError": fix("ADPasswordPolicyError"),
    f"fix {LICENSE}": fix(LICENSE),
    LICENSE: fix(LICENSE),
    f"Details: {LICENSE}": fix(f"Details: {LICENSE}"),
    "User\u2019s password is managed on-premises. You can enable Password Writeback to resolve this": fix(
        "User's password is managed on-premises. You can enable Password Writeback to resolve this"
    ),
    # stuck
    "stuck": STUCK,
    "stuck cause:onprem": {**STUCK, "cause": "onprem"},
    "who is stuck right now?": STUCK,
    "who's stuck cause:onprem": {**STUCK, "cause": "onprem"},
    "who can't reset right now?": STUCK,
    "who is blocked?": {**STUCK, "cause": "throttled"},
    "is anyone blocked": {**STUCK, "cause": "throttled"},
    # trend and compare
    "trend": {"kind": "trend", "window": WEEK},
    "trend 30d cause:no_license": {"kind": "trend", "window": "the last 30 days", "cause": "no_license"},
    "show me the trend of failures": {"kind": "trend", "window": WEEK},
    "is it getting better?": {"kind": "trend", "window": WEEK},
    "how many people reset in the last 7 days": resets(),
    "show resets by admins": resets(by="role"),
    "resets this month by day": resets("this month", by="day"),
    "who reset successfully yesterday": resets(YESTERDAY),
    "was there an outage last week?": {"kind": "incidents", "window": LAST_WEEK},
    "incidents 30d cause:onprem": {"kind": "incidents", "window": "the last 30 days", "cause": "onprem"},
    "what is the success rate this month?": {"kind": "trend", "window": "this month"},
    "compare": {"kind": "compare", "window": WEEK, "previous": "the 7 days before"},
    "compare 24h": {"kind": "compare", "window": "the last 24 hours", "previous": "the 24 hours before"},
    "compare this week": {"kind": "compare", "window": "this week", "previous": AS_FAR},
    "compare this week with last": {"kind": "compare", "window": "this week", "previous": AS_FAR},
    "compare last week with this week": {"kind": "compare", "window": "this week", "previous": AS_FAR},
    "this week vs last week": {"kind": "compare", "window": "this week", "previous": AS_FAR},
    "compare failures this week with last": {"kind": "compare", "window": "this week", "previous": AS_FAR},
    "compare last week": {"kind": "compare", "window": LAST_WEEK, "previous": "the week before last"},
    "compare feb 2017": {"kind": "compare", "window": "February 2017", "previous": "January 2017"},
    "compare jan 2017 to feb 2017": {"kind": "compare", "window": "February 2017", "previous": "January 2017"},
    "compare this week with last cause:onprem": {
        "kind": "compare",
        "window": "this week",
        "previous": AS_FAR,
        "cause": "onprem",
    },
    # the rest
    "data": DATA,
    "what is loaded?": DATA,
    "how fresh is the data?": DATA,
    "export failures 30d by cause": {
        "kind": "export",
        "question": failures("the last 30 days", by="cause"),
        "format": "csv",
    },
    "export registrations as parquet": {"kind": "export", "question": registrations(), "format": "parquet"},
    "export attempts 30d classic": {
        "kind": "export",
        "question": {"kind": "trend", "window": "the last 30 days"},
        "format": "csv",
        "classic": True,
    },
    "export failures classic": {"kind": "export", "question": failures(), "format": "csv", "classic": True},
    "export who failed yesterday": {"kind": "export", "question": failures(YESTERDAY, by="person"), "format": "csv"},
    "export the list": {"kind": "export", "question": failures(), "format": "csv"},
    "digest": {"kind": "digest", "window": WEEK},
    "digest preview": {"kind": "digest", "window": WEEK},
    "digest preview since yesterday": {"kind": "digest", "window": "since yesterday"},
    "digest now": {"kind": "digest", "window": WEEK, "now": True},
    "why dana@contoso.com": {"kind": "why", "person": "dana@contoso.com"},
    "why was dana@contoso.com in the last digest?": {"kind": "why", "person": "dana@contoso.com"},
    "why me": {"kind": "why"},
    "follow dana@contoso.com": {"kind": "follow", "person": "dana@contoso.com"},
    "tell me when dana@contoso.com has recovered": {"kind": "follow", "person": "dana@contoso.com"},
    "please let me know once dana@contoso.com is back": {"kind": "follow", "person": "dana@contoso.com"},
    "notify me as soon as dana@contoso.com has recovered": {"kind": "follow", "person": "dana@contoso.com"},
    "unfollow": {"kind": "unfollow"},
    "unfollow dana@contoso.com": {"kind": "unfollow", "person": "dana@contoso.com"},
    "stop telling me about dana@contoso.com": {"kind": "unfollow", "person": "dana@contoso.com"},
    "don't tell me about dana@contoso.com anymore": {"kind": "unfollow", "person": "dana@contoso.com"},
    "unfollow everybody": {"kind": "unfollow"},
    "please stop following dana@contoso.com": {"kind": "unfollow", "person": "dana@contoso.com"},
    "tell me when dana@contoso.com was blocked": {"kind": "status", "person": "dana@contoso.com"},
    "tell me if dana@contoso.com can reset": {"kind": "status", "person": "dana@contoso.com"},
    "tell me if dana@contoso.com has recovered": {"kind": "status", "person": "dana@contoso.com"},
    "unsubscribe": {"kind": "unsubscribe"},
    "unsubscribe 2": {"kind": "unsubscribe", "which": "2"},
    "unsubscribe #2": {"kind": "unsubscribe", "which": "2"},
    "unsubscribe all": {"kind": "unsubscribe", "which": "all"},
    "subscriptions": {"kind": "subscriptions"},
}


@pytest.mark.parametrize(("text", "expected"), UNDERSTOOD.items())
def test_words_mean_this_question(text: str, expected: dict[str, Any]) -> None:
    assert facts(ask(text)) == expected


SAME_THING = {
    "nothing changed": "status dana@contoso.com",
    "a mention of the bot before it": "<@UBOT> status dana@contoso.com",
    "a mention with a colon": "<@UBOT>: status dana@contoso.com",
    "the command typed again": "/sspr status dana@contoso.com",
    "the link Slack makes of an address": "status <mailto:dana@contoso.com|dana@contoso.com>",
    "back-ticks": "status `dana@contoso.com`",
    "bold": "*status* dana@contoso.com",
    "bold over all of it": "*status dana@contoso.com*",
    "quotes": "status \u201cdana@contoso.com\u201d",
    "a non-breaking space": "status\u00a0dana@contoso.com",
    "a zero-width space": "status dana\u200b@contoso.com",
    "direction marks": "status \u202edana@contoso.com\u202c",
    "full-width letters": "\uff53\uff54\uff41\uff54\uff55\uff53 dana\uff20contoso.com",
    "punctuation": "status dana@contoso.com!!",
    "blanks and a line break": "  status \n dana@contoso.com  ",
}


@pytest.mark.parametrize("text", SAME_THING.values(), ids=SAME_THING.keys())
def test_what_keyboards_and_slack_do_to_words_changes_nothing(text: str) -> None:
    assert facts(ask(text)) == DANA


@pytest.mark.parametrize(
    "text", ["<@U123>", "status <@U123|bob>", "why can't <@U123> reset?", "<@UBOT> <@U123>", "<@U123> can't reset"]
)
def test_a_mentioned_person_stays_a_mention(text: str) -> None:
    assert facts(ask(text)) == status("<@U123>")


def test_what_free_words_were_taken_for_is_told() -> None:
    told = {
        "who failed yesterday?": "failures yesterday by person",
        "how many were blocked last week": "failures last week result:blocked",
        "is bob blocked?": "status bob",
        "why can't I reset": "status me",
        "failures yesterday": "",
    }
    assert {text: getattr(ask(text), "interpretation", None) for text in told} == told
