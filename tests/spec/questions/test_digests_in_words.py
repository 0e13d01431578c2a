"""A digest ordered in ordinary words: every option of it is taken, or named with what is offered; none is set up by a guess."""

import pytest

from bot.questions.question import Cannot, Misunderstood, Subscribe
from tests.spec.questions.test_never_a_wrong_reading import offered
from tests.support.phrasings import asked

PLANS = {
    "daily digest at 9 with masked names, and dont post if there's nothing new": "daily at 9:00 show:masked empty:silent",
    "daily digest at nine, masked, silent when empty, not on weekends": "daily at 9:00 mon-fri show:masked empty:silent",
    "daily digest at 8, one line if empty": "daily at 8:00 empty:line",
    "daily digest at 8, if there's nothing then a weekly line": "daily at 8:00 empty:weekly",
    "digest daily 9am skip weekends": "daily at 9:00 mon-fri",
    "new digest for this channel: weekdays at 7, berlin, masked names, on prem only and silent if theres nothing": (
        "daily at 7:00 mon-fri tz:Europe/Berlin show:masked cause:onprem empty:silent"
    ),
    "hourly digest please but keep it quiet from 22:00 to 06:00 and on bavarian holidays": (
        "hourly quiet:22:00-06:00 holidays:DE-BY"
    ),
    "daily digest at 8, quiet on the holidays of saxony, names masked": "daily at 8:00 holidays:DE-SN show:masked",
    "daily digest at 9 except austrian holidays": "daily at 9:00 holidays:AT",
    "digest every weekday at 8 with holidays of england": "daily at 8:00 mon-fri holidays:GB-ENG",
    "daily digest at 9, not on public holidays in new york": "daily at 9:00 holidays:US-NY",
    "daily digest 8am, mon to thu, masked": "daily at 8:00 mon-thu show:masked",
    "daily digest at 7 in new york time show names": "daily at 7:00 tz:America/New_York show:names",
    "weekly digest mon 8am with names masked": "weekly on mon at 8:00 show:masked",
    "digest at 8 on weekdays for cause onprem, masked": "daily at 8:00 mon-fri cause:onprem show:masked",
    "daily digest at 9 for role admin": "daily at 9:00 role:admin",
    "include unfinished attempts in the daily digest at 9": "daily at 9:00 unfinished",
    "weekly digest on mondays at 9 with cutoffs": "weekly on mon at 9:00 cutoffs",
    "daily digest, 6:45, vienna time, holidays austria": "daily at 6:45 tz:Europe/Vienna holidays:AT",
    "hourly digest for contoso.com, quiet overnight 19:00-07:00, no weekends": (
        "hourly mon-fri quiet:19:00-07:00 domain:contoso.com"
    ),
    "weekly digest sunday evening 19:00": "weekly on sun at 19:00",
    "daily digest at 9 tz:Europe/Vienna quiet:20:00-06:00": "daily at 9:00 tz:Europe/Vienna quiet:20:00-06:00",
}


@pytest.mark.parametrize(("text", "plan"), PLANS.items())
def test_all_that_is_said_of_a_digest_is_in_its_plan(text: str, plan: str) -> None:
    question = asked(text)
    assert isinstance(question, Subscribe)
    assert question == asked(f"subscribe {plan}")


ASKED_BACK = {
    "subscribe us weekly on mon at 08:30 berlin time, just counts no names": (
        "subscribe weekly on mon at 08:30 tz:Europe/Berlin show:counts"
    ),
    "subscribe this channel to daily failures with masked names at 7 am": "subscribe daily at 7am show:masked",
    "subscribe to on prem problems hourly, quiet 20 to 6": "subscribe hourly quiet:20-6 cause:onprem",
    "subscribe to blocked results every hour": "subscribe hourly result:blocked",
    "subscribe daily at 9 utc": "subscribe daily at 9 tz:UTC",
    "can you post the digest right now, the meeting starts early": "digest now",
    "post the digest here now, standup in 5": "digest now",
    "we're moving to the new channel, unsubscribe all of them in here": "unsubscribe all",
    "drop digest no 2 please, too noisy": "unsubscribe 2",
    "subscribe daily 08:00 mon-fri tz Europe/Berlin masked names only onprem": (
        "subscribe daily at 08:00 mon-fri show:masked tz:Europe/Berlin cause:onprem"
    ),
    "stop all my follow messages, going on leave": "unfollow",
    "im off next week, unfollow everyone for me": "unfollow",
    "forget all the people I follow, from tomorrow I have holiday": "unfollow",
}


