"""A person's page in the Microsoft Entra admin center."""

from typing import Final
from urllib.parse import urlsplit

from bot.render.blocks.mrkdwn import link

# By the host of Graph. Of the cloud in China no page says whether its admin center has the same addresses.
_CENTERS: Final = {
    "graph.microsoft.com": "entra.microsoft.com",
    "graph.microsoft.us": "entra.microsoft.us",
    "dod-graph.microsoft.us": "entra.microsoft.us",
}
_PAGE: Final = "https://{}/{}#view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/{}"


def address(graph: str, object_id: str, directory: str = "") -> str:
    """The page of an object id in the cloud that a Graph address is of; "" where either is not known.

    It opens in a directory, by its id; without one in that of whoever opens it.
    """
    center = _CENTERS.get(urlsplit(graph).hostname or "")
    within = f"{directory}/" if directory else ""
    return _PAGE.format(center, within, object_id) if center and object_id else ""


def line(page: str) -> str:
    """The link to it; "" without one."""
    return link(page, "Open in Entra") if page else ""
