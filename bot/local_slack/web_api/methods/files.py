"""files.*: the three steps of an upload, and what a file is."""

from bot.local_slack.web_api.methods.arguments import Arguments, required
from bot.local_slack.web_api.methods.chat import thread_of
from bot.local_slack.workspace.content import decoded
from bot.local_slack.workspace.messages import Json, StoredFile
from bot.local_slack.workspace.people import BOT_USER
from bot.local_slack.workspace.refusals import Refusal
from bot.local_slack.workspace.slack_json import file_json
from bot.local_slack.workspace.workspace import Workspace


def announce(workspace: Workspace, args: Arguments) -> Json:
    """First step: say what is coming and learn where to send it."""
    name, length = required(args, "filename"), required(args, "length")
    if not length.isdecimal() or int(length) == 0:
        raise Refusal("invalid_arguments", ["[ERROR] length must be more than 0"])
    created = int(workspace.clock().timestamp())
    alt_text = str(args.get("alt_txt") or args.get("alt_text") or "")
    file = StoredFile(workspace.number("F"), name, BOT_USER, created, int(length), alt_text=alt_text)
    workspace.files[file.id] = file
    return {"file_id": file.id, "upload_url": f"{workspace.base_url}/upload/{file.id}"}


def receive(workspace: Workspace, file_id: str, data: bytes) -> bool:
    """Second step: take the bytes, once, in the announced length."""
    file = workspace.files.get(file_id)
    if file is None or file.data is not None or len(data) != file.size:
        return False
    file.data = data
    return True


def complete(workspace: Workspace, args: Arguments) -> Json:
    """Third step: give titles, and share in a conversation where one is named."""
    listed = decoded(required_list(args, "files"), "invalid_arguments")
    files = [_uploaded(workspace, entry) for entry in (listed if isinstance(listed, list) else [])]
    channel = args.get("channel_id") or args.get("channels")
    if channel:
        _share(workspace, files, str(channel), args)
    return {"files": [file_json(workspace, file) for file in files]}


def required_list(args: Arguments, name: str) -> object:
    """Take a list argument that must hold something."""
    if not args.get(name):
        raise Refusal("invalid_arguments", [f"[ERROR] missing required field: {name}"])
    return args[name]


def _uploaded(workspace: Workspace, entry: object) -> StoredFile:
    file = workspace.files.get(str(entry.get("id"))) if isinstance(entry, dict) else None
    if file is None or file.data is None:
        raise Refusal("file_not_found")
    file.title = str(entry.get("title") or "") if isinstance(entry, dict) else ""
    return file


def _share(workspace: Workspace, files: list[StoredFile], channel: str, args: Arguments) -> None:
    conversation = workspace.writable_for_bot(channel).id
    thread = thread_of(workspace, conversation, args.get("thread_ts"))
    for file in files:
        file.channels.append(conversation)
    comment = str(args.get("initial_comment") or "")
    workspace.post(conversation, BOT_USER, comment, files=[file.id for file in files], thread_ts=thread)


def info(workspace: Workspace, args: Arguments) -> Json:
    """Describe a file that the bot may see: its own, or one shared where it is."""
    file = workspace.files.get(required(args, "file"))
    if file is None or not visible_to_bot(workspace, file):
        raise Refusal("file_not_found")
    return {"file": file_json(workspace, file)}


def delete(workspace: Workspace, args: Arguments) -> Json:
    """Delete one of the bot's own files; the messages that held it stay without it."""
    file = workspace.files.get(required(args, "file"))
    if file is None or not visible_to_bot(workspace, file):
        raise Refusal("file_not_found")
    if file.owner != BOT_USER:
        raise Refusal("cant_delete_file")
    for message in (one for messages in workspace.messages.values() for one in messages):
        message.files[:] = [held for held in message.files if held != file.id]
    del workspace.files[file.id]
    workspace.changed()
    return {}


def visible_to_bot(workspace: Workspace, file: StoredFile) -> bool:
    """Say whether the bot may see a file."""
    return file.owner == BOT_USER or any(BOT_USER in workspace.members[conversation] for conversation in file.channels)