@pytest.mark.parametrize(("text", "order"), ASKED_BACK.items())
def test_an_order_that_is_said_whole_is_asked_back(text: str, order: str) -> None:
    question = asked(text)
    assert isinstance(question, Misunderstood)
    assert question.sentence == f"Do you mean `{order}`?"
    assert question.suggestion == order


LEFT_OUT = {
    "daily digest of failures by domain at 9": ("subscribe daily at 9", "by domain"),
    "daily digest from next monday at 9": ("subscribe daily at 9", "from next monday"),
    "daily digest at 8 with registrations": ("subscribe daily at 8", "registrations"),
    "daily digest of yesterday at 9": ("subscribe daily at 9", "yesterday"),
    "daily digest at 9, only on german holidays": ("subscribe daily at 9", "only", "german", "holidays"),
    "daily digest at 9 also on german holidays": ("subscribe daily at 9", "german", "holidays"),
    "subscribe daily next time": ("subscribe daily", "next time"),
    "digest for the board room on mondays at 8": ("subscribe weekly on mon at 8", "for the board", "room"),
}


@pytest.mark.parametrize(("text", "expected"), LEFT_OUT.items())
def test_what_has_no_place_in_a_plan_is_named_with_what_is_offered(text: str, expected: tuple[str, ...]) -> None:
    question, (order, *words) = asked(text), expected
    assert isinstance(question, Cannot | Misunderstood)
    named = " and ".join(f'"{word}"' for word in words)
    assert f"`{order}` leaves out {named}." in question.sentence
    assert offered(question) == [order]


@pytest.mark.parametrize(
    "text",
    [
        "daily digest at 9, dont stay silent if empty",
        "hourly digest at 9",
        "hourly digest between 8 and 18 only",
        "digest at 9 every evening",
        "weekly digest on friday afternoon",
    ],
)
def test_no_digest_is_made_of_what_says_something_else(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot | Misunderstood)
    assert not any(order.startswith("subscribe ") for order in offered(question))


CANNOT = {
    "post the digest in #servicedesk": "only in the channel",
    "hey can you subscribe #it-ops to the digest": "only in the channel",
    "digest twice a day": "hourly, daily or weekly",
    "monthly digest on the 1st": "hourly, daily or weekly",
    "no digest on 2026-12-24 please": "do not pause a digest",
    "can the digest skip christmas": "do not pause a digest",
    "we dont want a digest on weekends": "do not change a digest",
    "how do I turn off names in the digest": "not changed later by words",
    "the digest should come at 8 instead of 9": "not changed later by words",
    "quiet hours 20:00 to 07:00 for the digest": "quiet hours when subscribing",
    "dont ping us after 6pm": "quiet hours when subscribing",
    "pull fabrikam from graph again pls": "do not load or delete",
    "run the pull again": "do not load or delete",
    "fetch the reports again": "do not load or delete",
    "reload yesterday's file": "do not load or delete",
    "pull the newest audit logs": "do not load or delete",
    "update from graph now": "do not load or delete",
    "export failures of november as csv and parquet": "two files at once",
    "resync entra": "do not load or delete",
    "delete yesterday's load": "do not load or delete",
}


@pytest.mark.parametrize(("text", "says"), CANNOT.items())
def test_what_is_not_done_gets_its_no(text: str, says: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot)
    assert says in question.sentence
