import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.catalogue import load
from bot.knowledge.matching import SHORTEST_PREFIX, normalise

TEXTS = [(text, detail.key) for detail in load().details.values() for text in (detail.text, *detail.aliases)]
QUOTES = "'\u2018\u2019\u00b4`\u02bc"
BLANKS = st.text(alphabet=" \t\u00a0\u2003", min_size=1, max_size=3)


@st.composite
def decorated(draw: st.DrawFn) -> tuple[str, str]:
    """A documented text in another case, with other quotes, blanks, stops and spelling."""
    text, key = draw(st.sampled_from(TEXTS))
    text = text.replace("'", draw(st.sampled_from(QUOTES)))
    text = text.replace("cancelled", draw(st.sampled_from(["cancelled", "canceled"])))
    text = draw(st.sampled_from([text, text.upper(), text.lower(), text.swapcase()]))
    blanks = draw(st.lists(BLANKS, min_size=1, max_size=4))
    words = text.split(" ")
    text = "".join(word + blanks[index % len(blanks)] for index, word in enumerate(words)).strip()
    if not text.endswith("."):
        text += draw(st.sampled_from(["", ".", " "]))
    return draw(st.sampled_from(["", " "])) + text, key


@given(decorated())
def test_a_documented_text_is_recognised_in_any_decoration(case: tuple[str, str]) -> None:
    text, key = case
    detail = load().match(text)
    assert detail is not None
    assert detail.key == key


@given(st.text(max_size=120))
def test_other_text_is_not_taken_for_a_detail(text: str) -> None:
    assert load().match(text) is None


@given(st.sampled_from(TEXTS), st.integers(min_value=0, max_value=200))
def test_a_text_cut_off_anywhere_means_its_own_detail_or_nothing(case: tuple[str, str], length: int) -> None:
    text, key = case
    detail = load().match(text[:length])
    assert detail is None or detail.key == key or text[:length] in {other for other, _ in TEXTS}


@given(st.sampled_from(TEXTS), st.data())
def test_one_word_changed_is_never_guessed(case: tuple[str, str], data: st.DataObject) -> None:
    words = case[0].split(". ")[0].removesuffix(" ...").split()
    index = data.draw(st.integers(min_value=0, max_value=len(words) - 1))
    words[index] = "zebra"
    assert load().match(" ".join(words)) is None


def test_no_two_details_share_a_text_or_a_first_sentence() -> None:
    owner: dict[str, str] = {}
    for text, key in TEXTS:
        for part in (normalise(text), normalise(text).split(". ")[0]):
            assert owner.setdefault(part, key) == key


def test_no_documented_text_is_too_short_to_be_recognised_by_its_beginning() -> None:
    sentences = [text for text, key in TEXTS if not key.startswith("succeeded")]
    assert min(len(normalise(text)) for text in sentences) >= SHORTEST_PREFIX


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("User\u2019s  PASSWORD. ", "user's password"),
        ("See [here](./a.md) to\nresolve this.", "see to resolve this"),
        ("See https://aka.ms/x?y to resolve", "see to resolve"),
        ("\uff35ser canceled", "user cancelled"),
        ("User canceledly", "user canceledly"),
        ("", ""),
    ],
)
def test_normalising_takes_away_what_differs_between_editions(text: str, normal: str) -> None:
    assert normalise(text) == normal


@given(st.text())
def test_normalising_twice_changes_nothing_for_matching(text: str) -> None:
    assert load().match(normalise(text)) is load().match(text)
