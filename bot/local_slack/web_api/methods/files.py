"""files.*: the three steps of an upload, and what a file is."""

from bot.local_slack.web_api.methods.arguments import Arguments, required
from bot.local_slack.web_api.methods.chat import thread_of
from bot.local_slack.workspace.content import decoded
from bot.local_slack.workspace.messages import Json, StoredFile
from bot.local_slack.workspace.people import BOT_USER
from bot.local_slack.workspace.refusals import Refusal
from bot.local_slack.workspace.slack_json import file_json
from bot.local_slack.workspace.workspace import World


def announce(world: World, args: Arguments) -> Json:
    """First step: say what is coming and learn where to send it."""
    name, length = required(args, "filename"), required(args, "length")
    if not length.isdecimal() or int(length) == 0:
        raise Refusal("invalid_arguments", ["[ERROR] length must be more than 0"])
    created = int(world.clock().timestamp())
    alt_text = str(args.get("alt_txt") or args.get("alt_text") or "")
    file = StoredFile(world.number("F"), name, BOT_USER, created, int(length), alt_text=alt_text)
    world.files[file.id] = file
    return {"file_id": file.id, "upload_url": f"{world.base_url}/upload/{file.id}"}


def receive(world: World, file_id: str, data: bytes) -> bool:
    """Second step: take the bytes, once, in the announced length."""
    file = world.files.get(file_id)
    if file is None or file.data is not None or len(data) != file.size:
        return False
    file.data = data
    return True


def complete(world: World, args: Arguments) -> Json:
    """Third step: give titles, and share in a conversation where one is named."""
    listed = decoded(required_list(args, "files"), "invalid_arguments")
    files = [_uploaded(world, entry) for entry in (listed if isinstance(listed, list) else [])]
    channel = args.get("channel_id") or args.get("channels")
    if channel:
        _share(world, files, str(channel), args)
    return {"files": [file_json(world, file) for file in files]}


def required_list(args: Arguments, name: str) -> object:
    """Take a list argument that must hold something."""
    if not args.get(name):
        raise Refusal("invalid_arguments", [f"[ERROR] missing required field: {name}"])
    return args[name]


def _uploaded(world: World, entry: object) -> StoredFile:
    file = world.files.get(str(entry.get("id"))) if isinstance(entry, dict) else None
    if file is None or file.data is None:
        raise Refusal("file_not_found")
    file.title = str(entry.get("title") or "") if isinstance(entry, dict) else ""
    return file


def _share(world: World, files: list[StoredFile], channel: str, args: Arguments) -> None:
    place = world.writable_for_bot(channel).id
    thread = thread_of(world, place, args.get("thread_ts"))
    for file in files:
        file.channels.append(place)
    comment = str(args.get("initial_comment") or "")
    world.post(place, BOT_USER, comment, files=[file.id for file in files], thread_ts=thread)


def info(world: World, args: Arguments) -> Json:
    """Describe a file that the bot may see: its own, or one shared where it is."""
    file = world.files.get(required(args, "file"))
    if file is None or not visible_to_bot(world, file):
        raise Refusal("file_not_found")
    return {"file": file_json(world, file)}


def visible_to_bot(world: World, file: StoredFile) -> bool:
    """Say whether the bot may see a file."""
    return file.owner == BOT_USER or any(BOT_USER in world.members[place] for place in file.channels)
