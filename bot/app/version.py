"""Which version of the program this is."""

from importlib.metadata import version


def program_version() -> str:
    """Tell the version of the installed package."""
    return version("sspr-bot")
