"""The catalogue says what the page says, row for row."""

import re
from collections import Counter

import pytest

from bot.knowledge.catalogue import load
from bot.knowledge.vocabulary import Method, Result, parse_methods, parse_result
from tests.spec.knowledge import page


def as_shown(text: str) -> str:
    """The page's source as a reader sees it: a markdown link is its label."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)


def test_the_catalogue_holds_the_page_s_35_details_in_the_page_s_order() -> None:
    on_page = [(detail.text, str(detail.result)) for detail in load().details.values() if detail.on_page]
    assert on_page == [(as_shown(text), result) for text, result in page.ROWS]


def test_the_page_s_details_carry_the_agreed_keys() -> None:
    on_page = [detail.key for detail in load().details.values() if detail.on_page]
    assert on_page == page.KEYS.split()


def test_each_result_has_as_many_details_as_on_the_page() -> None:
    counts = Counter(str(detail.result) for detail in load().details.values() if detail.on_page)
    assert counts == {
        "Abandoned": 13,
        "Blocked": 5,
        "Cancelled": 2,
        "Contacted admin": 5,
        "Failed": 9,
        "Succeeded": 1,
    }


@pytest.mark.parametrize(("key", "text"), page.TEXT_BY_KEY.items())
def test_the_page_s_own_source_text_is_recognised(key: str, text: str) -> None:
    detail = load().match(text)
    assert detail is not None
    assert detail.key == key


def test_what_the_page_says_to_do_is_quoted_and_silence_stays_silence() -> None:
    said = {key: detail.documented for key, detail in load().details.items() if detail.documented}
    assert said == page.DOCUMENTED


@pytest.mark.parametrize("word", page.RESULTS)
def test_each_result_of_the_page_is_read_and_explained(word: str) -> None:
    result = parse_result(word)
    assert result is not None
    assert load().results[result]


def test_both_spellings_of_contacted_admin_are_one_result() -> None:
    assert parse_result("Contacted Admin") is parse_result("Contacted admin") is Result.CONTACTED_ADMIN


@pytest.mark.parametrize("word", page.METHODS)
def test_each_method_of_the_page_is_read_and_explained(word: str) -> None:
    assert parse_methods(word) == (word,)
    assert load().methods[Method(word)]


def test_the_page_s_combination_is_a_set_of_two() -> None:
    assert parse_methods(page.COMBINATION) == ("Alternate Email", "Mobile Phone")


def test_the_limits_are_the_page_s() -> None:
    limits = load().limits
    assert (limits["max_days"], limits["max_rows"]) == (page.MAX_DAYS, page.MAX_ROWS)
