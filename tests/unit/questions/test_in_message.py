"""What a message that people wrote to each other asks of the bot."""

import pytest

from bot.knowledge.catalogue import load
from bot.questions.in_message import MOST, questions_in

LICENSE = "User does not have a license. You can add a license to the user to resolve this"


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("<mailto:Dana@contoso.com|Dana@contoso.com> sees SSPR_0029", ("status dana@contoso.com", "fix SSPR_0029")),
        ("<@U0DANA> cannot reset, can you look <@U0BOT>?", ("status <@U0DANA>",)),
        ("guest bob_x#EXT#@contoso.onmicrosoft.com", ("status bob_x#ext#@contoso.onmicrosoft.com",)),
        ("the log says error 33008", ("fix 33008",)),
        ("event id 33004: hr=80230619", ("fix 33004", "fix 80230619")),
        ("she read out s s p r zero zero three zero", ("fix SSPR_0030",)),
        ("0029", ("fix SSPR_0029",)),
        (f"The portal says: {LICENSE}", ("fix failed.no_license",)),
        ("call me on 0049 170 5555 or 33008", ()),
        ("we have 30 people and 5000 phones", ()),
        ("correlation id 5f0c7c62-0000-4000-8000-000000000000", ()),
        ("good morning", ()),
        ("", ()),
    ],
)
def test_addresses_codes_and_sentences_are_found_and_numbers_are_left_alone(text: str, questions: object) -> None:
    assert questions_in(text, load(), bot="U0BOT") == questions


def test_a_long_list_of_people_is_cut() -> None:
    text = " ".join(f"user{number}@contoso.com" for number in range(50))
    assert len(questions_in(text, load())) == MOST


def test_a_word_without_end_is_looked_through_once() -> None:
    assert questions_in("a" * 1_000_000, load()) == ()  # to begin anew at each letter would take hours
