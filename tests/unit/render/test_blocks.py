from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest

from bot.analysis.answers import CaseState, Since
from bot.digests.decision import CaseKey, Decision, DecisionKind
from bot.local_slack.block_kit.surfaces import check_blocks
from bot.render.blocks import blocks, compose, limits
from bot.render.blocks.message import Message
from bot.render.cases import decision_buttons, hand_over
from bot.render.cases.ticket import ticket
from bot.render.views import case_view
from tests.unit.render.sample import BLOCKED, DECISIONS, KNOWN, NOW, OUTAGE, OUTAGE_CASES


def test_a_list_counts_what_it_leaves_out() -> None:
    block = blocks.listed("*Title*", ["x" * 100] * 60, total=100)
    lines = block["text"]["text"].splitlines()
    assert lines[0] == "*Title*"
    assert lines[-1] == f"... and {100 - (len(lines) - 2)} more"
    assert len(block["text"]["text"]) <= limits.SECTION


def test_a_list_that_fits_is_whole() -> None:
    assert blocks.listed("", ["a", "b"])["text"]["text"] == "a\nb"


def test_more_than_ten_facts_are_counted() -> None:
    texts = [field["text"] for field in blocks.fields([(str(n), "x") for n in range(12)])["fields"]]
    assert len(texts) == limits.FIELDS
    assert texts[-1] == "*More*\n... and 3 more facts"


def test_no_facts_and_no_small_print_are_no_block() -> None:
    assert blocks.fields([]) == {}
    assert blocks.context("", "") == {}
    assert compose.assemble("x", [{}, blocks.section("x")]).blocks == (blocks.section("x"),)


def test_small_print_beyond_ten_texts_is_counted() -> None:
    elements = blocks.context(*(str(n) for n in range(14)))["elements"]
    assert [element["text"] for element in elements][-1] == "... and 5 more"


def test_plain_text_is_clean_and_short() -> None:
    assert blocks.plain_text("a\u202eb\nc", 10)["text"] == "ab c"
    assert blocks.button("x" * 100, "sspr.case.close")["text"]["text"].endswith("characters)")


def test_a_select_shows_what_was_chosen() -> None:
    menu = blocks.select("sspr.case.reason", {"a": "One", "b": "Two"}, chosen="b")
    assert menu["initial_option"] == menu["options"][1]
    assert "initial_option" not in blocks.select("sspr.case.reason", {"a": "One"}, chosen="z")


def test_a_form_is_one_that_slack_takes() -> None:
    form = [
        blocks.field_input("until", "Until", blocks.select("sspr.case.until", {"1d": "Tomorrow"}), hint="Local time"),
        blocks.field_input(
            "why", "Reason", blocks.text_input("sspr.case.why", placeholder="Waiting for"), optional=True
        ),
        blocks.actions(
            blocks.button("Stop", "sspr.subscription.stop", ask=blocks.confirm("Stop?", "No more.", "Stop"))
        ),
        blocks.divider(),
    ]
    assert check_blocks(form, "modal") == []


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        (None, ["Acknowledge", "Assign", "Snooze", "Close"]),
        (DecisionKind.REOPENED, ["Acknowledge", "Assign", "Snooze", "Close"]),
        (DecisionKind.ACKNOWLEDGED, ["Assign", "Snooze", "Close"]),
        (DecisionKind.SNOOZED, ["Reopen"]),
        (DecisionKind.CLOSED, ["Reopen"]),
    ],
)
def test_what_can_be_decided_follows_what_was(kind: DecisionKind | None, labels: list[str]) -> None:
    decision = Decision(CaseKey("", "no_license"), kind, "U0KIM", NOW, 0) if kind else None
    *made, menu = decision_buttons.cause_buttons("t", "no_license", decision)["elements"]
    assert {option["value"].rpartition("|")[0] for option in menu["options"]} == {"t|no_license"}
    assert [element["text"]["text"] for element in made] == labels
    assert {element["value"] for element in made} == {"t|no_license"}


