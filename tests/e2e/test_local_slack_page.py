from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App

from bot.local_slack.local_slack import LocalSlack
from bot.render.blocks.data_table import data_table
from tests.unit.local_slack.minimal_bot import button, option, plain, section, toy_slack

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="/usr/bin/chromium is not installed"),
]
expect = sync_api.expect
SUGGESTIONS = [
    ("/sspr status dana@contoso.com", "one person, and the fix"),
    ("/sspr failures 7d", "who failed"),
    ("@sspr why can't dana reset?", "in plain words"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as player:
        browser = player.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def connected() -> Iterator[tuple[LocalSlack, App]]:
    with toy_slack() as (slack, app):
        said = iter(["It is the next morning."])
        slack.connect(
            slack.context.endpoint.events_url or "",
            suggestions=SUGGESTIONS,
            controls=[("morning", "Go to the next morning", lambda: next(said))],
        )
        yield slack, app


@pytest.fixture
def slack(connected: tuple[LocalSlack, App]) -> LocalSlack:
    return connected[0]


@pytest.fixture
def page(slack: LocalSlack, browser: Any) -> Iterator[Any]:
    yield from opened(slack, browser)


def opened(slack: LocalSlack, browser: Any, **options: Any) -> Iterator[Any]:
    """Open the page, and fail the test when the page itself did something wrong."""
    context = browser.new_context(**options)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.set_default_timeout(10_000)
    page.goto(slack.page_url)
    expect(page.locator("#composer-text")).to_be_visible()
    yield page
    context.close()
    assert faults == []


def write(page: Any, text: str) -> None:
    page.fill("#composer-text", text)
    page.keyboard.press("Enter")


def become(page: Any, name: str) -> None:
    page.locator(".who-now").click()
    page.locator(".who-choice", has_text=name).click()
    expect(page.locator(".who-now")).to_contain_text(name)


def test_a_command_is_answered_to_its_asker_alone(page: Any) -> None:
    write(page, "/sspr status")
    answer = page.locator(".message", has_text="3 failures")
    expect(answer).to_contain_text("Only visible to you")
    expect(answer.get_by_role("button", name="Show all")).to_be_visible()
    become(page, "Bob Bright")
    expect(page.locator(".place[aria-current]")).to_contain_text("helpdesk")
    expect(page.locator(".message")).to_have_count(0)
    become(page, "Ann Able")
    expect(answer).to_be_visible()
    answer.get_by_role("button", name="Dismiss").click()
    expect(answer).to_have_count(0)


def test_a_button_and_a_menu_work(page: Any) -> None:
    write(page, "/sspr status")
    page.locator(".message select").select_option("b")
    expect(page.locator(".message").last).to_contain_text("Picked b")
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".message").first).to_contain_text("All of them: all")
    expect(page.locator(".message").first).to_contain_text("(edited)")


def test_a_modal_is_filled_in_complained_about_and_sent(page: Any) -> None:
    write(page, "/sspr ask")
    modal = page.get_by_role("dialog", name="Next steps")
    send = modal.get_by_role("button", name="Send")
    send.click()
    expect(modal.get_by_role("alert")).to_have_text("Please complete this required field.")
    modal.get_by_label("Message").fill("bad")
    modal.get_by_label("When").select_option("tomorrow")
    send.click()
    expect(modal.get_by_role("alert")).to_have_text("Please be kind.")
    expect(modal.get_by_label("Message")).to_have_value("bad")
    expect(modal.get_by_label("When")).to_have_value("tomorrow")
    modal.get_by_label("Message").fill("good")
    send.click()
    expect(modal).to_be_hidden()
    expect(page.locator(".place.unread")).to_contain_text("sspr")
    page.locator(".place", has_text="direct message").click()
    expect(page.locator(".message").last).to_contain_text("Sent: good")


