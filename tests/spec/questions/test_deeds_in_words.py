"""Deeds said in words, asked on Saturday 28 November 2026: one that is said whole is asked back, and nothing is done until that is pressed."""

from dataclasses import replace

import pytest

from bot.questions.question import (
    Cannot,
    Digest,
    Follow,
    FreelyWorded,
    Map,
    Misunderstood,
    Subscribe,
    Triage,
    Unfollow,
    Unsubscribe,
)
from bot.render.blocks.mrkdwn import spoken
from tests.support.phrasings import asked

SAID_WHOLE = """
    the burst was an attack, close it                                        | triage burst attack
    that burst wasn't an attack, please record it like that                  | triage burst innocent
    close the burst sign as innocent: that was our own pentest               | triage burst innocent because that was our own pentest
    the burst on the list was an attack, close it like that                  | triage burst attack
    remove the mute from night                                               | triage night unmute
    mute bursts until monday because it's our test                           | triage burst mute 2026-11-30 because it's our test
    mute user ids sign 2 weeks because it's our scanner                      | triage user ids mute 2w because it's our scanner
    mute the burst sign until friday 11 december because of the pentest      | triage burst mute 2026-12-11 because the pentest
    mute night until mon 7 dec, new rota                                     | triage night mute 2026-12-07 because new rota
    reopen the night sign                                                    | triage night reopen
    unmute burst                                                             | triage burst unmute
    mute the night sign until 18 december because we have night shift        | triage night mute 2026-12-18 because we have night shift
    mute night till monday because thats our night shift                     | triage night mute 2026-11-30 because thats our night shift
    mute the night sign til friday, those people work nights                 | triage night mute 2026-12-04 because those people work nights
    mute the night sign until friday - planned maintenance, thanks           | triage night mute 2026-12-04 because planned maintenance
    mute the burst sign until saturday because of the pentest                | triage burst mute 2026-12-05 because the pentest
    mute the burst until friday because of the admin audit, please           | triage burst mute 2026-12-04 because the admin audit
    because of the pentest, please mute the burst sign until friday          | triage burst mute 2026-12-04 because the pentest
    please silence the user ids sign for two weeks, migration of the vpn     | triage user ids mute 2w because migration of the vpn
    mute night for 14d because of the "big" move                             | triage night mute 14d because the "big" move
    please map u3f2a1 to no_license                                          | map u3f2a1 to no_license
    u3f2a1 should count as a licence problem                                 | map u3f2a1 to no_license
    urgent signs straight into this channel please                           | subscribe odd
    we want urgent attack signs in this channel                              | subscribe odd
    post urgent security signs in here right away                            | subscribe odd
    tell us immediately when an attack sign comes up                         | subscribe odd
    that burst was an attack, record it like that                            | triage burst attack
    that burst was an attack, please record it                               | triage burst attack
    the swapped method one was a real attack, close it so                    | triage swapped method attack
    this burst was harmless                                                  | triage burst innocent
    the burst was harmless, close it as innocent                             | triage burst innocent
    the burst was innocent because it is planned                             | triage burst innocent because it is planned
    the burst is harmless, it's planned                                      | triage burst innocent because it's planned
    the burst was not an attack, it was our scanner                          | triage burst innocent because it was our scanner
    the burst was our own pentest, close it as innocent                      | triage burst innocent because our own pentest
    the address sign is our new VPN, innocent                                | triage address innocent because our new VPN
    can you close the burst as innocent?                                     | triage burst innocent
    reopen the admin sign                                                    | triage admin reopen
    reopen the night sign, I don't buy it                                    | triage night reopen because I don't buy it
    the night sign was our own red team, please close it                     | triage night innocent because our own red team
    close the night sign, that was our pentest                               | triage night innocent because that was our pentest
    unmute night because the shift is over                                   | triage night unmute because the shift is over
    mute the night sign till friday, those people work nights                | triage night mute 2026-12-04 because those people work nights
    mute the night sign until 15 january because the night shift started     | triage night mute 2027-01-15 because the night shift started
    mute the address sign for two weeks because of the pentest               | triage address mute 2w because the pentest
    mute new method until 1 january because onboarding                       | triage new method mute 2027-01-01 because onboarding
    mute the burst until the end of december because of the audit            | triage burst mute 2026-12-31 because the audit
    mute the burst because of the pentest until friday                       | triage burst mute 2026-12-04 because the pentest
    mute the burst, until friday, planned work                               | triage burst mute 2026-12-04 because planned work
    mute the burst 2w because the move, the rollout, and the training        | triage burst mute 2w because the move, the rollout, and the training
    count ud97f5 as a licence problem                                        | map ud97f5 to no_license
    give u1a2b3 the cause no_license                                         | map u1a2b3 to no_license
    we want urgent security signs in here immediately                        | subscribe odd
    urgent security signs here please                                        | subscribe odd
    i want urgent attack signs posted here immediately                       | subscribe odd
    I want urgent signs posted in this channel                               | subscribe odd
    tell the people here at once if there's something that smells like an attack | subscribe odd
    unmute night resets                                                      | triage night unmute
    unmute repeated, pentest is over                                         | triage repeated unmute because pentest is over
    mute repeated until 11 december because of the pentest                   | triage repeated mute 2026-12-11 because the pentest
    mute the alert for resets by admins till wednesday, we're testing        | triage admin mute 2026-12-02 because we're testing
    reopen the admin sign, we aren't sure anymore                            | triage admin reopen because we aren't sure anymore
    undo the mute on strangers                                               | triage unknown unmute
    mark the night resets as an attack                                       | triage night attack
    mark the one-address sign as an attack                                   | triage address attack
    unmute the night sign again                                              | triage night unmute
    close the night sign as innocent, was our pentest                        | triage night innocent because it was our pentest
    reopen the one address one, I closed that too early                      | triage address reopen because I closed that too early
    post urgent signs to this channel as they come in                        | subscribe odd
    mute the admin reset warning till friday, we're testing                  | triage admin mute 2026-12-04 because we're testing
    mute resets at night until friday because of the new shift               | triage night mute 2026-12-04 because the new shift
"""
NOT_WHOLE = """
    mute the night sign                                                      | help triage
    mute the night sign until friday                                         | help triage
    mute the night sign until friday, thanks                                 | help triage
    mute the night sign until friday - Bob                                   | help triage
    mute the night sign until friday, not longer                             | help triage
    mute the night sign until friday, who is stuck?                          | help triage
    mute the burst of the last 2 weeks because of the pentest                | help triage
    mute the night sign because of the pentest                               | help triage
    mute the night sign until december because of the pentest                | help triage
    mute the night sign until 2026-11-01 because of the pentest              | help triage
    mute the signs until friday because of the pentest                       | help triage
    mute the night and the burst sign until friday because of the pentest    | help triage
    don't mute the night sign until friday because we need it                | help triage
    mark the burst as not innocent                                           | help triage
    close the burst as an attack or as innocent                              | help triage
    can you close the burst sign, that was us                                | help triage
    close everything but the burst as innocent                               | help triage
    close all signs except the burst as innocent                             | help triage
    mute everything except the burst until friday, planned work              | help triage
    close the burst as anything but innocent                                 | help triage
    close the burst as hardly innocent                                       | help triage
    I doubt the burst is harmless                                            | help triage
    nobody believes the burst is harmless                                    | help triage
    only the burst was harmless                                              | help triage
    this burst was not harmless                                              | help triage
    the burst was an attack, close it as innocent                            | help triage
    mark the burst as harmless if dana agrees                                | help triage
    mark the burst as harmless, dana agrees                                  | help triage
    mark the burst as harmless unless it comes back                          | help triage
    the burst was innocent because it is planned unless dana says no         | help triage
    mark the burst as harmless for contoso                                   | help triage
    mark the burst as an attack when it comes back                           | help triage
    mark the burst as an attack because of the pentest if it comes back      | help triage
    mark the burst as harmless, our dana agrees                              | help triage
    mark the burst as harmless because dana and i doubt it                   | help triage
    mark the burst as harmless, the others were not                          | help triage
    mute the admin until friday because he is on holiday                     | help triage
    unmute admin until friday                                                | help triage
    unmute night, not the burst                                              | help triage
    mute the night sign for dana until friday because she works nights       | help triage
    the night resets on monday were our training                             | help triage
    close the burst as innocent, is the pentest over?                        | help triage
    close the burst as innocent, was our pentest or not                      | help triage
    unmute night again and again                                             | help triage
    mute the burst in 2 weeks because of the pentest                         | help triage
    mute the burst after 2 weeks because of the pentest                      | help triage
    mute the burst every 2 weeks because of the pentest                      | help triage
    mute the burst for at least 2 weeks because of the pentest               | help triage
    mute the burst for less than 2 weeks because of the pentest              | help triage
    mute the burst for another 2 weeks because of the pentest                | help triage
    mute the burst 2 weeks before christmas because of the pentest           | help triage
    mute the burst for 14 days from monday because of the pentest            | help triage
    mute the burst until friday or monday because of the pentest             | help triage
    mute the burst until friday next week because of the pentest             | help triage
    mute the burst until friday because of the pentest until monday          | help triage
    mute the burst until friday, ask dana first                              | help triage
    mute the burst until friday, dana                                        | help triage
    mute the burst until friday, that of contoso                             | help triage
    mute the burst until friday, a week at most                              | help triage
    mute the burst until friday, the night too                               | help triage
    mute the burst until friday because of the pentest, the night too        | help triage
    mute the burst until friday because of the pentest, tell dana            | help triage
    mute the burst until friday because of the pentest but keep the night    | help triage
    the burst was an attack, close it and tell me who is stuck               | help triage
    don't map u3f2a1 to no_license                                           | unknown
    map u1a2b3 not to no_license                                             | unknown
    map u1a2b3 to anything but no_license                                    | unknown
    please undo: map u1a2b3 to no_license                                    | unknown
    should we map u1a2b3 to no_license                                       | unknown
    why map u1a2b3 to no_license                                             | unknown
    is it right to map u1a2b3 to no_license                                  | unknown
    map u1a2b3 to no_license if dana agrees                                  | unknown
    map u1a2b3 to no_license and u1a2b4 to onprem                            | unknown
    please count u1a2b3 as no licence problem                                | unknown
    urgent signs here for contoso                                            | subscribe odd
    urgent signs here, but not at night                                      | subscribe odd
    post urgent signs here only on weekdays                                  | subscribe odd
    alert us in the security channel about attack signs                      | subscribe odd
    we used to get urgent signs here                                         | subscribe odd
    you posted urgent signs here yesterday                                   | subscribe odd
    the alerts on attack signs here are annoying                             | subscribe odd
    attack signs alert us too often                                          | subscribe odd
    post urgent signs straight into our channel                              | subscribe odd
    inform us about the attack sign                                          | subscribe odd
    post attack signs to #security right away                                | subscribe odd
    soc wants a weekly list of odd signs                                     | subscribe odd
    do we get urgent signs in this channel                                   | subscribe odd
    send me an alert on the next attack                                      | subscribe odd
"""
# What a deed does not take up leaves it undone: a denial, an exception, a limit, a question.
NOT_ORDERED = """
    don't unsubscribe 2                       | help unsubscribe
    do not unsubscribe number 2 please        | help unsubscribe
    unsubscribe everything but number 2       | help unsubscribe
    unsubscribe all but 3                     | help unsubscribe
    unsubscribe all? no                       | help unsubscribe
    unsubscribe 2, not 3                      | help unsubscribe
    unsubscribe 2 if nobody reads it          | help unsubscribe
    who unsubscribed 2?                       | help unsubscribe
    can I unsubscribe 2                       | help unsubscribe
    could we unsubscribe 2                    | help unsubscribe
    may I unfollow dana                       | help unfollow
    I don't follow dana                       | help unfollow
    why was number 2 unsubscribed?            | help unsubscribe
    what happens if I unsubscribe 2?          | help unsubscribe
    did you unsubscribe 2?                    | help unsubscribe
    unfollow everybody but dana               | help unfollow
    unfollow all except erik                  | help unfollow
    unfollow all, except dana@contoso.com     | help unfollow
    unfollow everyone in contoso              | help unfollow
    unfollow all admins                       | help unfollow
    unfollow everyone who is not stuck        | help unfollow
    unfollow those who have recovered         | help unfollow
    don't unfollow dana                       | help unfollow
    do not unfollow anyone please             | help unfollow
    don't unfollow anybody                    | help unfollow
    who unfollowed dana?                      | help unfollow
    I never follow dana                       | help unfollow
    never follow dana                         | help unfollow
    don't digest now                          | help digest
    digest now but without names              | help subscribe
    digest now, counts only                   | help subscribe
    post the digest now, no names             | help subscribe
    digest preview without names              | help subscribe
    unsubscribe all in the other channel      | help unsubscribe
    unsubscribe 2 later                       | help unsubscribe
    nobody should unsubscribe 2               | help unsubscribe
    mute everything except bursts until monday because maintenance | help triage
    mute all but the night sign until friday because of the pentest | help triage
    triage all signs as innocent              | triage
    follow all admins who are stuck           | help follow
    follow the guests                         | help follow
    they unfollow dana                        | help unfollow
    the team posts the digest now             | help
    the digest is posted now                  | help digest
    they end all subscriptions                | help unsubscribe
    put off the digest now                    | help subscribe
    putting off posting the digest now        | help subscribe
    pause subscription 2                      | help subscribe
    mute subscription 2                       | help subscribe
    the burst was our pentest is a lie, close it as innocent | help triage
"""
ASKED_BACK = """
    unsubscribe 2?            | unsubscribe 2
    shall we unsubscribe 2?   | unsubscribe 2
    should I unfollow dana?   | unfollow dana
    unfollow all?             | unfollow all
    digest now?               | digest now
    triage burst attack?      | triage burst attack
    unfollow dana, no?        | unfollow dana
    unsubscribe 2, right?     | unsubscribe 2
    subscribe odd?            | subscribe odd
    map u3f2a1 to no_license? | map u3f2a1 to no_license
"""
STATED = """
    we get a daily digest at 9          | subscriptions | subscribe daily at 9
    I get a daily digest at 9           | subscriptions | subscribe daily at 9
"""
ORDERED = """
    unsubscribe all                       | unsubscribe all
    please unsubscribe 2                  | unsubscribe 2
    unsubscribe from the digest number 2  | unsubscribe 2
    can you unsubscribe number 2?         | unsubscribe 2
    unfollow all                          | unfollow
    unfollow everybody please             | unfollow
    unfollow all of them                  | unfollow
    unfollow dana                         | unfollow dana
    stop telling me about dana            | unfollow dana
    never tell me about dana again        | unfollow dana
    don't follow dana                     | unfollow dana
    I don't want to hear about dana any more | unfollow dana
    follow dana till she's in             | follow dana
    post the digest now                   | digest now
"""
READ = """
    what does digest now do?                     | help digest
    what does unsubscribe 2 do                   | help unsubscribe
    what does export attempts contain?           | help export
    was the night sign muted by dana?            | triage
    who triaged the night sign?                  | triage
    who muted the night sign                     | triage
    who failed this week, without names          | failures this week
    who failed this week                         | failures this week by person
    failures 7d by person without names          | failures 7d
"""
# An export has names: a wish for none is said to be left aside, or refused.
WITH_NAMES = """
    export stuck, masked                         | masked
    export failures 7d with names masked         | names masked
    export failures without names                | without names
    export attempts 7d classic without names     | an export has the user IDs as they are
"""
# A day of a sign is not taken up, as a sign is closed as a whole: that is said beside what to type.
OF_A_DAY = """
    the burst on thursday was our pentest, close it as innocent            | triage burst innocent because our pentest
    the night sign from saturday was our pentest, close it                 | triage night innocent because our pentest
    close saturday's night sign, that was our pentest                      | triage night innocent because that was our pentest
    close the night sign from saturday as innocent, it was our pentest     | triage night innocent because it was our pentest
    the burst last night was the load test, mark as innocent               | triage burst innocent because the load test
    reopen the night sign from saturday                                    | triage night reopen
    mute the burst sign from yesterday until friday because of the pentest | help triage
    the night sign from saturday was the new admin, close it               | help triage
    the night sign from saturday was not our pentest, close it             | help triage
    was the night sign of saturday our pentest? close it                   | help triage
"""
EACH_APART = """
    follow dana and erik                         | follow dana | follow erik
    unfollow dana and erik                       | unfollow dana | unfollow erik
    follow dana but not erik                     | status dana | status erik
    how are dana and erik                        | status dana | status erik
"""


