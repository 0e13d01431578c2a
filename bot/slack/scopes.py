"""The bot scopes that the code uses, as manifest.yml asks for them; a test holds the two together."""

from typing import Final

NEEDED: Final = (
    "app_mentions:read",
    "assistant:write",
    "channels:read",
    "chat:write",
    "commands",
    "groups:read",
    "im:history",
    "usergroups:read",
    "users:read",
    "users:read.email",
)

# What a workspace may leave out, and what does not work then.
OPTIONAL: Final = {
    "channels:history": "after a crash a digest may be posted twice",
    "files:read": "reports shared in Slack are not loaded",
    "files:write": "there are no CSV files",
    "groups:history": "after a crash a digest in a private channel may be posted twice",
    "links:read": "links to answers are not shown",
    "links:write": "links to answers are not shown",
}