def test_escape_closes_the_modal(page: Any, slack: LocalSlack) -> None:
    write(page, "/sspr ask")
    expect(page.locator("#modal")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#modal")).to_be_hidden()
    assert slack.modal("U1") is None


def test_a_mention_is_answered_in_its_thread(page: Any) -> None:
    page.get_by_role("button", name="@sspr why can't dana reset?").click()
    page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.locator(".message")).to_have_count(2)
    thread.get_by_label("Reply in thread").fill("@sspr and now?")
    page.keyboard.press("Enter")
    expect(thread.locator(".message")).to_have_count(4)
    page.keyboard.press("Escape")
    expect(thread).to_be_hidden()
    expect(page.get_by_role("button", name="3 replies")).to_be_visible()


HOSTILE = """<img src=x onerror=document.title='owned'> <script>document.title='owned'</script>
<javascript:alert(1)|press me> `<b>code</b>` *<i>bold</i>* <!channel> &lt;u&gt; "'><svg/onload=alert(1)>"""


def test_hostile_text_stays_text(page: Any, slack: LocalSlack) -> None:
    slack.say("U2", "C1", HOSTILE)
    workspace = slack.context.workspace
    with workspace.lock:  # raw, as no careful bot would send it
        workspace.post("C1", "U0THEBOT", HOSTILE)
        workspace.post("C1", "U0THEBOT", "x", blocks=[section(HOSTILE), {"type": "header", "text": plain(HOSTILE)}])
    expect(page.locator(".message")).to_have_count(3)
    inside = page.locator(".message-body")
    for tag in ("img", "script", "b", "i", "u", "a[href^='javascript']"):
        assert inside.locator(tag).count() == 0, tag
    assert page.locator(".message svg[onload]").count() == 0
    expect(page.locator(".message").first).to_contain_text("<img src=x onerror=document.title='owned'>")
    assert "owned" not in page.title()


def test_text_is_set_as_slack_sets_it(page: Any, slack: LocalSlack) -> None:
    text = "*bold* _italic_ ~gone~ `code` a_b_c 2*3*4 <https://contoso.com|a link> <@U2> <#C1> :x:\n• one\n• two\n&gt; said\n```pre\n*not bold*```"
    with slack.context.workspace.lock:
        slack.context.workspace.post("C1", "U0THEBOT", text)
    message = page.locator(".message .mrkdwn")
    expect(message).to_be_visible()
    found = {tag: message.locator(tag).all_inner_texts() for tag in ("strong", "em", "s", "code", "li", "a", "pre")}
    assert found == {
        "strong": ["bold"],
        "em": ["italic"],
        "s": ["gone"],
        "code": ["code"],
        "li": ["one", "two"],
        "a": ["a link"],
        "pre": ["pre\n*not bold*"],
    }
    assert message.locator(".mention").all_inner_texts() == ["@Bob Bright", "#helpdesk"]
    expect(message.locator("blockquote")).to_have_text("said")
    expect(message).to_contain_text("a_b_c 2*3*4")
    expect(message.get_by_role("img", name="x")).to_be_visible()


def test_a_line_below_a_step_that_begins_with_blanks_belongs_to_it(page: Any, slack: LocalSlack) -> None:
    text = "What to do\n1. Do this.\n      `Here > There`\n      `Set-It`\n2. Do that.\n• one\n  more of it\n• two\nThe end"
    with slack.context.workspace.lock:
        slack.context.workspace.post("C1", "U0THEBOT", text)
    message = page.locator(".message .mrkdwn")
    expect(message.locator("ol > li")).to_have_text(["Do this.Here > ThereSet-It", "Do that."])
    expect(message.locator("ol > li > code")).to_have_text(["Here > There", "Set-It"])
    expect(message.locator("ul > li")).to_have_text(["onemore of it", "two"])
    expect(message.locator("p")).to_have_text(["What to do", "The end"])


