"""SubscriptionStore as configuration: a TOML file with one [[digest]] for each."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.digests.plan import SubscriptionPlan
from bot.digests.subscription import Subscription, SubscriptionOrigin
from bot.errors import SettingsError
from bot.knowledge.catalogue import Catalogue
from bot.questions.grammar import parse
from bot.questions.question import Misunderstood, Subscribe
from bot.service.digests.ports import SubscriptionStore

_KEYS = {"name", "channel", "plan", "owner"}


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One [[digest]] of the file; by its name it stays the same subscription when its plan changes."""

    name: str
    channel: str
    plan: SubscriptionPlan
    owner: str = ""  # the Slack user ID of whoever gets a message when it cannot be delivered


def read_entries(text: str, *, catalogue: Catalogue, zone: ZoneInfo, now: datetime) -> tuple[FileEntry, ...]:
    """The entries of a file. Raises SettingsError with one line for each that is wrong."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"The subscriptions file is no TOML: {error}.") from error
    if not content:  # half a write looks like this
        raise SettingsError(
            "The subscriptions file holds no [[digest]], so nothing was changed; "
            "write digest = [] to end all of its digests."
        )
    tables = content.get("digest", [])
    if odd := sorted(set(content) - {"digest"}):  # a slip here would end every digest that the file had made
        raise SettingsError(f"The subscriptions file: {odd[0]} means nothing there; each digest is a [[digest]].")
    if not isinstance(tables, list):
        raise SettingsError(
            "The subscriptions file: write each digest as [[digest]] with channel and plan, each a text in quotes."
        )
    entries: list[FileEntry] = []
    wrong: list[str] = []
    for number, table in enumerate(tables, start=1):
        try:
            entries.append(_entry(table, number, catalogue, zone, now))
        except ValueError as error:
            wrong.append(f"The subscriptions file, digest {number}: {error}")
    names = [entry.name for entry in entries]
    wrong += [f"The subscriptions file names two digests {name}." for name in sorted({*names}) if names.count(name) > 1]
    if wrong:
        raise SettingsError("\n".join(wrong))
    return tuple(entries)


def differences(entries: Sequence[FileEntry], existing: Sequence[Subscription]) -> tuple[str, ...]:
    """What applying the file would change, one sentence each; () when the two agree."""
    return tuple(sentence for sentence, *_ in _changes(entries, existing))


def apply(entries: Sequence[FileEntry], subscriptions: SubscriptionStore, now: datetime) -> tuple[str, ...]:
    """Make the store agree with the file, but for subscriptions from Slack. Returns a sentence for each change."""
    changes: list[str] = []
    for sentence, entry, one in _changes(entries, subscriptions.not_ended()):
        if one is not None and (entry is None or entry.channel != one.channel):
            subscriptions.end(one.number)
            one = None  # noqa: PLW2901 - another channel has had no digest yet
        if entry is not None and one is None:
            subscriptions.add(
                entry.channel, entry.plan, entry.owner, now, origin=SubscriptionOrigin.FILE, name=entry.name
            )
        elif entry is not None and one is not None:
            subscriptions.change(one.number, entry.plan, now, by=entry.owner)
        changes.append(sentence)
    return tuple(changes)


_Change = tuple[str, FileEntry | None, Subscription | None]


def _changes(entries: Sequence[FileEntry], existing: Sequence[Subscription]) -> Iterator[_Change]:
    kept = {one.name: one for one in existing if one.origin is SubscriptionOrigin.FILE}
    for entry in entries:
        one = kept.pop(entry.name, None)
        if one is None:
            yield f"{entry.name}: in the file, not yet subscribed.", entry, None
        elif (one.channel, one.plan, one.created_by) != (entry.channel, entry.plan, entry.owner):
            sentence = (
                f"the file says {_shown(entry.channel, entry.plan)}, subscribed is {_shown(one.channel, one.plan)}."
            )
            yield f"{entry.name}: {sentence}", entry, one
    for one in kept.values():
        yield f"{one.name}: subscribed, no longer in the file.", None, one


def _shown(channel: str, plan: SubscriptionPlan) -> str:
    return f"{channel} {plan.words()}"


def _entry(table: object, number: int, catalogue: Catalogue, zone: ZoneInfo, now: datetime) -> FileEntry:
    if not isinstance(table, Mapping) or not all(isinstance(value, str) for value in table.values()):
        raise ValueError("write it as [[digest]] with channel, plan and owner, each a text in quotes.")
    if odd := sorted(set(table) - _KEYS):
        raise ValueError(f"{odd[0]} is no key; there are {', '.join(sorted(_KEYS))}.")
    channel = table.get("channel", "")
    if channel[:1] not in {"C", "G"} or not (channel.isalnum() and channel.isupper()):
        raise ValueError("channel takes a Slack channel id (C...).")
    owner = table.get("owner", "")
    if owner and not (owner[:1] in {"U", "W"} and owner.isalnum() and owner.isupper()):
        raise ValueError("owner takes a Slack user id (U...).")
    match parse(f"subscribe {table.get('plan', '')}", now=now, zone=zone, catalogue=catalogue):
        case Subscribe(plan=plan):
            return FileEntry(table.get("name", f"{channel} {number}"), channel, plan, owner)
        case Misunderstood(sentence=sentence):
            raise ValueError(sentence)
        case _:
            raise ValueError("plan takes the words that you would type behind subscribe.")
