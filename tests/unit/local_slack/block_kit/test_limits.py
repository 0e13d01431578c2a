import copy
from collections.abc import Callable
from typing import Any

import pytest

from bot.local_slack.block_kit.surfaces import check_blocks, check_view
from bot.local_slack.workspace.messages import Json


def plain(length: int) -> Json:
    return {"type": "plain_text", "text": "x" * length}


def mrkdwn(length: int) -> Json:
    return {"type": "mrkdwn", "text": "x" * length}


def option(number: int = 1, text: int = 1, value: str | None = None) -> Json:
    return {"text": plain(text), "value": value or f"v{number}"}


def options(count: int) -> list[Json]:
    return [option(number) for number in range(count)]


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain(1), **more}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(1), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def entry(**element: Any) -> Json:
    return {"type": "input", "label": plain(1), "element": {"type": "plain_text_input", **element}}


def confirm(title: int = 1, text: int = 1, press: int = 1) -> Json:
    return {"title": plain(title), "text": mrkdwn(text), "confirm": plain(press), "deny": plain(1)}


def table(rows: int, columns: int = 1, text: int = 1) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x" * text}] * columns] * rows}


def image(**more: Any) -> Json:
    return {"type": "image", "image_url": "https://contoso.com/a.png", "alt_text": "a", **more}


LENGTHS = [  # what, the most it may be, how to make one of that size
    ("section text", 3000, lambda n: section(text=mrkdwn(n))),
    ("section fields", 10, lambda n: section(fields=[mrkdwn(1)] * n)),
    ("section field text", 2000, lambda n: section(fields=[mrkdwn(n)])),
    ("header text", 150, lambda n: {"type": "header", "text": plain(n)}),
    ("block_id", 255, lambda n: section(block_id="x" * n)),
    ("action_id", 255, lambda n: actions(button(action_id="x" * n))),
    ("context elements", 10, lambda n: {"type": "context", "elements": [mrkdwn(1)] * n}),
    ("actions elements", 25, lambda n: actions(*[button(action_id=str(i)) for i in range(n)])),
    ("button text", 75, lambda n: actions(button(text=plain(n)))),
    ("button value", 2000, lambda n: actions(button(value="x" * n))),
    ("button url", 3000, lambda n: actions(button(url="x" * n))),
    ("button accessibility label", 75, lambda n: actions(button(accessibility_label="x" * n))),
    ("select options", 100, lambda n: actions({"type": "static_select", "options": options(n)})),
    ("option text", 75, lambda n: actions({"type": "static_select", "options": [option(text=n)]})),
    ("option value", 150, lambda n: actions({"type": "static_select", "options": [option(value="x" * n)]})),
    ("overflow options", 5, lambda n: section(accessory={"type": "overflow", "options": options(n)})),
    ("checkboxes options", 10, lambda n: actions({"type": "checkboxes", "options": options(n)})),
    ("radio options", 10, lambda n: actions({"type": "radio_buttons", "options": options(n)})),
    ("confirm title", 100, lambda n: actions(button(confirm=confirm(title=n)))),
    ("confirm text", 300, lambda n: actions(button(confirm=confirm(text=n)))),
    ("confirm button", 30, lambda n: actions(button(confirm=confirm(press=n)))),
    ("placeholder", 150, lambda n: actions({"type": "users_select", "placeholder": plain(n)})),
    ("image alt text", 2000, lambda n: image(alt_text="x" * n)),
    ("image title", 2000, lambda n: image(title=plain(n))),
    ("markdown text", 12_000, lambda n: {"type": "markdown", "text": "x" * n}),
    ("table rows", 100, table),
    ("table columns", 20, lambda n: table(1, n)),
    ("table characters", 10_000, lambda n: table(1, 1, n)),
    ("input label", 2000, lambda n: {**entry(), "label": plain(n)}),
    ("input initial value", 3000, lambda n: entry(initial_value="x" * n)),
]


@pytest.mark.parametrize(("most", "make"), [row[1:] for row in LENGTHS], ids=[row[0] for row in LENGTHS])
def test_a_limit_admits_what_is_at_it_and_refuses_one_more(most: int, make: Callable[[int], Any]) -> None:
    assert check_blocks([make(most)]) == []
    assert check_blocks([make(most + 1)]) != []


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_each_surface_holds_so_many_blocks(surface: str, most: int) -> None:
    divider = {"type": "divider"}
    assert check_blocks([divider] * most, surface) == []
    (problem,) = check_blocks([divider] * (most + 1), surface)
    assert str(problem) == f"[ERROR] no more than {most} items allowed [json-pointer:/blocks]"