EVERYTHING = [
    {"type": "header", "text": plain("Everything")},
    section("with a menu", accessory={"type": "overflow", "action_id": "any.o", "options": [option("Snooze")]}),
    section(
        "several",
        accessory={"type": "multi_static_select", "action_id": "any.m", "options": [option("a"), option("b")]},
    ),
    {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Attempts*\n42"}, plain("Plain")]},
    {"type": "image", "image_url": "https://contoso.com/a.png", "alt_text": "failures per day"},
    {
        "type": "actions",
        "elements": [
            button(
                "Close case",
                "any.close",
                style="danger",
                confirm={
                    "title": plain("Sure?"),
                    "text": plain("It closes."),
                    "confirm": plain("Yes"),
                    "deny": plain("No"),
                },
            ),
            {"type": "users_select", "action_id": "any.u", "placeholder": plain("Assign to")},
            {"type": "conversations_select", "action_id": "any.c", "placeholder": plain("Where")},
            {"type": "channels_select", "action_id": "any.h", "placeholder": plain("Channel")},
            {"type": "datepicker", "action_id": "any.d", "initial_date": "2026-11-24"},
            {"type": "timepicker", "action_id": "any.t", "initial_time": "09:00"},
            {"type": "checkboxes", "action_id": "any.k", "options": [option("one"), option("two")]},
            {"type": "radio_buttons", "action_id": "any.r", "options": [option("yes"), option("no")]},
        ],
    },
    {"type": "table", "rows": [[{"type": "raw_text", "text": "Cause"}], [{"type": "raw_text", "text": "License"}]]},
    {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted", "style": {"bold": True}}]},
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U2"}]}],
            },
        ],
    },
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "newest row 5 minutes old"}]},
    {"type": "divider"},
]


def test_a_choice_of_conversations_heeds_its_filter(page: Any, slack: LocalSlack) -> None:
    narrow = {"include": ["public", "private"], "exclude_external_shared_channels": True}
    select = {"type": "conversations_select", "action_id": "any.c", "placeholder": plain("Where"), "filter": narrow}
    workspace = slack.context.workspace
    workspace.share("C2")
    with workspace.lock:
        workspace.post("C1", "U0THEBOT", "where", blocks=[{"type": "actions", "elements": [select]}])
    expect(page.get_by_label("Where").locator("option")).to_have_text(["Where", "#helpdesk", "#identity"])


def test_every_block_is_shown_and_can_be_used(page: Any, connected: tuple[LocalSlack, App]) -> None:
    slack, heard = connected[0], connected[1].heard  # type: ignore[attr-defined]
    with slack.context.workspace.lock:
        slack.context.workspace.post("C1", "U0THEBOT", "everything", blocks=EVERYTHING)
    message = page.locator(".message")
    expect(message.get_by_role("heading", name="Everything")).to_be_visible()
    expect(message.get_by_role("img", name="failures per day")).to_be_visible()
    expect(message.get_by_role("columnheader", name="Cause")).to_be_visible()
    expect(message.locator("blockquote strong")).to_have_text("quoted")
    message.get_by_role("button", name="Close case").click()
    page.get_by_role("dialog", name="Sure?").get_by_role("button", name="No").click()
    assert heard == []
    message.get_by_role("button", name="Close case").click()
    page.get_by_role("dialog", name="Sure?").get_by_role("button", name="Yes").click()
    message.get_by_label("More actions").click()
    message.get_by_role("button", name="Snooze").click()
    several = message.locator(".several")
    for press in (
        lambda: message.get_by_label("Assign to").select_option("U2"),
        lambda: message.get_by_label("Where").select_option("G1"),
        lambda: message.get_by_label("Channel").select_option("C2"),
        lambda: message.locator("input[type=date]").fill("2026-12-01"),
        lambda: message.locator("input[type=time]").fill("10:30"),
        lambda: message.get_by_label("two").check(),
        lambda: message.get_by_label("yes").check(),
        lambda: (several.locator("summary").click(), several.get_by_label("b").check()),
    ):
        expect(page.locator("[aria-busy=true]")).to_have_count(0)  # else the next may be heard before it
        press()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert [one["action_id"].removeprefix("any.") for one in heard] == ["close", *"ouchdtkrm"]
    assert [chosen(one) for one in heard[1:]] == [
        "Snooze",
        "U2",
        "G1",
        "C2",
        "2026-12-01",
        "10:30",
        ["two"],
        "yes",
        ["b"],
    ]


