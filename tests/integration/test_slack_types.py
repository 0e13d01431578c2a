"""What the bot sends, held against Slack's own TypeScript types, where node and npm are at hand.

The types know no charts yet, nor buttons in the cells of a table: of a cell its fallback and its button are checked
apart, of a chart nothing; for both the local Slack's judge is the only one, in tests/unit/render and everywhere else.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.questions.question_types import QUESTION_TYPES
from tests.e2e.test_digest_dialogues import DAILY, FIRST, SECOND
from tests.support.slack_bot_fixture import ADA, DANA, HARPER, HELP, VIC
from tests.support.whole_bot_fixture import WholeBot, whole_bot
from tests.unit.render.messages import MESSAGES

HERE = Path(__file__).parents[1] / "support" / "slack_types"
UNKNOWN = "data_visualization"
TSC = ("--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--moduleResolution", "nodenext")
INSTALL = ("install", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=0", "--fetch-timeout=20000")
Json = dict[str, Any]


@pytest.fixture(scope="module")
def types(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the types and the compiler, of the pinned versions."""
    npm = shutil.which("npm")
    if not (npm and shutil.which("node")):
        pytest.skip("node and npm are not installed, so Slack's own types judge nothing here")
    folder = tmp_path_factory.mktemp("types")
    (folder / "package.json").write_text((HERE / "package.json").read_text("utf-8"), "utf-8")
    try:
        subprocess.run([npm, *INSTALL], cwd=folder, capture_output=True, text=True, check=True, timeout=120)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failed:
        pytest.skip(f"npm brings no types: {str(failed.stderr or failed)[-200:]}")
    return folder


def problems(types: Path, blocks: list[Json]) -> list[str]:
    """What the compiler says, each line with the block that it is about."""
    lines = ['import type { Button, KnownBlock } from "@slack/types";']
    for block in blocks:
        known, buttons = as_known(block)
        lines.append(f"void ({json.dumps(known)} satisfies KnownBlock);")
        lines += [f"void ({json.dumps(button)} satisfies Button);" for button in buttons]
    (types / "sent.ts").write_text("\n".join(lines), "utf-8")
    run = [str(types / "node_modules" / ".bin" / "tsc"), *TSC, "sent.ts"]
    told = subprocess.run(run, cwd=types, capture_output=True, text=True, check=False)
    found = [line for line in told.stdout.splitlines() if line.startswith("sent.ts")]
    assert found or not told.returncode, told.stdout + told.stderr
    return [f"{line} in {lines[int(line.partition('(')[2].partition(',')[0]) - 1][:300]}" for line in found]


def as_known(block: Json) -> tuple[Json, list[Json]]:
    """A block as the types know it, and the buttons that they know only elsewhere."""
    if block["type"] != "data_table":
        return block, []
    cells = [cell for row in block["rows"] for cell in row if cell["type"] == "action_cell"]
    rows = [[cell.get("fallback", cell) for cell in row] for row in block["rows"]]
    return {**block, "rows": rows}, [cell["element"] for cell in cells]


def judged(blocks: list[Json]) -> list[Json]:
    """Each different block once, but for those that no type knows."""
    return list({json.dumps(block): block for block in blocks if block["type"] != UNKNOWN}.values())


def test_every_kind_of_message_passes_slacks_own_types(types: Path) -> None:
    shown = [make() for make in MESSAGES.values()]
    blocks = judged([block for message in shown for block in (*message.blocks, *message.unfolded)])
    assert len(blocks) > len(MESSAGES)
    assert problems(types, blocks) == []


def test_what_people_see_in_a_dialogue_passes_slacks_own_types(types: Path, tmp_path: Path) -> None:
    with whole_bot(tmp_path) as bot:
        blocks = judged(list(of_a_dialogue(bot)))
    kinds = {block["type"] for block in blocks}
    assert {"actions", "context", "context_actions", "data_table", "header", "input", "section"} <= kinds
    assert problems(types, blocks) == []


def of_a_dialogue(bot: WholeBot) -> Iterator[Json]:
    """Every answer, a digest with its thread, the forms, and the Home tab of each role."""
    bot.load(FIRST)
    bot.ask(ADA, HELP, DAILY)
    bot.clock.go_to(27)
    bot.scheduler.drain()
    bot.load(SECOND)
    bot.clock.go_to(28)
    bot.scheduler.drain()
    for kind in QUESTION_TYPES:
        yield from bot.ask(ADA, HELP, kind.examples[0]).blocks
    digest = [one for one in bot.slack.seen(HARPER, HELP) if not one.ephemeral and not one.thread_ts][-1]
    for verb in ("assign.1", "acknowledge.1"):
        bot.slack.click(HARPER, HELP, digest.ts, f"sspr.case.{verb}")
        bot.wait_idle()
    yield from bot.modal(HARPER)["blocks"]
    for user in (ADA, HARPER, VIC, DANA):
        bot.slack.open_home(user)
        yield from (bot.slack.home(user) or {"blocks": []})["blocks"]
    bot.slack.direct_message(HARPER, "stuck")
    bot.wait_idle()
    for channel in (HELP, bot.slack.direct_channel(HARPER)):
        for message in bot.slack.seen(HARPER, channel):
            yield from message.blocks


def test_a_spoilt_block_is_found(types: Path) -> None:
    good: Json = {"type": "section", "text": {"type": "mrkdwn", "text": "x", "verbatim": True}}
    bad: list[Json] = [
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        {"type": "section", "text": "x"},
        {
            "type": "context",
            "elements": [{"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x"}}],
        },
        {**good, "colour": "red"},
    ]
    assert problems(types, [good]) == []
    assert len({found.partition("(")[2].partition(",")[0] for found in problems(types, [good, *bad])}) == len(bad)
