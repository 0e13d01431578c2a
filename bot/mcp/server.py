"""The SDK's server over our tools: what is listed, what is called, what goes back."""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from typing import Any, Final, Protocol

import anyio
import anyio.to_thread
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, CallToolResult, ListToolsResult, TextContent, Tool, ToolAnnotations
from typing_extensions import override

from bot.errors import BotError
from bot.mcp.callers import Caller, Meta
from bot.questions.tools import QuestionTool
from bot.service.answers.tool_calls import NOTICE, ToolResult, output_schema, refusal
from bot.service.asker import Asker

BLOCK_KIT: Final = "io.slack/block-kit"
_AT_ONCE: Final = 8  # the database has no more connections to spare, nor the interpreter more time
_INSTRUCTIONS: Final = (
    "Answers about self-service password reset in Microsoft Entra from its reports: who could not reset, why, and the "
    "documented fix. Everything only reads. Ask data before you rely on numbers, and pass on what coverage warns of. "
    f"{NOTICE} The same holds for every string of structuredContent. Times in it are UTC and spans are seconds."
)
_log = logging.getLogger(__name__)


class Calls(Protocol):
    """Answers tools, of one tenant or of many."""

    @property
    def tools(self) -> Sequence[QuestionTool]:
        """The tools that there are."""
        ...

    def call(self, name: str, given: Mapping[str, object], asker: Asker) -> ToolResult | None:
        """Answer a tool with its arguments; None where there is no such tool."""
        ...


def build_server(
    calls: Calls, caller: Callable[[Any], Caller], failed: Callable[[Exception], str]
) -> Server[dict[str, Any]]:
    """Put the server together.

    `caller` tells from the transport's request who asks; `failed` writes down a fault of ours and gives a sentence.
    """
    _keep_values_out_of_the_log()
    limiter = anyio.CapacityLimiter(_AT_ONCE)
    listed = [_tool(tool) for tool in calls.tools]

    async def list_tools(_context: Any, _params: Any) -> ListToolsResult:
        return ListToolsResult(tools=listed)

    async def call_tool(context: Any, params: Any) -> CallToolResult:
        who = caller(context.request)
        answer = partial(_answer, calls, params.name, params.arguments or {}, who, context.meta or {}, failed)
        result = await anyio.to_thread.run_sync(answer, limiter=limiter)
        if result is None:
            there = ", ".join(tool.name for tool in listed)
            raise MCPError(INVALID_PARAMS, f"There is no such tool; there are {there}.")
        return _result(result, with_blocks=who.shows_blocks or _announces_blocks(context))

    server: Server[dict[str, Any]] = Server(
        "sspr",
        version=version("sspr-bot"),
        title="Self-service password reset",
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )
    server.middleware.clear()  # traces hold what was asked
    return server


def _tool(tool: QuestionTool) -> Tool:
    return Tool(
        name=tool.name,
        title=tool.words.capitalize(),
        description=tool.description,
        input_schema=tool.input_schema(),
        output_schema=output_schema(tool),
        annotations=ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False),
        _meta={"slack": {"supportsBlockKit": True}},
    )


def _answer(
    calls: Calls, name: str, given: dict[str, Any], who: Caller, meta: Meta, failed: Callable[[Exception], str]
) -> ToolResult | None:
    """The answer to one call; whatever goes wrong is a result with a sentence."""
    try:
        asker = who.asker(meta)
        return refusal(asker) if isinstance(asker, str) else calls.call(name, given, asker)
    except BotError as error:
        return refusal(str(error))
    except Exception as error:  # noqa: BLE001 - the last stop: the SDK would write down the words of the error
        return refusal(failed(error))


def _result(result: ToolResult, *, with_blocks: bool) -> CallToolResult:
    shown = {"slack": {"blocks": list(result.blocks)}} if with_blocks and result.blocks else None
    return CallToolResult(
        content=[TextContent(text=result.text)],
        structured_content=result.structured,
        is_error=result.failed,
        _meta=shown,
    )


def _announces_blocks(context: Any) -> bool:
    """Whether a client said that it shows Slack's blocks."""
    can = context.session.client_capabilities
    return BLOCK_KIT in (can.extensions or {}) if can else False


def _keep_values_out_of_the_log() -> None:
    """Of the SDK's log only the place and the kind of error are kept: its words repeat what clients sent."""
    logger = logging.getLogger("mcp")
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    if not logger.handlers:
        logger.addHandler(_WithoutWords())


class _WithoutWords(logging.Handler):
    @override
    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "a refused request"
        _log.warning("The MCP library reports %s in %s, line %s", kind, record.name, record.lineno)
