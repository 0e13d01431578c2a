"""The bot scopes that the code needs, as manifest.yml asks for them; a test holds the two together."""

from typing import Final

NEEDED: Final = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "usergroups:read",
    "users:read",
    "users:read.email",
)