def _rows(drawn: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split(" | ")) for line in drawn.strip().splitlines()]


@pytest.mark.parametrize(("text", "typed"), _rows(SAID_WHOLE))
def test_a_deed_that_is_said_whole_is_asked_back_as_one_would_type_it(text: str, typed: str) -> None:
    question = asked(text)
    assert isinstance(question, Misunderstood), question
    assert question.sentence.endswith(f"Do you mean `{typed}`?")
    assert (question.understood, question.suggestion, question.choices) == (True, typed, ())
    deed = asked(typed)
    assert isinstance(deed, Triage | Map | Subscribe)
    assert not isinstance(deed, Triage) or deed.reason == typed.partition(" because ")[2]
    assert f"`{typed}`" in spoken(question.sentence)


@pytest.mark.parametrize(("text", "helps"), _rows(NOT_WHOLE))
def test_a_deed_without_a_part_or_with_a_doubt_is_none_and_says_how_it_is_typed(text: str, helps: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot), question
    assert question.suggestion == helps
    assert "Do you mean" not in question.sentence


@pytest.mark.parametrize(("text", "helps"), _rows(OF_A_DAY))
def test_a_sign_of_a_day_is_closed_as_a_whole_and_that_is_said(text: str, helps: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot), question
    assert question.suggestion == helps
    assert ("as a whole" in question.sentence) == (helps != "help triage")