@pytest.mark.parametrize("number", [1, 43, 44, 200])
def test_blocks_that_do_not_fit_are_counted_and_the_buttons_stay(number: int) -> None:
    buttons = compose.answer_buttons("t", compose.SHARE)
    message = compose.assemble("x", [blocks.divider()] * number, buttons)
    assert len(message.blocks) <= limits.ROOMY_BLOCKS
    assert message.blocks[-1]["type"] == "actions"
    if number > 42:
        left = message.blocks[-2]["elements"][0]["text"]
        assert left == f"{number - 42} more parts did not fit into one message."


def test_characters_count_as_well() -> None:
    message = compose.assemble("x", [blocks.section("y" * 2900)] * 10)
    assert blocks.characters(message.blocks) <= limits.ROOMY_CHARACTERS
    assert "7 more parts" in message.blocks[-1]["elements"][0]["text"]


def test_how_words_were_read_stands_before_the_buttons() -> None:
    buttons = compose.answer_buttons("t", compose.SHARE)
    message = compose.noted(compose.assemble("x", [blocks.section("x")], buttons), "failures 7d")
    assert [block["type"] for block in message.blocks] == ["section", "context", "actions"]
    assert message.blocks[1]["elements"][0]["text"] == "Read as `failures 7d`"


def test_what_is_said_of_a_reading_stands_behind_the_question_and_not_in_it() -> None:
    message = compose.noted(compose.assemble("x", [blocks.section("x")]), "status dana", 'left aside: "<!channel>"')
    assert message.blocks[0]["elements"][0]["text"] == 'Read as `status dana` (left aside: `"&lt;!channel&gt;")`'


def test_brackets_of_a_value_are_the_questions_own() -> None:
    message = compose.noted(compose.assemble("x", [blocks.section("x")]), 'failures role:"A (B)"')
    assert message.blocks[-1]["elements"][0]["text"] == 'Read as `failures role:"A (B)"`'


def test_no_token_means_no_buttons() -> None:
    assert compose.answer_buttons(None, compose.SHARE) == []


def test_a_message_gives_its_payload() -> None:
    assert Message("x", ({"type": "divider"},)).payload() == {"text": "x", "blocks": [{"type": "divider"}]}


def test_what_may_have_been_put_right_is_not_said_to_be_so_still() -> None:
    case = OUTAGE_CASES[0]
    for since, is_said in ((Since.NOTHING, True), (Since.OTHERS, False)):
        known = replace(case, since=since)
        modal = case_view.view(known, "token|cause|1", decision=None, catalogue=KNOWN, zone=UTC)
        message = hand_over.message(DECISIONS[OUTAGE], case.cause, [known], "token|cause|all|handed", zone=UTC)
        assert ("no user behind that server can reset" in str(modal["blocks"])) == is_said
        assert ("no user behind that server can reset" in str(message.blocks)) == is_said


def test_a_case_that_can_be_closed_is_left_by_another_word() -> None:
    modal = case_view.view(OUTAGE_CASES[0], "token|cause|1", decision=None, catalogue=KNOWN, zone=UTC)
    assert modal["close"]["text"] == "Done"


@pytest.mark.parametrize(
    ("changes", "says", "says_not"),
    [
        ({}, "2. (helpdesk) Urgent: verify the caller", "(privileged authentication admin)"),
        ({"privileged": True}, "2. (privileged authentication admin) Urgent: verify the caller", "(helpdesk)"),
        ({"state": CaseState.RECOVERED, "closed_at": NOW}, "Over since 2026-11-23 09:30 UTC", "Who acts"),
    ],
    ids=["open", "an administrator", "over"],
)
def test_a_ticket_says_who_does_which_step_and_where_while_there_is_something_to_do(
    changes: dict[str, Any], says: str, says_not: str
) -> None:
    assert BLOCKED.case
    text = ticket(replace(BLOCKED.case, **changes), KNOWN)
    assert "could not reset their password" in text
    assert says in text
    assert says_not not in text
    assert ("[Entra ID > Users > (the user) > Reset password]" in text) is ("closed_at" not in changes)


def test_no_ticket_is_cut() -> None:
    for key in KNOWN.details:
        case = replace(OUTAGE_CASES[0], detail=key, privileged=True)
        assert "See https://" in str(case_view.view(case, "t|c|1", decision=None, catalogue=KNOWN, zone=UTC)["blocks"])
