"""The message to somebody who can help themselves; no link in it leads anywhere but to Microsoft's pages."""

import re
from urllib.parse import urlsplit

from bot.analysis.people.self_help import SelfHelp
from bot.render.blocks.blocks import actions, button, context, section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Message
from bot.render.blocks.mrkdwn import date_words, plain, time

STOP, SWITCH_ON, SWITCH_OFF = "sspr.notices.stop", "sspr.notices.on", "sspr.notices.off"
_HOSTS = ("aka.ms", "microsoft.com", "microsoftonline.com")
_URL = re.compile(r"https?://[^\s|<>]+")
_WHY = "Your IT lets this app write to people who can help themselves. It never asks for a password or a code."

_SINCE = " If you have done so since, nothing is left to do."


def to_person(one: SelfHelp) -> Message:
    """What happened, or will, and what to do; the words are the documented ones."""
    if one.at is not None:
        says = f"Somebody, perhaps you, could not reset your password {time(one.at)}."
        end = " If it was not you, please tell your helpdesk."
    elif one.cutoff is not None:
        says = f"{_by_list(one)}, you cannot reset your password yourself any more from {date_words(one.cutoff.on)} on."
        end = _SINCE
    else:
        says = f"{_by_list(one)}, you have not registered yet, and cannot reset your password yourself."
        end = _SINCE
    advice = plain(one.fix.tell_user)
    text = f"*{says}*\n{advice}{end}"
    return assemble(f"{says} {advice}{end}", [section(text), context(_WHY)], [actions(button("Stop telling me", STOP))])


def _by_list(one: SelfHelp) -> str:
    """What a nudge rests on."""
    return f"By the directory's list of {date_words(one.seen.date())}" if one.seen else "By the directory's list"


def only_microsofts(message: Message) -> bool:
    """Whether every link of a message leads to a page of Microsoft's."""
    hosts = [(urlsplit(url).hostname or "").casefold() for url in _URL.findall(f"{message.text} {message.blocks}")]
    return all(any(host == known or host.endswith(f".{known}") for known in _HOSTS) for host in hosts)


def stopped() -> Message:
    """The answer to whoever wants no more."""
    says = "I will not write to you of my own accord any more. You can still ask me."
    return assemble(says, [section(says)])
