"""Which tenant words are about: the one that they name, that of the channel, that of the person, else the only one.

Free words name one, too (*how far is the contoso rollout*): to whoever may ask about it, outside any tenant's channel.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from bot.errors import RefusedError
from bot.questions.all_tenants import tenants_named, without_tenant, without_tenants
from bot.questions.text import LONGEST_RAW, alike

_NAMED = re.compile(r'(?<!\S)tenant(?::\s*|=)("[^"]*"|\S+)', re.IGNORECASE)
_ADDRESS = re.compile(r"@([a-z0-9.-]+\.[a-z0-9-]+)")
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>")
# What the provider's own channel is asked; everything else is about one of its tenants.
_OF_ALL: Final = frozenset({"fleet", "help", "?", "fix", "subscribe", "unsubscribe", "subscriptions"})
_NOBODYS = "I answer only people of the tenants that I know."


@dataclass(frozen=True, slots=True)
class Several:
    """More than one tenant may be meant; there they are."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of all tenants."""

    by_domain: Mapping[str, str]
    by_channel: Mapping[str, str]
    by_name: Mapping[str, str]  # the key is one of the names
    keys: Collection[str]
    provider: str  # the key under which questions about all of them are answered; "" where there is none
    provider_channels: Collection[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, as far as it says whom it is about."""

    text: str
    channel: str
    domain: str  # of the person's address; "" where it is not known
    domain_of: Callable[[str], str]  # the same of somebody who is mentioned
    may: Callable[[str], bool]  # whether this person may ask about a tenant
    mine: Callable[[], tuple[str, ...]]  # all about which they may


def named(text: str) -> tuple[str, str]:
    """The tenant that words name with `tenant:KEY` or `tenant:"NAME"`, "" for none, and the words without it."""
    found = _NAMED.search(text)
    if found is None:
        return "", text
    return alike(found[1].strip('"')), " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())


def choose(asked: Asked, known: Known) -> str | Several:
    """The key of the tenant, or those that may be meant. Raises RefusedError where it is none of this person's."""
    name, _ = named(asked.text)
    here = known.by_channel.get(asked.channel)
    if name:
        key = known.by_name.get(name)
        if key is None or not asked.may(key):
            raise RefusedError(f"There is no tenant {name} that you may ask about.")
        if here not in (None, key):
            raise RefusedError("This channel belongs to another tenant. Ask in a direct message.")
        return key
    if here is not None:
        return here
    in_its_channel = asked.channel in known.provider_channels and _begins(asked.text) in _OF_ALL
    spoken, rest = _spoken(asked, known)
    if known.provider and (is_about_all(rest) or in_its_channel):
        return known.provider
    domains = (*_ADDRESS.findall(asked.text.casefold()), *map(asked.domain_of, _MENTION.findall(asked.text)))
    about = [*spoken, *(known.by_domain[domain] for domain in domains if domain in known.by_domain)]
    if about and asked.may(about[0]):
        return about[0]
    own = known.by_domain.get(asked.domain)
    if own is not None and asked.channel not in known.provider_channels:
        return own
    mine = asked.mine()
    if not mine:
        raise RefusedError(_NOBODYS)
    return mine[0] if len(mine) == 1 else Several(mine)


def _spoken(asked: Asked, known: Known) -> tuple[tuple[str, ...], str]:
    """The one tenant that free words name, of those about which this person may ask, and the words without it.

    Any other name is a word like all.
    """
    text = asked.text[:LONGEST_RAW]
    mine = {name: key for name in tenants_named(text, known.by_name) if asked.may(key := known.by_name[name])}
    if len({*mine.values()}) != 1:
        return (), asked.text
    return tuple(mine.values())[:1], without_tenant(text, mine) or asked.text


def is_about_all(text: str) -> bool:
    """Whether words ask about all tenants at once."""
    return _begins(text) == "fleet" or without_tenants(text[:LONGEST_RAW]) is not None


def _begins(text: str) -> str:
    """The first word, behind the bot's own name where it is mentioned."""
    words = text.split() or ["help"]
    return words[1 if words[0].startswith("<@") and len(words) > 1 else 0].casefold()
