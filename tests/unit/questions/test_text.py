import pytest

from bot.questions.text import join, normalise, split, without_mention

NORMAL = {
    "<@U123|bob> hi": "<@U123> hi",
    "<mailto:a@contoso.com|a@contoso.com>": "a@contoso.com",
    "<mailto:a@contoso.com>": "a@contoso.com",
    "<http://contoso.com|contoso.com>": "contoso.com",
    "<https://contoso.com/a>": "https://contoso.com/a",
    "a &amp; b": "a & b",
    "&lt;!channel&gt;": "<!channel>",
    "*bold* _slanted_ ~struck~ `code`": "bold slanted struck code",
    "_svc@contoso.com": "_svc@contoso.com",
    "a_b_c": "a_b_c",
    "2 * 3 * 4": "2 * 3 * 4",
    "\u201ccan\u2019t\u201d \u2013 a\u00a0b": '"can\'t" - a b',
    "a\u200b\u202e\ufeffb\x00c": "abc",
    "a\tb\nc": "a b c",
}


@pytest.mark.parametrize(("typed", "plain"), NORMAL.items())
def test_typed_text_is_made_plain(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


def test_a_mention_of_the_bot_goes_wherever_it_stands() -> None:
    assert without_mention("<@UBOT> help", "UBOT") == "help"
    assert without_mention("hey <@UBOT|sspr>, who failed?", "UBOT") == "hey   who failed?"
    assert without_mention("<@UBOT>", "UBOT") == ""
    assert without_mention("<@U123> <@UBOT>", "UBOT") == "<@U123>"


def test_a_quoted_word_keeps_its_blanks() -> None:
    assert split('role:"Global Administrator" "a b", c.') == ("role:Global Administrator", "a b", "c")
    assert join(("role:Global Administrator", "a b", "c")) == 'role:"Global Administrator" "a b" c'
