"""SSPR_TENANTS: the tenants of a provider as a TOML file, a [[tenant]] each, and the [provider] itself."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from pathlib import Path
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from typing_extensions import override

from bot.digests.plan import SubscriptionPlan
from bot.errors import SettingsError
from bot.knowledge.catalogue import load
from bot.questions.parse_error import ParseError
from bot.questions.subscribe import read_plan
from bot.questions.text import alike, split
from bot.settings import KeepDays, Zone, ids_in, slack_channel_ids, slack_ids
from bot.sources.reloaded_file import ReloadedFile

PROVIDER: Final = "provider"
NOWHERE: Final = ("C",)  # the id of no channel: with no id at all digests could go to every channel
_KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def _key(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError("takes up to 40 small letters, digits and hyphens, like contoso-eu")
    return key


def _domains(domains: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(domain.strip().lower() for domain in domains)
    if odd := [name for name in names if not _DOMAIN.fullmatch(name)]:
        raise ValueError(f"takes domains like contoso.com, not {odd[0]}")
    return names


def _directory(text: str) -> str:
    if text and not _ID.fullmatch(text):
        raise ValueError("takes the ID of a directory or an app, like 00000000-0000-0000-0000-000000000000")
    return text


def _variable(name: str) -> str:
    if name and (not _VARIABLE.fullmatch(name) or name.startswith("SSPR_")):
        raise ValueError("takes the NAME of an environment variable that holds the secret, never the secret itself")
    return name


def _workspaces(teams: tuple[str, ...]) -> tuple[str, ...]:
    if odd := [one for one in teams if not re.fullmatch(r"[TE][A-Z0-9]+", one)]:
        raise ValueError(f"takes ids of workspaces (T...) and organisations (E...), not {odd[0]}")
    return teams


def _each(check: Callable[[tuple[str, ...]], object]) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    """A check of ids that may have a workspace before them, as in T0123/U0123."""

    def checked(ids: tuple[str, ...]) -> tuple[str, ...]:
        check(tuple(one.rpartition("/")[2] for one in ids))
        return ids

    return checked


Workspaces = Annotated[tuple[str, ...], BeforeValidator(ids_in), AfterValidator(_workspaces)]
PeopleIds = Annotated[tuple[str, ...], BeforeValidator(ids_in), AfterValidator(_each(slack_ids))]
ChannelIds = Annotated[tuple[str, ...], BeforeValidator(ids_in), AfterValidator(_each(slack_channel_ids))]
_OF_A_WORKSPACE: Final = ("channels", "admins", "helpdesk", "viewers")


class Row(BaseModel):
    """What tenants and the provider have in common."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, AfterValidator(str.strip), Field(max_length=75)] = ""
    workspaces: Workspaces = ()  # from where it is seen; an id below is of the first, or has its workspace before it
    channels: ChannelIds = ()  # they are this tenant's alone: questions there are about it, and its digests go there
    timezone: Zone = "UTC"
    admins: PeopleIds = ()
    helpdesk: PeopleIds = ()
    viewers: PeopleIds = ()

    @model_validator(mode="after")
    def _check_workspaces(self) -> Self:
        for name in _OF_A_WORKSPACE:
            for one in getattr(self, name):
                team, slash, _ = one.rpartition("/")
                if slash and team not in self.workspaces:
                    raise ValueError(f"workspaces lacks {team}, which {name} names")
        return self

    @property
    def names(self) -> frozenset[str]:
        """What people may call it, as far as they can tell names apart."""
        return frozenset(filter(None, (alike(self.name),)))

    @property
    def home(self) -> str:
        """The workspace of ids that name none; "" where there is but one anyway."""
        return self.workspaces[0] if self.workspaces else ""

    def is_seen_from(self, team: str, *, closed: bool) -> bool:
        """Whether it is there for a workspace at all; `closed` says that without a list it is there for none."""
        return team in self.workspaces if self.workspaces or closed else True

    def at(self, team: str) -> Self:
        """The row as it counts in one workspace: with the ids that are of it."""
        if (team == self.home and len(self.workspaces) < 2) or not self.workspaces:  # noqa: PLR2004 - as most are
            return self
        return self.model_copy(update={name: self._ids(name, team) for name in _OF_A_WORKSPACE})

    def team_of(self, channel: str) -> str:
        """The workspace of one of its channels."""
        return next((team for team in self.workspaces if channel in self._ids("channels", team)), self.home)

    def all_channels(self) -> tuple[str, ...]:
        """Its channels in all workspaces."""
        return tuple(one.rpartition("/")[2] for one in dict.fromkeys(self.channels))

    def _ids(self, name: str, team: str) -> tuple[str, ...]:
        parts = [one.rpartition("/") for one in getattr(self, name)]
        return tuple(one for where, _, one in parts if (where or self.home) == team)


