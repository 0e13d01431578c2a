"""Messages and files as the workspace keeps them, and as a person sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]  # what travels as JSON


@dataclass(slots=True)
class StoredFile:
    """A file: announced first, filled by its upload, then shared."""

    id: str
    name: str
    owner: str
    created: int
    size: int = 0
    data: bytes | None = None
    title: str = ""
    alt_text: str = ""
    channels: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Message:
    """One message; `only_for` names the single reader of an ephemeral one."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    files: list[str] = field(default_factory=list)
    edited: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    only_for: str | None = None
    entered: dict[str, dict[str, Json]] = field(default_factory=dict)
    unfurls: dict[str, list[Json]] = field(default_factory=dict)  # by link


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file as it is listed below a message."""

    id: str
    name: str
    title: str
    size: int
    alt_text: str = ""


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """What one person sees of a message."""

    ts: str
    user: str
    text: str
    blocks: Sequence[Json] = ()
    thread_ts: str | None = None
    ephemeral: bool = False
    files: Sequence[SeenFile] = ()
    edited: bool = False
    reactions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unfurls: Mapping[str, Sequence[Json]] = field(default_factory=dict)
