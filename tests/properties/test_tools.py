"""Tools with any arguments: a result or a refusal, never an error, never another question, and nobody who is not to be seen."""

import json
from typing import Any

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from bot.local_slack.block_kit.surfaces import check_blocks
from bot.privacy import Role
from bot.questions.tools import tools
from bot.service.answers.tool_calls import ToolCalls, output_schema
from tests.properties.test_nobody_else_is_named import DATA, PEOPLE, _addresses, _askers, _slips
from tests.support.asking import answering, asker

CALLS = ToolCalls(answering(DATA, users={"U0OTHER": "dana@tailspintoys.com"}), lambda: "9f3a")
TOOLS = {tool.name: tool for tool in tools(CALLS.answering.catalogue)}
SCHEMAS = {name: jsonschema.Draft202012Validator(output_schema(tool)) for name, tool in TOOLS.items()}
WORDS = st.one_of(
    st.sampled_from(
        ["7d", "now", "all", "last week", "me", "<@U0OTHER>", "digest now", "subscribe daily", "5", "by cause"]
    ),
    st.sampled_from(
        ["cause:onprem", 'x" by day "', "blocked", "no_license", "tailspintoys.com", "SSPR_0029", "dana", "\u202e"]
    ),
    st.sampled_from(PEOPLE).flatmap(_slips),
    st.text(max_size=30),
)
VALUES = st.one_of(
    WORDS, WORDS, WORDS, st.integers(), st.booleans(), st.none(), st.floats(), st.lists(WORDS, max_size=2)
)


@st.composite
def _calls(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    tool = TOOLS[draw(st.sampled_from(sorted(TOOLS)))]
    known = {argument.name: argument for argument in tool.arguments}
    names = draw(st.lists(st.sampled_from([*known, *known, *known, "windows"]), unique=True, max_size=3))
    chosen = {name: known[name].schema.get("enum") if name in known else None for name in names}
    return tool.name, {name: draw(st.sampled_from(enum) | VALUES if enum else VALUES) for name, enum in chosen.items()}


@given(_calls(), st.sampled_from(Role))
def test_any_call_is_answered_as_its_schema_says_or_refused_in_a_sentence(
    call: tuple[str, dict[str, Any]], role: Role
) -> None:
    name, given_ = call
    result = CALLS.call(name, given_, asker(role))
    assert result
    if result.failed:
        assert result.structured is None
        assert 0 < len(result.text) < 1_000
        return
    assert result.structured
    SCHEMAS[name].validate(result.structured)
    assert result.structured["question"]["kind"] == TOOLS[name].kind
    assert not result.structured["question"].get("now")
    json.dumps([result.structured, result.blocks], allow_nan=False)
    assert check_blocks(list(result.blocks), "mcp") == []
    assert result.text.count("<report-data mark=") == result.text.count("</report-data mark=") == 1


@given(_calls(), _askers())
def test_whoever_may_not_see_people_meets_nobody_else(call: tuple[str, dict[str, Any]], who: Any) -> None:
    name, given_ = call
    result = CALLS.call(name, given_, who)
    assert result
    heard = json.dumps([result.text, result.structured, result.blocks])
    own = (who.user or "").strip().casefold()
    assert _addresses(heard) & set(PEOPLE) <= {own} | _addresses(json.dumps(given_))