REFUSED = {
    "an unknown block": {"type": "chart"},
    "a block that only modals know": {"type": "alert", "text": plain(1)},
    "a block without a type": {"text": plain(1)},
    "a block that is text": "hello",
    "an unknown key": section(colour="red"),
    "an empty text": section(text=mrkdwn(0)),
    "an empty button": actions(button(text=plain(0))),
    "a section that says nothing": {"type": "section"},
    "text as a bare string": section(text="hello"),
    "a header in mrkdwn": {"type": "header", "text": mrkdwn(1)},
    "a button in mrkdwn": actions(button(text=mrkdwn(1))),
    "a button in a context": {"type": "context", "elements": [button()]},
    "an unknown style": actions(button(style="default")),
    "no actions at all": actions(),
    "an image without alt text": {"type": "image", "image_url": "https://contoso.com/a.png"},
    "an image that is nowhere": {"type": "image", "alt_text": "a"},
    "an image that is no web address": image(image_url="file:///etc/passwd"),
    "a select without options": actions({"type": "static_select"}),
    "a first choice that is not offered": actions(
        {"type": "static_select", "options": options(2), "initial_option": option(9)}
    ),
    "several choices among actions": actions({"type": "multi_users_select"}),
    "a date of another form": actions({"type": "datepicker", "initial_date": "23/11/2026"}),
    "a day that does not exist": actions({"type": "datepicker", "initial_date": "2026-02-30"}),
    "an hour that does not exist": actions({"type": "timepicker", "initial_time": "24:00"}),
    "the same action twice in a block": actions(button(action_id="a"), button(action_id="a")),
    "an empty table cell": {"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]},
    "a mrkdwn table cell": {"type": "table", "rows": [[mrkdwn(1)]]},
    "a ragged table": {"type": "table", "rows": table(1, 1)["rows"] + table(1, 2)["rows"]},
    "a boolean that is a word": section(expand="yes"),
}


@pytest.mark.parametrize("block", REFUSED.values(), ids=REFUSED.keys())
def test_slack_would_refuse(block: object) -> None:
    assert check_blocks([block]) != []


ADMITTED = {
    "fields alone": {"type": "section", "fields": [mrkdwn(1), plain(1)]},
    "a section with a menu": section(accessory={"type": "static_select", "options": options(1)}),
    "grouped options": actions(
        {"type": "static_select", "option_groups": [{"label": plain(1), "options": options(2)}]}
    ),
    "a first choice that is offered": actions(
        {"type": "static_select", "options": options(2), "initial_option": option(1)}
    ),
    "several choices beside a section": section(
        accessory={"type": "multi_static_select", "options": options(3), "initial_options": options(2)}
    ),
    "pickers": actions(
        {"type": "datepicker", "initial_date": "2026-11-23", "action_id": "d"},
        {"type": "timepicker", "initial_time": "09:00", "action_id": "t"},
        {"type": "conversations_select", "action_id": "c", "filter": {"include": ["public"]}},
        {"type": "channels_select", "action_id": "h"},
    ),
    "a context with an image": {"type": "context", "elements": [image(), mrkdwn(1)]},
    "a confirmed danger": actions(button(style="danger", confirm=confirm())),
    "a table with settings": {
        **table(2, 2),
        "column_settings": [{"align": "right", "is_wrapped": True}],
    },
    "rich text": {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "text", "text": "a", "style": {"bold": True}}],
            },
            {
                "type": "rich_text_list",
                "style": "ordered",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "link", "url": "https://contoso.com"}]}
                ],
            },
        ],
    },
    "an input in a message": entry(multiline=True),
}


@pytest.mark.parametrize("block", ADMITTED.values(), ids=ADMITTED.keys())
def test_slack_would_show(block: object) -> None:
    assert list(map(str, check_blocks([block]))) == []


def test_a_block_id_stands_once_in_a_message() -> None:
    assert check_blocks([section(block_id="a"), section(block_id="b")]) == []
    assert check_blocks([section(block_id="a"), section(block_id="a")]) != []


def test_the_same_action_may_stand_in_two_blocks() -> None:
    assert check_blocks([actions(button(action_id="a")), actions(button(action_id="a"))]) == []


def test_a_message_has_one_table() -> None:
    (problem,) = check_blocks([table(1), table(1)])
    assert problem.code == "only_one_table_allowed"


def test_the_markdown_of_a_message_is_counted_together() -> None:
    halves = [{"type": "markdown", "text": "x" * 6000}, {"type": "markdown", "text": "x" * 6001}]
    assert check_blocks(halves) != []


@pytest.mark.parametrize("surface", ["modal", "home"])
@pytest.mark.parametrize("block", [table(1), {"type": "markdown", "text": "a"}], ids=["table", "markdown"])
def test_some_blocks_stand_in_messages_only(surface: str, block: object) -> None:
    assert check_blocks([block]) == []
    assert check_blocks([block], surface) != []


MODAL = {"type": "modal", "title": plain(1), "blocks": [section()]}


@pytest.mark.parametrize(
    ("key", "most", "make"),
    [
        ("title", 24, plain),
        ("submit", 24, plain),
        ("close", 24, plain),
        ("private_metadata", 3000, lambda n: "x" * n),
        ("callback_id", 255, lambda n: "x" * n),
    ],
)
def test_a_modal_has_limits_of_its_own(key: str, most: int, make: Callable[[int], Any]) -> None:
    assert check_view({**MODAL, key: make(most)}) == []
    assert check_view({**MODAL, key: make(most + 1)}) != []


def test_a_modal_with_an_input_needs_a_submit() -> None:
    asking = {**copy.deepcopy(MODAL), "blocks": [entry()]}
    assert check_view(asking) != []
    assert check_view({**asking, "submit": plain(1)}) == []


def test_a_home_tab_has_no_submit() -> None:
    assert check_view({"type": "home", "blocks": [section()]}) == []
    assert check_view({"type": "home", "blocks": [section()], "submit": plain(1)}) != []


def test_a_problem_says_where_it_is() -> None:
    (problem,) = check_blocks([section(), actions(button(), button(text=plain(76)))])
    assert problem.pointer == "/blocks/1/elements/1/text/text"
