from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.render.blocks import mrkdwn

NINE = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("dana@contoso.com", "`dana@contoso.com`"),
        ("<!channel>", "`&lt;!channel&gt;`"),
        ("<@U123>", "`&lt;@U123&gt;`"),
        ("a&b", "`a&amp;b`"),
        ("a`b`", "`a'b'`"),
        ("line\nbreak\ttab", "`line break tab`"),
        ("bob\u202egro.osotnoc@", "`bobgro.osotnoc@`"),
        ("z\u200be\ufeffr\u00ado", "`zero`"),
        ("\ud800lone", "`lone`"),
        ("Z\u0335\u0321a", "`Za`"),
        ("", "`(empty)`"),
        (" \u2800\u3164 ", "`(empty)`"),
    ],
)
def test_report_text_stands_in_back_ticks_with_nothing_live_or_invisible(raw: str, shown: str) -> None:
    assert mrkdwn.code(raw) == shown


def test_a_long_user_id_is_cut_and_the_cut_is_said() -> None:
    shown = mrkdwn.code("x" * 5000)
    assert len(shown) == mrkdwn.USER_ID + 2
    assert shown.endswith("x... (+4,887 characters)`")


def test_a_look_alike_letter_is_marked() -> None:
    assert mrkdwn.person("d\u0430na@contoso.com") == "`d\u0430na@contoso.com` (unusual letters)"
    assert mrkdwn.person("dana@contoso.com") == "`dana@contoso.com`"


@pytest.mark.parametrize(
    ("user", "shown"),
    [
        ("dana@contoso.com", "`d***@contoso.com`"),
        ("dana", "`d***`"),
        ("a@b@contoso.com", "`a***@contoso.com`"),
        ("@contoso.com", "`***@contoso.com`"),
        ("", "`***`"),
    ],
)
def test_a_masked_user_shows_one_letter_and_the_domain(user: str, shown: str) -> None:
    assert mrkdwn.masked(user) == shown


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Blocked until 2026-11-23 09:14 UTC, (about 24 hours).", None),
        (
            'User\'s password is on-premises; see "History" & more ...',
            'User\'s password is on-premises; see "History" &amp; more ...',
        ),
        ("See http://evil.example now", "See `http://evil.example` now"),
        ("Ask dana@contoso.com or evil.example", "Ask `dana@contoso.com` or `evil.example`"),
        ("*bold* _it_ ~no~ :tada:", "`*bold*` `_it_` `~no~` `:tada:`"),
        ("See SSPR_TENANTS, tenant contoso, graph_token.", "See `SSPR_TENANTS`, tenant contoso, `graph_token`."),
        (";.; ::", "`;.;` `::`"),
        ("<!here> please", "`&lt;!here&gt;` please"),
    ],
)
def test_words_of_a_report_that_slack_could_read_stand_in_back_ticks(sentence: str, shown: str | None) -> None:
    assert mrkdwn.words(sentence) == (shown or sentence)


def test_our_own_words_keep_their_formatting_characters_from_slack() -> None:
    assert mrkdwn.plain("Open *.contoso.com & see SSPR_0029 > done") == (
        "Open `*.contoso.com` &amp; see `SSPR_0029` &gt; done"
    )


def test_what_our_own_words_have_in_back_ticks_stays_there() -> None:
    said = "Mute a sign of `odd`, or run `sspr load FILE_1`; see SSPR_0029"
    assert mrkdwn.plain(said) == said.replace("SSPR_0029", "`SSPR_0029`")


def test_a_time_is_local_to_each_reader_with_a_fallback_in_the_given_zone() -> None:
    assert mrkdwn.time(NINE) == "<!date^1795425240^{date_short_pretty} at {time}|2026-11-23 09:14 UTC>"
    assert mrkdwn.clock(NINE, ZoneInfo("Europe/Berlin")) == "2026-11-23 10:14 CET"
    assert mrkdwn.clock(NINE, ZoneInfo("America/Sao_Paulo")) == "2026-11-23 06:14 UTC-03"


@pytest.mark.parametrize("slack_id", ["U0123ABC", "W0123ABC"])
def test_a_slack_user_id_is_a_live_mention(slack_id: str) -> None:
    assert mrkdwn.mention(slack_id) == f"<@{slack_id}>"


@pytest.mark.parametrize("slack_id", ["", "u123", "C123", "!here", "U1|x", "U1>"])
def test_anything_else_is_never_a_mention(slack_id: str) -> None:
    assert mrkdwn.mention(slack_id).startswith("`")


@pytest.mark.parametrize(
    ("url", "label", "shown"),
    [
        ("https://aka.ms/ssprsetup", "Security info", "<https://aka.ms/ssprsetup|Security info>"),
        ("https://x.example/?a=1&b=2", "a|b>", "<https://x.example/?a=1&amp;b=2|a/b&gt;>"),
        ("javascript:alert(1)", "click", "click"),
        ("https://x.example/ y", "click", "click"),
        ("https://x.example|y", "click", "click"),
    ],
)
def test_a_link_is_made_of_web_addresses_only(url: str, label: str, shown: str) -> None:
    assert mrkdwn.link(url, label) == shown


def test_a_text_within_its_limit_stays_as_it_is() -> None:
    assert mrkdwn.cut("one\ntwo", 7) == "one\ntwo"


def test_a_text_is_cut_between_lines_and_says_how_many() -> None:
    lines = [f"line {number}" for number in range(100)]
    assert mrkdwn.cut("\n".join(lines), 60) == "line 0\nline 1\nline 2\nline 3\n... and 96 more lines"


@pytest.mark.parametrize(
    "tail", ["<https://contoso.com/a b|label>", "&amp;&amp;&amp;", "`code span with blanks in it`"]
)
def test_a_single_long_line_is_never_cut_inside_something(tail: str) -> None:
    for limit in range(20, 60):
        shown = mrkdwn.cut(f"some words and then {tail} and more words after it", limit)
        assert len(shown) <= limit
        assert shown.count("<") == shown.count(">")
        assert shown.count("`") % 2 == 0
        assert all(part.startswith("amp;") for part in shown.split("&")[1:])


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Do you mean `stuck` or `odd`?", "Do you mean `stuck` or `odd`?"),
        ("Nearest by its words: `digest preview`.", "Nearest by its words: `digest preview`."),
        ("`rollout`; all else is left aside", "`rollout`; all else is left aside"),
        ('"contoso" is a domain; `tenant:NAME` asks', '"contoso" is a domain; `tenant:NAME` asks'),
        ("Say `<!channel>` *now*.", "Say `&lt;!channel&gt;` `*now*`."),
    ],
)
def test_a_question_in_a_sentence_stays_one_and_a_stop_beside_it_is_no_code(sentence: str, shown: str) -> None:
    assert mrkdwn.spoken(sentence) == shown


def test_a_colon_with_a_word_behind_it_is_no_stop_behind_a_question() -> None:
    assert mrkdwn.spoken(":tada: x") == "`:tada:` x"
    assert mrkdwn.spoken("`rollout`: more") == "`rollout`: more"
