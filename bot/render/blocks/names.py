"""How much of a person is shown: the name, a masked one, or only that there is somebody."""

from bot.privacy import Visibility
from bot.render.blocks.mrkdwn import masked, person


def named(user: str, show: Visibility) -> str:
    """A person as `show` allows; "somebody" where names are not to be shown at all."""
    return {Visibility.NAMES: person, Visibility.MASKED: masked}.get(show, lambda _: "somebody")(user)