@pytest.mark.parametrize("letters", range(150, 200, 5))
def test_what_is_pressed_is_shown_whole(letters: int) -> None:
    question = asked(f"mute the burst for 2 weeks because of the m{'o' * letters}ve")
    if isinstance(question, Misunderstood):
        assert f"`{question.suggestion}`" in spoken(question.sentence)
    assert isinstance(question, Misunderstood) == (len(f"triage burst mute 2w because the mve{'o' * letters}") <= 200)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("triage burst innocent because a, b. C!", "a, b. C!"),
        ('triage burst innocent because of "Ada", (see 12)', 'of "Ada", (see 12)'),
        ("triage burst attack because it is seen, because of it", "it is seen, because of it"),
        ("triage burst attack", ""),
    ],
)
def test_a_reason_that_is_typed_keeps_its_commas_and_stops(typed: str, reason: str) -> None:
    deed = asked(typed)
    assert isinstance(deed, Triage)
    assert deed.reason == reason


@pytest.mark.parametrize(
    "text", ["triage noon attack", "triage night", "triage burst innocent, please", "triage burst innocent because ..."]
)
def test_what_is_typed_of_a_sign_and_not_right_lists_no_signs(text: str) -> None:
    question = asked(text)
    assert isinstance(question, Misunderstood)
    assert question.sentence.startswith("triage takes a sign of odd")


