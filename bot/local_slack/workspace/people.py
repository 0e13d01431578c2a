"""Who and what is in the local workspace: people, channels, user groups."""

from dataclasses import dataclass

BOT_USER = "U0THEBOT"
SLACKBOT = "USLACKBOT"
TEAM = "T0HERE"
OTHER_TEAM = "T0ELSEWHERE"
APP = "A0THEAPP"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone whom the page can play, with the flags that Slack keeps about them."""

    id: str
    name: str
    email: str
    tz: str = "UTC"
    is_admin: bool = False
    is_owner: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    about: str = ""

    @property
    def handle(self) -> str:
        """The short name that others type after an @."""
        return self.email.partition("@")[0].lower() or self.id.lower()


@dataclass(frozen=True, slots=True)
class Channel:
    """A conversation as it is at the start; `with_bot` says whether the bot was invited."""

    id: str
    name: str
    members: tuple[str, ...] = ()
    private: bool = False
    ext_shared: bool = False
    archived: bool = False
    with_bot: bool = True
    topic: str = ""


@dataclass(frozen=True, slots=True)
class UserGroup:
    """A named group of people, as access rules use them."""

    id: str
    handle: str
    members: tuple[str, ...] = ()
