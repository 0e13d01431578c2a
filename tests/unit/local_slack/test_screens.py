import pytest

from bot.local_slack.actions import visible
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.workspace import Workspace
from tests.unit.local_slack.conftest import Bot, Clock


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def modal(title: str = "Ask", **more: object) -> Json:
    return {"type": "modal", "title": plain(title), "blocks": [{"type": "divider"}], **more}


def shown_title(workspace: Workspace, viewer: str) -> object:
    view = visible.modal(workspace, viewer)
    return view["title"] if view else None


@pytest.fixture
def trigger(workspace: Workspace) -> str:
    return workspace.new_trigger("U1")


def test_a_trigger_opens_one_modal_for_its_person(workspace: Workspace, bot: Bot, trigger: str) -> None:
    assert bot("views.open", trigger_id=trigger, view=modal())["ok"]
    assert shown_title(workspace, "U1") == plain("Ask")
    assert visible.modal(workspace, "U2") is None
    assert bot.error("views.open", trigger_id=trigger, view=modal()) == "exchanged_trigger_id"


def test_a_trigger_lives_three_seconds(bot: Bot, clock: Clock, trigger: str) -> None:
    clock.forward(seconds=3.1)
    assert bot.error("views.open", trigger_id=trigger, view=modal()) == "expired_trigger_id"


def test_a_made_up_trigger_opens_nothing(bot: Bot) -> None:
    assert bot.error("views.open", trigger_id="1.2", view=modal()) == "invalid_trigger_id"


@pytest.mark.parametrize("view", [modal("x" * 25), {"type": "home", "blocks": []}, "{no"])
def test_a_view_that_slack_would_refuse_is_refused(bot: Bot, trigger: str, view: object) -> None:
    assert bot.error("views.open", trigger_id=trigger, view=view) == "invalid_arguments"


def test_three_modals_stack_and_no_more(workspace: Workspace, bot: Bot, trigger: str) -> None:
    bot("views.open", trigger_id=trigger, view=modal("1"))
    errors = [
        bot.error("views.push", trigger_id=workspace.new_trigger("U1"), view=modal(title)) for title in ("2", "3", "4")
    ]
    assert errors == [None, None, "push_limit_reached"]
    assert shown_title(workspace, "U1") == plain("3")


def test_an_update_needs_the_newest_hash_when_it_names_one(bot: Bot, trigger: str) -> None:
    view = bot("views.open", trigger_id=trigger, view=modal())["view"]
    assert bot("views.update", view_id=view["id"], hash=view["hash"], view=modal("New"))["ok"]
    assert bot.error("views.update", view_id=view["id"], hash=view["hash"], view=modal()) == "hash_conflict"
    assert bot.error("views.update", view_id="V404", view=modal()) == "not_found"


def test_a_home_tab_is_published_for_one_person(workspace: Workspace, bot: Bot) -> None:
    home = {"type": "home", "blocks": [{"type": "header", "text": plain("Hello")}]}
    assert bot("views.publish", user_id="U1", view=home)["ok"]
    assert "Hello" in str(visible.home(workspace, "U1"))
    assert visible.home(workspace, "U2") is None
    assert bot.error("views.publish", user_id="U404", view=home) == "user_not_found"


def test_blocks_can_be_judged_without_being_shown(bot: Bot) -> None:
    assert bot("blocks.validate", blocks=[{"type": "divider"}])["ok"]
    assert bot("blocks.validate", view=modal())["ok"]
    assert bot("blocks.validate", message={"blocks": [{"type": "chart"}]})["errors"] == [
        {"pointer": "/blocks/0/type", "code": "unsupported_type", "message": "unsupported type: chart"}
    ]
    assert bot.error("blocks.validate") == "invalid_arguments"