@pytest.mark.parametrize("text", ["count SSPR_9999 as a licence problem", "please file sspr_9999 under licence"])
def test_a_code_that_cannot_be_mapped_is_told_so_as_when_it_is_typed(text: str) -> None:
    typed = asked("map SSPR_9999 to no_license")
    question = asked(text)
    assert isinstance(question, Cannot)
    assert isinstance(typed, Misunderstood)
    assert (question.sentence, question.suggestion) == (typed.sentence, typed.suggestion)


@pytest.mark.parametrize(("text", "helps"), _rows(NOT_ORDERED))
def test_what_is_denied_limited_or_asked_is_not_done_nor_offered(text: str, helps: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot | Misunderstood), question
    assert question.suggestion == helps
    assert set(question.choices) <= {"digest preview"}  # which only shows


@pytest.mark.parametrize("end", [", no", ", or not", " - no", ", or no"])
@pytest.mark.parametrize(
    "order",
    [
        *("post the digest now", "digest now", "unfollow dana", "follow dana", "unsubscribe 2", "unsubscribe all"),
        *("end digest 2", "subscribe daily at 9", "close the burst as innocent", "reopen the burst"),
        "map u3f2a1 to no_license",
    ],
)
def test_what_is_taken_back_at_the_end_is_not_done_nor_offered(order: str, end: str) -> None:
    question = asked(order + end)
    assert isinstance(question, Cannot | Misunderstood), question
    offered = {command for command in (question.suggestion, *question.choices) if command}
    told = ("help", "status", "unknown", "subscriptions", "subscribe")  # asked back, or told
    assert all(command.startswith(told) for command in offered), question