def chosen(action: dict[str, Any]) -> Any:
    (value,) = [action[key] for key in action if key.startswith("selected_")]
    if isinstance(value, list):
        return [one["value"] for one in value]
    return value["value"] if isinstance(value, dict) else value


def raw(text: str) -> dict[str, Any]:
    return {"type": "raw_text", "text": text}


def number(value: float) -> dict[str, Any]:
    return {"type": "raw_number", "value": value, "text": f"{value:,}"}


def on_row(text: str, action_id: str) -> dict[str, Any]:
    return {"type": "action_cell", "element": button(text, action_id), "fallback": raw(text)}


DAYS = [f"{day} Nov" for day in range(10, 30)]
FAILED = [{"label": day, "value": 7 * number % 11} for number, day in enumerate(DAYS)]
DATA = [
    {
        "type": "data_visualization",
        "title": "Failed attempts a day",
        "chart": {
            "type": "bar",
            "series": [{"name": "Failed", "data": FAILED}],
            "axis_config": {"categories": DAYS},
        },
    },
    {
        "type": "data_table",
        "caption": "Who is stuck",
        "page_size": 2,
        "rows": [
            [raw("Person"), raw("Look after"), raw("Tries")],
            [raw("a.very.long.name.of.somebody@contoso.com"), on_row("Take", "any.take.1"), number(9)],
            [raw("bob@contoso.com"), on_row("Take", "any.take.2"), number(10)],
            [raw("cyd@contoso.com"), on_row("Take", "any.take.3"), number(2)],
        ],
    },
]


def post_data(slack: LocalSlack) -> None:
    with slack.context.workspace.lock:
        slack.context.workspace.post("C1", "U0THEBOT", "everybody who is stuck", blocks=DATA)


def people_of(page: Any) -> list[str]:
    return [name.partition("@")[0] for name in page.locator("tbody th").all_inner_texts()]


def test_a_table_is_sorted_paged_and_pressed_with_the_keyboard(page: Any, connected: tuple[LocalSlack, App]) -> None:
    slack, heard = connected[0], connected[1].heard  # type: ignore[attr-defined]
    post_data(slack)
    table = page.get_by_role("region", name="Who is stuck")
    expect(table.locator("caption")).to_have_text("Who is stuck")
    assert people_of(page) == ["a.very.long.name.of.somebody", "bob"]
    page.get_by_role("button", name="Next page").press("Enter")
    assert people_of(page) == ["cyd"]
    expect(page.get_by_role("button", name="Next page")).to_be_disabled()
    page.get_by_role("button", name="Tries").press("Enter")
    tries = page.get_by_role("columnheader", name="Tries")
    expect(tries).to_have_attribute("aria-sort", "descending")
    assert people_of(page) == ["bob", "a.very.long.name.of.somebody"]  # by number: 10 is more than 9
    page.get_by_role("button", name="Tries").press("Enter")
    expect(tries).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("button", name="Person").press("Space")
    assert people_of(page)[0] == "a.very.long.name.of.somebody"
    page.get_by_role("row", name="bob").get_by_role("button", name="Take").press("Enter")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert [one["action_id"] for one in heard] == ["any.take.2"]


