"""How much of a person is shown: the name, a masked one, or only that there is somebody."""

from bot.privacy import Visibility
from bot.render.blocks.mrkdwn import clean, mask, masked, person


def named(user: str, show: Visibility) -> str:
    """A person as `show` allows; "somebody" where names are not to be shown at all."""
    return {Visibility.NAMES: person, Visibility.MASKED: masked}.get(show, lambda _: "somebody")(user)


def raw_name(user: str, show: Visibility) -> str:
    """The same for a cell of a table, in which Slack reads no syntax."""
    if show is Visibility.COUNTS:
        return "somebody"
    shown = clean(user if show is Visibility.NAMES else mask(user))
    return shown if shown.isascii() else f"{shown} (unusual letters)"
