"""Judge what a message is to hold before it is written, wherever it comes from."""

import copy
import json
from collections.abc import Mapping

from bot.local_slack.block_kit import limits
from bot.local_slack.block_kit.shapes import is_object
from bot.local_slack.block_kit.surfaces import check_blocks, check_view, text_length
from bot.local_slack.workspace.messages import Json
from bot.local_slack.workspace.refusals import Refusal


def decoded(value: object, error: str) -> object:
    """Read a structured argument, which forms carry as JSON text."""
    if not isinstance(value, str):
        return copy.deepcopy(value)
    try:
        return json.loads(value)
    except ValueError:
        raise Refusal(error, ["not valid JSON"]) from None


def message_text(args: Mapping[str, object], most: int = limits.MESSAGE_TEXT) -> str:
    """Take the text, which every message needs: notifications and screen readers read nothing else."""
    text = args.get("text")
    if not isinstance(text, str) or not text.strip():
        raise Refusal("no_text", ["a message needs text, also beside blocks"])
    if len(text) > most:
        raise Refusal("msg_too_long", [f"text has {len(text)} characters, {most} are allowed"])
    return text


def message_blocks(args: Mapping[str, object]) -> list[Json] | None:
    """Take the blocks of a message; None when it names none."""
    if args.get("attachments"):
        raise Refusal("invalid_attachments", ["attachments are not shown here"])
    if args.get("blocks") is None:
        return None
    blocks = decoded(args["blocks"], "invalid_blocks_format")
    problems = check_blocks(blocks)
    if problems:
        many_tables = any(problem.code == "only_one_table_allowed" for problem in problems)
        raise Refusal("invalid_attachments" if many_tables else "invalid_blocks", list(map(str, problems)))
    length = text_length(blocks)
    if length > limits.BLOCKS_TEXT:
        words = f"blocks hold {length} characters, {limits.BLOCKS_TEXT} are allowed"
        raise Refusal("msg_blocks_too_long", [words])
    return [block for block in blocks if is_object(block)] if isinstance(blocks, list) else []


def message_metadata(args: Mapping[str, object]) -> Json | None:
    """Take the metadata of a message; None when there is none."""
    if args.get("metadata") is None:
        return None
    metadata = decoded(args["metadata"], "invalid_metadata_format")
    if not is_object(metadata) or {"event_type", "event_payload"} != metadata.keys():
        raise Refusal("invalid_metadata_format", ["event_type and event_payload are required"])
    if not isinstance(metadata["event_type"], str) or not is_object(metadata["event_payload"]):
        raise Refusal("invalid_metadata_schema")
    return metadata


def view_body(value: object, kind: str) -> Json:
    """Take a view of one kind."""
    view = decoded(value, "invalid_arguments")
    problems = check_view(view)
    if problems:
        raise Refusal("invalid_arguments", list(map(str, problems)))
    if not is_object(view) or view["type"] != kind:
        raise Refusal("invalid_arguments", [f"the view must be of type {kind}"])
    return view
