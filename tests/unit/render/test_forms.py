"""Forms and the Home tab: Slack takes them, and what a report says stays text in them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date

import pytest

from bot.analysis.cases.sign_reviews import ReviewKind, SignKey
from bot.local_slack.block_kit.surfaces import check_view
from bot.privacy import Role
from bot.render.blocks import inputs
from bot.render.blocks.message import Block
from bot.render.cases.decision_buttons import TITLES
from bot.render.digests.subscriptions import Subscribed
from bot.render.views import decision_modal, home, sign_modal
from bot.render.views.decision_modal import CaseForm
from bot.render.views.home import HomeFacts, MyCase
from bot.reports.coverage import Coverage
from tests.unit.render import sample
from tests.unit.render.drawn import SNIPPETS
from tests.unit.render.messages import PAUSED, SUBSCRIBED
from tests.unit.render.rules import check_modal

WANTED = CaseForm("snoozed", "opaque", sample.STUCK_CASES[0].cause, sample.STUCK_CASES, UTC, date(2026, 11, 30))


def facts(covered: Coverage, digests: Sequence[tuple[str, Subscribed]] | None) -> HomeFacts:
    case = sample.STUCK_CASES[0]
    decision = next(iter(sample.DECISIONS.values()))
    mine = [MyCase(case.cause, 1, case, decision), MyCase(case.cause, 5, None, decision)]
    return HomeFacts((covered,), sample.STUCK, mine, sample.BY_DAY, digests)


def menu(view: Block, block_id: str) -> Block:
    found: Block = next(block for block in view["blocks"] if block.get("block_id") == block_id)
    return dict(found.get("element") or found["elements"][0])


@pytest.mark.parametrize("deed", TITLES)
def test_every_decision_has_its_form(deed: str) -> None:
    view = decision_modal.view(replace(WANTED, kind=deed))
    check_modal(view)
    assert view["private_metadata"] == "opaque"
    fields = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    assert fields == {"who"} | {"assigned": {"to"}, "snoozed": {"until", "reason"}, "closed": {"reason"}}.get(
        deed, set()
    )


@pytest.mark.parametrize("kind", [ReviewKind.MUTED, ReviewKind.ATTACK, ReviewKind.INNOCENT])
def test_every_word_about_a_sign_has_its_form(kind: ReviewKind) -> None:
    for sign in SignKey:
        view = sign_modal.view(sign, kind, date(2026, 11, 30), f"d1|{sign}|mute")
        check_modal(view)
        fields = {block["block_id"]: block["optional"] for block in view["blocks"] if block["type"] == "input"}
        assert fields == ({"until": False, "reason": False} if kind is ReviewKind.MUTED else {"reason": True})


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_hostile_name_is_shown_and_means_nothing(name: str) -> None:
    cases = tuple(replace(case, shown=name, user=name) for case in sample.STUCK_CASES)
    for view in (decision_modal.view(replace(WANTED, cases=cases)), decision_modal.why(replace(WANTED, cases=cases))):
        check_modal(view)
        options = menu(view, "who" if view.get("submit") else "person")["options"]
        assert all(option["text"]["type"] == "plain_text" for option in options)
        assert not any(option["text"]["emoji"] for option in options)
        assert not any(name in option["value"] for option in options if name)


def test_what_a_menu_does_not_hold_is_counted() -> None:
    case = sample.STUCK_CASES[0]
    many = [replace(case, opened_position=number) for number in range(250)]
    view = decision_modal.view(replace(WANTED, cases=many))
    check_modal(view)
    assert len(menu(view, "who")["options"]) == 100
    assert "151 more people" in str(view)


def test_a_look_alike_is_marked() -> None:
    cases = (replace(sample.STUCK_CASES[0], shown="d\u0430na@contoso.com"),)
    assert "(unusual letters)" in str(decision_modal.view(replace(WANTED, cases=cases)))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("covered", [sample.COVERAGE, sample.NOTHING])
@pytest.mark.parametrize("number", [None, 0, 2, 300])
def test_the_home_tab_keeps_slacks_rules(role: Role, covered: object, number: int | None) -> None:
    digests = None if number is None else [("C0HELP", one) for one in [SUBSCRIBED, PAUSED] * (number // 2)]
    view = home.view("Kim <!here>", role, facts(covered, digests), zone=UTC)  # type: ignore[arg-type]
    assert check_view(view) == []
    assert "<!here>" not in str(view)
    assert ("New digest" in str(view)) is (number is not None)
    if number == 300:
        assert "260 more digests" in str(view)


def test_an_empty_workspace_is_told_what_comes_next() -> None:
    view = home.view("", Role.ADMIN, facts(sample.NOTHING, []), zone=UTC)
    assert "No channel gets a digest yet." in str(view)
    assert "Nothing to answer from is loaded yet" in str(view)


def test_a_paused_digest_says_why() -> None:
    paused = Subscribed(3, "daily", "U0KIM", None, "I am not in this channel.")
    listed = facts(sample.COVERAGE, [("C0HELP", paused)])
    assert "I am not in this channel." in str(home.view("", Role.ADMIN, listed, zone=UTC))


def test_three_dots_hold_five_things() -> None:
    assert len(inputs.overflow("a.b", {str(number): "x" for number in range(9)})["options"]) == 5