class ProviderRow(Row):
    """The provider itself."""

    digest: str = ""  # when its channels hear of all tenants, in the words behind `subscribe`

    @model_validator(mode="after")
    def _check_digest(self) -> Self:
        if self.digest and self.plan is None:
            raise ValueError("digest takes a frequency and an hour, like daily at 09:00 mon-fri")
        return self

    @property
    def plan(self) -> SubscriptionPlan | None:
        """When that is; None for never."""
        if not self.digest:
            return None
        try:
            return read_plan(split(self.digest), zone=self.timezone, catalogue=load())
        except ParseError:
            return None


class TenantRow(Row):
    """One tenant."""

    key: Annotated[str, AfterValidator(_key)]
    domains: Annotated[tuple[str, ...], AfterValidator(_domains)] = ()  # of its people's e-mail addresses
    runbook: Path | None = None
    subscriptions: Path | None = None
    folder: Path | None = None  # that is watched: a report dropped there is loaded
    keep_days: KeepDays = {}
    graph_tenant: Annotated[str, AfterValidator(_directory)] = ""
    graph_client: Annotated[str, AfterValidator(_directory)] = ""
    graph_secret: Annotated[str, AfterValidator(_variable)] = ""  # the variable that holds the app's secret
    graph_token: Annotated[str, AfterValidator(_variable)] = ""  # ... or a token, to try a pull
    pull_minutes: int | None = Field(None, ge=5, le=1440)

    @property
    def title(self) -> str:
        """How it is called where people read it."""
        return self.name or self.key

    @property
    @override
    def names(self) -> frozenset[str]:
        return super().names | {self.key}


class Tenants(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    provider: ProviderRow = ProviderRow()
    tenant: tuple[TenantRow, ...] = Field(min_length=1)

    @cached_property
    def rows(self) -> Mapping[str, TenantRow]:
        """The tenants by their keys."""
        return {row.key: row for row in self.tenant}

    @cached_property
    def workspaces(self) -> frozenset[str]:
        """All workspaces that are named."""
        return frozenset(team for row in (self.provider, *self.tenant) for team in row.workspaces)

    def seen_from(self, team: str, *, closed: bool) -> "Seen":
        """The tenants that are there for a workspace."""
        known = self._seen.get(team)
        if known is None:
            rows = {key: row.at(team) for key, row in self.rows.items() if row.is_seen_from(team, closed=closed)}
            known = self._seen[team] = Seen(
                rows,
                {domain: key for key, row in rows.items() for domain in row.domains},
                {channel: key for key, row in rows.items() for channel in row.channels},
                {name: key for key, row in rows.items() for name in row.names},
            )
        return known

    @cached_property
    def _seen(self) -> dict[str, "Seen"]:
        return {}


@dataclass(frozen=True, slots=True)
class Seen:
    """The tenants that are there for one workspace, as they count there."""

    rows: Mapping[str, TenantRow]
    by_domain: Mapping[str, str]  # the key of the tenant whose people have addresses of a domain
    by_channel: Mapping[str, str]  # ... that a channel belongs to
    by_name: Mapping[str, str]  # ... that is called so, in the words of `alike`


def tenants_file(path: Path) -> ReloadedFile[Tenants]:
    """Open the file. Raises SettingsError when it is missing or broken."""
    return ReloadedFile(path, lambda text: read_tenants(text, path.parent), setting="SSPR_TENANTS")


def read_tenants(text: str, folder: Path) -> Tenants:
    """Read the tenants; paths in the file start at its folder. Raises SettingsError, a sentence for each fault."""
    try:
        says = tomllib.loads(text)
        found = Tenants.model_validate(says)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"SSPR_TENANTS is no TOML: {error}.") from error
    except ValidationError as error:
        sentences = (_sentence(dict(problem), says) for problem in error.errors())
        raise SettingsError("\n".join(dict.fromkeys(sentences))) from error
    placed = Tenants(provider=found.provider, tenant=tuple(_placed(row, folder) for row in found.tenant))
    if wrong := [*_doubles(placed), *_within_others(placed)]:
        raise SettingsError("\n".join(dict.fromkeys(wrong)))
    return placed