def test_a_chart_says_its_numbers_to_those_who_do_not_see_it(page: Any, slack: LocalSlack) -> None:
    post_data(slack)
    picture = page.get_by_role("img", name="Failed attempts a day")
    said = picture.get_attribute("aria-label")
    assert said.startswith("Failed attempts a day. Failed: 10 Nov 0, 11 Nov 7, 12 Nov 3")
    assert picture.locator("rect").count() == len(DAYS)
    assert picture.locator("rect title").nth(1).text_content() == "11 Nov, Failed: 7"


CAUSES = ["On-prem unreachable", "Too few methods", "No license", "Not in reset group", "Unrecognised",
          "Blocked, many tries", "Email code failed"]  # fmt: skip


def test_every_bar_has_its_name_on_two_lines_where_one_has_no_room(page: Any, slack: LocalSlack) -> None:
    points = [{"label": cause, "value": 7 - number} for number, cause in enumerate(CAUSES)]
    shown = {"type": "bar", "series": [{"name": "Failed", "data": points}], "axis_config": {"categories": CAUSES}}
    block = {"type": "data_visualization", "title": "By cause", "chart": shown}
    with slack.context.workspace.lock:
        slack.context.workspace.post("C1", "U0THEBOT", "by cause", blocks=[block])
    names = page.get_by_role("img", name="By cause").locator("text:has(tspan)")
    expect(names).to_have_count(len(CAUSES))
    assert names.all_text_contents() == CAUSES
    boxes = [name.bounding_box() for name in names.all()]
    assert all(one["x"] + one["width"] < other["x"] for one, other in pairwise(boxes))


def test_no_name_below_a_chart_runs_into_the_next_on_a_phone(slack: LocalSlack, browser: Any) -> None:
    days = [f"Wed {day} Nov" for day in range(16, 29)] + ["Sun 29 Nov (part)"]
    points = [{"label": day, "value": number} for number, day in enumerate(days)]
    shown = {"type": "bar", "series": [{"name": "Failed", "data": points}], "axis_config": {"categories": days}}
    block = {"type": "data_visualization", "title": "By day", "chart": shown}
    for page in opened(slack, browser, viewport={"width": 390, "height": 800}):
        with slack.context.workspace.lock:
            slack.context.workspace.post("C1", "U0THEBOT", "by day", blocks=[block])
        names = page.get_by_role("img", name="By day").locator("text:has(tspan)")
        expect(names.last).to_have_text("Sun 29 Nov (part)")
        boxes = [name.bounding_box() for name in names.all()]
        assert len(boxes) > 2
        assert all(one["x"] + one["width"] < other["x"] for one, other in pairwise(boxes))


