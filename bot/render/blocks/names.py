"""How much of a person is shown: the name, a masked one, or only that there is somebody."""

from enum import StrEnum

from bot.render.blocks.mrkdwn import masked, person


class Show(StrEnum):
    """How much a message shows of people."""

    NAMES = "names"
    MASKED = "masked"
    COUNTS = "counts"


def named(user: str, show: Show) -> str:
    """A person as `show` allows; "somebody" where names are not to be shown at all."""
    return {Show.NAMES: person, Show.MASKED: masked}.get(show, lambda _: "somebody")(user)