def _placed(row: TenantRow, folder: Path) -> TenantRow:
    paths = {name: getattr(row, name) for name in ("runbook", "subscriptions", "folder")}
    return row.model_copy(update={name: folder / path for name, path in paths.items() if path})


def _doubles(found: Tenants) -> Iterator[str]:
    """What two tenants cannot share: then nobody could say whose it is."""
    if PROVIDER in (row.key for row in found.tenant):
        yield f"SSPR_TENANTS: the key {PROVIDER} is the provider's own; give that tenant another one."
    for what, values in {
        "key": [row.key for row in found.tenant],
        "name": [name for row in (found.provider, *found.tenant) for name in row.names],
        "domain": [domain for row in found.tenant for domain in set(row.domains)],
        "channel": [*found.provider.all_channels(), *(one for row in found.tenant for one in row.all_channels())],
        "graph_tenant": [row.graph_tenant.casefold() for row in found.tenant if row.graph_tenant],
    }.items():
        yield from (f"SSPR_TENANTS: the {what} {one} is there twice." for one, n in Counter(values).items() if n > 1)


def _within_others(found: Tenants) -> Iterator[str]:
    """Folders are watched with all that is below them: the reports of one tenant must not lie in another's."""
    folders = [(row.key, row.folder.resolve()) for row in found.tenant if row.folder]
    for (key, folder), (other, above) in permutations(folders, 2):
        if folder.is_relative_to(above) and (folder != above or key < other):
            yield f"SSPR_TENANTS: the folder of {key} is in that of {other}, which would load its reports as well."


def _sentence(problem: dict[str, Any], file: dict[str, Any]) -> str:
    """One fault of a file, with its row and key."""
    place: list[str] = [*map(str, problem["loc"]), "", ""]
    first, rest = place[0], place[1:]
    if problem["type"] == "extra_forbidden":
        tables: Mapping[str, type[BaseModel]] = {"tenant": TenantRow, PROVIDER: ProviderRow}
        known = tables.get(first, Tenants)
        says = f"means nothing there; there are {', '.join(known.model_fields)}"
    elif (first, rest[0]) == ("tenant", ""):
        says = "each tenant is a table of its own that begins with [[tenant]] and holds key and domains"
    else:
        text = str(problem["msg"]).removeprefix("Value error, ")
        says = f"{text[:1].lower()}{text[1:]}"
    where = f"{_row(file, int(rest[0]))}, {rest[1]}" if first == "tenant" and rest[0] else " ".join([first, *rest])
    return f"SSPR_TENANTS, {where.strip(', ')}: {says}."


def _row(file: dict[str, Any], number: int) -> str:
    """A tenant by its key; by its number where the key itself is wrong, or another one's."""
    keys = [str(row.get("key")) for row in file["tenant"] if isinstance(row, dict)]
    key = keys[number] if len(keys) == len(file["tenant"]) else ""
    return f"tenant {key if _KEY.fullmatch(key) and keys.count(key) == 1 else number + 1}"