@pytest.mark.parametrize(
    ("text", "first"),
    [("post the digest now to me", "digest preview"), ("follow dana's advice", "help follow")],
)
def test_a_deed_that_means_something_else_is_not_done(text: str, first: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot | Misunderstood), question
    assert question.suggestion == first


@pytest.mark.parametrize(("text", "typed"), _rows(ASKED_BACK))
def test_a_question_mark_asks_and_orders_nothing(text: str, typed: str) -> None:
    question = asked(text)
    assert isinstance(question, Misunderstood), question
    assert (question.sentence, question.suggestion) == (f"Do you mean `{typed}`?", typed)


@pytest.mark.parametrize(("text", "listed", "ordered"), _rows(STATED))
def test_what_may_be_told_of_a_digest_that_is_posted_orders_none(text: str, listed: str, ordered: str) -> None:
    question = asked(text)
    assert isinstance(question, Misunderstood), question
    assert (question.suggestion, question.choices) == (listed, (ordered,))


@pytest.mark.parametrize(("text", "typed"), _rows(ORDERED))
def test_a_plain_order_is_done_whatever_politeness_is_beside_it(text: str, typed: str) -> None:
    question, meant = (
        each if isinstance(each, Unsubscribe) else replace(each, interpretation="")
        for each in map(asked, (text, typed))
        if isinstance(each, Unsubscribe | Unfollow | Follow | Digest)
    )
    assert question == meant


@pytest.mark.parametrize(("text", "typed"), _rows(READ))
def test_what_is_asked_of_a_deed_or_without_names_is_answered_so(text: str, typed: str) -> None:
    question, meant = (
        replace(each, interpretation="") if isinstance(each, FreelyWorded) else each
        for each in map(asked, (text, typed))
    )
    assert question == meant


@pytest.mark.parametrize(("text", "said"), _rows(WITH_NAMES))
def test_an_export_without_names_is_said_to_have_them(text: str, said: str) -> None:
    question = asked(text)
    assert said in (
        question.sentence if isinstance(question, Misunderstood) else getattr(question, "interpretation", "")
    )


@pytest.mark.parametrize(("text", "first", "second"), _rows(EACH_APART))
def test_a_deed_on_several_people_is_offered_one_at_a_time(text: str, first: str, second: str) -> None:
    question = asked(text)
    assert isinstance(question, Cannot)
    assert (question.suggestion, question.choices) == (first, (second,))
    assert f"`{first}`, then `{second}`" in question.sentence
