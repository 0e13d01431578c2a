import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.analysis.digest import DigestAnswer
from bot.analysis.failures import FailuresAnswer
from bot.analysis.status import NobodyFound, PersonStatus, SeveralPeople
from bot.analysis.why import WhyAnswer
from bot.digests.follow import Followed
from bot.knowledge.search import FixAnswer
from bot.privacy import Visibility
from bot.questions.question import Misunderstood
from bot.questions.question_type import HelpAnswer
from bot.render import problems
from bot.render.answers import fix, misunderstood, receipt
from bot.render.answers import help as help_message
from bot.render.blocks import compose
from bot.render.blocks.compose import ALL
from bot.render.blocks.mrkdwn import code, masked, person, words
from bot.render.digests import first_message, subscriptions
from bot.render.digests.settings import Setting
from bot.render.formats import terminal
from bot.render.formats.json_answer import to_json
from bot.render.views import answer_modals
from bot.reports.receipt import Receipt
from bot.service.answers.answerer import Display
from bot.service.answers.number_rows import FAILED_PEOPLE
from tests.support.rendering import ROWS, opened, shown
from tests.unit.render.drawn import TEXTS, TIMES, drawn
from tests.unit.render.rules import check_message, check_modal, check_text
from tests.unit.render.sample import DECISIONS, KNOWN

BERLIN = ZoneInfo("Europe/Berlin")
# Every answer that a row renders; those whose own words are the catalogue's, or that have a test below, apart.
KINDS = [kind for kind in ROWS if kind not in {FixAnswer, HelpAnswer, Misunderstood, WhyAnswer, DigestAnswer}]
quick = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.mark.parametrize("kind", KINDS)
@quick
@given(data=st.data())
def test_any_answer_stays_within_slacks_limits_with_nothing_live_in_it(kind: Any, data: st.DataObject) -> None:
    told = data.draw(drawn(kind))
    show = data.draw(st.sampled_from(Visibility))
    message = shown(told, zone=BERLIN, token="t0ken", show=show, decisions=DECISIONS)
    wish = (str(told.number),) if isinstance(told, Followed) else ()  # what its button ends
    check_message(compose.noted(message, data.draw(TEXTS)), tokens=("t0ken", *wish))
    text = terminal.show(message)
    assert text.strip()
    assert all(char == "\n" or char.isprintable() for char in text)
    json.dumps(to_json(told), allow_nan=False)
    assert ALL not in str(message.blocks) or ROWS[kind].all_rows, "a button that opens nothing"


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if ROWS[kind].all_rows and kind not in {SeveralPeople, NobodyFound}]
)
@quick
@given(data=st.data())
def test_the_whole_list_of_any_answer_fits_a_view(kind: Any, data: st.DataObject) -> None:
    told = data.draw(drawn(kind))
    check_modal(opened(told, zone=BERLIN))
    if isinstance(told, PersonStatus):
        check_modal(answer_modals.next_steps(told))


@quick
@given(told=drawn(FailuresAnswer), show=st.sampled_from(Visibility))
def test_failures_person_by_person_stay_within_them_too(told: FailuresAnswer, show: Visibility) -> None:
    check_message(FAILED_PEOPLE.message(told, Display(BERLIN, show, KNOWN, "t0ken", None)), tokens=("t0ken",))


@quick
@given(told=drawn(DigestAnswer), show=st.sampled_from(Visibility), note=TEXTS)
def test_any_digest_stays_within_the_limits_in_every_part(told: DigestAnswer, show: Visibility, note: str) -> None:
    made = first_message.message(told, Setting(zone=BERLIN, show=show, note=note, token="t0ken", decisions=DECISIONS))
    for part in made.parts:
        check_message(part)
    assert len(made.thread) <= 6


@quick
@given(typed=st.tuples(TEXTS, TEXTS, TEXTS, TEXTS))
def test_words_that_people_type_come_back_harmless(typed: tuple[str, str, str, str]) -> None:
    text, word, sentence, suggestion = typed
    unread = Misunderstood(text, word, sentence, suggestion)
    check_message(misunderstood.message(unread))
    check_message(fix.message(FixAnswer(text, (), (word,)), known=KNOWN))
    check_message(problems.refusal(sentence, ask=word))
    check_message(problems.error(text, sentence=sentence))
    check_message(problems.problem(sentence))
    check_message(help_message.message(HelpAnswer(text, (), (word,), suggestion)))


@quick
@given(loaded=drawn(Receipt))
def test_any_receipt_is_harmless(loaded: Receipt) -> None:
    check_message(receipt.message(loaded, zone=BERLIN))


@quick
@given(
    listing=st.lists(
        st.builds(subscriptions.Subscribed, st.integers(1), TEXTS, TEXTS.map(lambda _: "U0KIM"), TIMES, TEXTS)
    )
)
def test_any_list_of_subscriptions_is_harmless(listing: list[subscriptions.Subscribed]) -> None:
    numbers = tuple(str(one.number) for one in listing)
    check_message(subscriptions.message(listing, zone=BERLIN, editable=True), tokens=numbers)
    check_message(subscriptions.message(listing, zone=BERLIN), tokens=numbers)
    check_message(subscriptions.removed(listing))
    for one in listing[:1]:
        check_message(subscriptions.added(one, zone=BERLIN))


@pytest.mark.parametrize("asked", [*KNOWN.details, *KNOWN.causes, *KNOWN.references])
def test_the_fix_of_everything_known_fits(asked: str) -> None:
    found = KNOWN.find(asked)
    for one in found:
        message = fix.message(FixAnswer(asked, (one,), ()), known=KNOWN, token="t0ken")
        check_message(message)
        assert terminal.show(message).strip()
    check_message(fix.message(FixAnswer(asked, found, ()), known=KNOWN))


@given(TEXTS)
def test_words_are_never_live(text: str) -> None:
    for show in (words, code, person, masked):
        check_text(show(text))