@pytest.mark.parametrize("width", [340, 375, 800, 1400])
def test_a_chart_is_drawn_for_the_place_that_it_has_beside_a_thread_too(
    slack: LocalSlack, browser: Any, width: int
) -> None:
    for page in opened(slack, browser, viewport={"width": width, "height": 800}):
        post_data(slack)
        for beside in (False, True):
            if beside and width > 760:
                page.locator(".message").last.hover()
                page.get_by_role("button", name="Reply in thread").last.click()
                expect(page.get_by_role("complementary", name="Thread")).to_be_visible()
            picture = page.get_by_role("img", name="Failed attempts a day").first
            expect(picture).to_be_visible()
            page.wait_for_function(
                "() => { const a = document.querySelector('.chart-picture'); return a.getBoundingClientRect().width <= a.parentElement.clientWidth + 1 }"
            )
            size = picture.locator("text").first.evaluate("node => node.getBoundingClientRect().height")
            assert 9 < size < 18


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_and_tables_fit_a_phone_and_stand_out(slack: LocalSlack, browser: Any, scheme: str) -> None:
    for page in opened(slack, browser, viewport={"width": 375, "height": 800}, has_touch=True, color_scheme=scheme):
        post_data(slack)
        expect(page.get_by_role("img", name="Failed attempts a day")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 375
        frame = page.locator(".chart-frame")
        assert frame.evaluate("node => node.scrollWidth - node.clientWidth") == 0  # the whole picture at once
        size = page.locator(".chart-picture text").first.evaluate("node => node.getBoundingClientRect().height")
        assert size > 8  # letters that can be read
        for name in page.locator(".data-table tbody th").all():  # whole, and no wider than leaves room for the rest
            assert name.evaluate("node => node.scrollWidth - node.clientWidth") == 0
            assert name.bounding_box()["width"] <= 170
        assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("width", [340, 1100])
def test_a_long_cell_of_a_table_takes_more_lines_and_is_never_cut(slack: LocalSlack, browser: Any, width: int) -> None:
    note = "one incident, 33 of 38 have succeeded since, 5 may get through by now, as far as the loaded data goes"
    (table,) = data_table("By cause", ["Cause", "Note"], [["On-premises service unreachable", note]])
    for page in opened(slack, browser, viewport={"width": width, "height": 800}):
        with slack.context.workspace.lock:
            slack.context.workspace.post("C1", "U0THEBOT", "by cause", blocks=[table])
        cell = page.locator(".data-table tbody td")
        expect(cell).to_have_text(note)
        assert cell.evaluate("node => node.scrollWidth - node.clientWidth") == 0
        assert cell.bounding_box()["width"] <= 340


def test_the_home_tab_is_shown(page: Any) -> None:
    page.locator(".place", has_text="App Home").click()
    expect(page.locator("#home")).to_contain_text("Welcome home")
    expect(page.locator("#composer-text")).to_be_hidden()


def test_the_keyboard_is_enough(page: Any) -> None:
    page.locator("#messages").focus()
    page.keyboard.press("/")
    composer = page.locator("#composer-text")
    expect(composer).to_be_focused()
    expect(composer).to_have_value("/")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(composer).to_have_value("/sspr failures 7d")
    page.keyboard.press("Enter")
    expect(page.locator(".message")).to_have_count(1)
    page.keyboard.press("ArrowUp")
    expect(composer).to_have_value("/sspr failures 7d")
    page.keyboard.press("ArrowDown")
    expect(composer).to_have_value("")
    page.locator("#messages").focus()
    page.keyboard.press("Control+k")
    expect(composer).to_be_focused()


def test_an_answer_is_in_sight_though_one_had_scrolled_up(page: Any) -> None:
    for count in range(1, 7):
        write(page, "/sspr status")
        expect(page.locator(".message")).to_have_count(count)
    page.locator("#messages").evaluate("place => { place.scrollTop = 0; }")
    expect(page.locator(".message").last).not_to_be_in_viewport()
    write(page, "/sspr status")
    expect(page.locator(".message")).to_have_count(7)
    expect(page.locator(".message").last).to_be_in_viewport()


def test_escape_leaves_a_thread_open_while_something_is_typed_in_it(page: Any) -> None:
    write(page, "@SSPR status")
    page.locator(".message").first.get_by_role("button", name="repl").first.click()
    reply = page.locator("#thread-text")
    reply.fill("half a sentence")
    page.keyboard.press("Escape")
    expect(reply).to_have_value("half a sentence")
    reply.fill("")
    page.keyboard.press("Escape")
    expect(reply).to_have_count(0)


def test_a_file_is_shared_and_downloaded(page: Any, slack: LocalSlack, tmp_path: Path) -> None:
    report = tmp_path / "feb.csv"
    report.write_text("Date,User\n")
    page.locator("#composer input[type=file]").set_input_files(report)
    link = page.get_by_role("link", name="Download feb.csv, 10 bytes")
    with page.expect_download() as started:
        link.click()
    assert Path(started.value.path()).read_text() == "Date,User\n"


def test_a_file_is_shared_by_dropping_it(page: Any, slack: LocalSlack) -> None:
    transfer = page.evaluate_handle(
        """() => { const held = new DataTransfer();
                   held.items.add(new File(["Date,User\\n"], "march.csv")); return held; }"""
    )
    page.dispatch_event("#main", "dragover", {"dataTransfer": transfer})
    expect(page.locator("#main")).to_have_class("main dropping")
    page.dispatch_event("#main", "drop", {"dataTransfer": transfer})
    expect(page.get_by_role("link", name="Download march.csv")).to_be_visible()
    assert slack.seen("U2", "C1")[-1].files[0].name == "march.csv"


def test_the_keyboards_place_stays_when_a_pressed_button_goes(page: Any) -> None:
    write(page, "/sspr status")
    page.get_by_role("button", name="Show all").press("Enter")
    expect(page.locator(".message")).to_contain_text("All of them")
    expect(page.locator(".message")).to_be_focused()


def test_a_control_is_pressed_and_says_what_it_did(page: Any) -> None:
    page.get_by_role("button", name="Go to the next morning").click()
    expect(page.get_by_role("status")).to_contain_text("It is the next morning.")


def test_a_permalink_opens_its_channel_and_thread(page: Any, slack: LocalSlack) -> None:
    slack.mention("U1", "G1", "hello")
    reply = slack.seen("U1", "G1")[-1]
    ts = reply.ts.replace(".", "")
    page.goto(f"{slack.context.workspace.base_url}/archives/G1/p{ts}?thread_ts={reply.thread_ts}")
    expect(page.locator(".place[aria-current]")).to_contain_text("identity")
    expect(page.locator("#thread .message")).to_have_count(2)


def background(page: Any) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_colours_follow_the_system_and_can_be_changed(slack: LocalSlack, browser: Any) -> None:
    for dark in opened(slack, browser, color_scheme="dark"):
        night = background(dark)
        dark.locator("#theme").click()
        expect(dark.locator("#theme")).to_have_attribute("aria-label", "Colours: light. Change")
        day = background(dark)
        assert (night, day) == ("rgb(23, 27, 33)", "rgb(255, 255, 255)")
        dark.reload()
        expect(dark.locator("#composer-text")).to_be_visible()
        assert background(dark) == day


CONTRAST = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    for (let one = node; one; one = one.parentElement) {
      const [r, g, b, a = 1] = parse(getComputedStyle(one).backgroundColor);
      if (a > 0.9) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !node.checkVisibility() || node.closest(".brand-mark, option")) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push(`${node.className || node.tagName}: ${ratio.toFixed(2)}`);
  }
  return [...new Set(low)];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_enough(slack: LocalSlack, browser: Any, scheme: str) -> None:
    for page in opened(slack, browser, color_scheme=scheme):
        with slack.context.workspace.lock:
            slack.context.workspace.post("C1", "U0THEBOT", "everything", blocks=EVERYTHING)
            slack.context.workspace.post("C1", "U0THEBOT", "`code` <@U2> <!here> <https://contoso.com>")
        slack.command("U1", "C1", "/sspr", "status")
        slack.mention("U1", "C1", "hello")
        expect(page.get_by_role("button", name="1 reply")).to_be_visible()
        assert page.evaluate(CONTRAST) == []
        write(page, "/sspr ask")
        expect(page.locator("#modal")).to_be_visible()
        assert page.evaluate(CONTRAST) == []
        page.keyboard.press("Escape")


def test_on_a_phone_the_sidebar_slides_in_and_nothing_overflows(slack: LocalSlack, browser: Any) -> None:
    for page in opened(slack, browser, viewport={"width": 390, "height": 800}, has_touch=True):
        with slack.context.workspace.lock:
            slack.context.workspace.post("C1", "U0THEBOT", "everything", blocks=EVERYTHING)
        expect(page.locator(".message")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        expect(page.locator("#sidebar")).to_be_hidden()
        page.get_by_role("button", name="Conversations and people").click()
        page.locator(".place", has_text="lobby").click()
        expect(page.locator("#sidebar")).to_be_hidden()
        expect(page.get_by_role("heading", level=1)).to_have_text("lobby")
