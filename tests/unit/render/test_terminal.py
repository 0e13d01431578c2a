from bot.render.blocks.blocks import actions, button, context, fields, header, section
from bot.render.blocks.message import Message
from bot.render.formats import terminal


def test_a_message_without_its_marks() -> None:
    message = Message(
        "short",
        (
            header("Title"),
            section(":x: *`a*b*c`* failed, see <https://contoso.com/|the page> at <!date^1^{time}|noon UTC>"),
            fields([("Cause", "No license"), ("Since", "noon")]),
            section("```\n*1*  ██\n```"),
            context("_small_ &lt;print&gt; by <@U1>"),
            actions(button("Press", "sspr.answer.share", "t")),
        ),
    )
    assert terminal.show(message, 100) == (
        "Title\n\n"
        "✗ a*b*c failed, see the page (https://contoso.com/) at noon UTC\n\n"
        "Cause: No license\nSince: noon\n\n"
        "*1*  ██\n\n"
        "small <print> by @U1\n"
    )


def test_a_message_without_blocks_shows_its_text() -> None:
    assert terminal.show(Message("*hello*")) == "hello\n"


def test_long_lines_wrap_below_their_number() -> None:
    assert terminal.show(Message("x", (section("1. " + "word " * 8),)), 20) == (
        "1. word word word\n   word word word\n   word word\n"
    )
