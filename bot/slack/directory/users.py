"""What Slack knows about people and user groups, remembered for a minute."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk import WebClient

from bot.service.ports import Clock
from bot.slack.client import WHILE_SOMEBODY_WAITS, SlackError, ask, impatient
from bot.slack.directory.bot_user import Identity
from bot.slack.directory.ttl_cache import TtlCache

_FOR = timedelta(minutes=1)  # so long may a role count that somebody has lost
_PLACES_FOR = timedelta(minutes=10)  # ... and where a group was found: an organisation may have many workspaces
_MOST = 10_000
_NOBODY = "users_not_found"
_NO_SUCH_GROUP = {"no_such_subteam", "subteam_not_found", "invalid_usergroup"}
_PAGE = 200
_ORGANISATION = "E"  # so its id begins, and a workspace's with T
_log = logging.getLogger(__name__)

_STRANGER = "I answer only people of this workspace."
_GUEST = "I answer members of this workspace; you are here as a guest."
_BOT = "I answer people, not apps."
_GONE = "I answer active members of this workspace."


@dataclass(frozen=True, slots=True)
class Person:
    """One person, as far as access and answers need."""

    id: str
    name: str
    email: str | None
    zone: ZoneInfo | None
    runs_workspace: bool  # an admin or owner of the workspace
    outside: str | None = None  # why the bot does not answer them, as a sentence


class Users:
    """Ask Slack about people and groups."""

    def __init__(self, client: WebClient, identity: Identity, clock: Clock) -> None:
        self._client = impatient(client, seconds=WHILE_SOMEBODY_WAITS)
        self._identity = identity
        self._people: TtlCache[tuple[str, str], Person] = TtlCache(_FOR, _MOST, clock)
        self._addresses: TtlCache[tuple[str, str], tuple[Person | None]] = TtlCache(_FOR, _MOST, clock)
        self._groups: TtlCache[tuple[str, str], frozenset[str]] = TtlCache(_FOR, _MOST, clock)
        self._places: TtlCache[tuple[str, str], tuple[str, ...]] = TtlCache(_PLACES_FOR, _MOST, clock)
        self._teams: TtlCache[str, tuple[str, ...]] = TtlCache(_PLACES_FOR, _MOST, clock)

    def person(self, user: str) -> Person:
        """One person. Raises SlackError when Slack does not say."""
        team = self._identity.bot().team
        known = self._people.get((team, user))
        if known:
            return known
        reply = ask(self._client.users_info, user=user)
        return self._people.put((team, user), _person(user, reply["user"], team))

    def by_address(self, address: str) -> Person | None:
        """The person with this e-mail address; None when nobody has it. Raises SlackError when Slack does not say."""
        team = self._identity.bot().team
        key = team, address.casefold()
        known = self._addresses.get(key)
        return (known or self._addresses.put(key, (self._look_up(address, team),)))[0]

    def _look_up(self, address: str, team: str) -> Person | None:
        try:
            reply = ask(self._client.users_lookupByEmail, email=address)
        except SlackError as error:
            if error.code != _NOBODY:
                raise
            return None
        return _person(str(reply["user"]["id"]), reply["user"], team)

    def members(self, group: str) -> frozenset[str]:
        """Who is in a user group; nobody, when there is no such group. Raises SlackError when Slack does not say."""
        team = self._identity.bot().team
        known = self._groups.get((team, group))
        if known is not None:
            return known
        places = self._places.get((team, group))
        found = {
            place: users
            for place in (self.teams() if places is None else places)
            if (users := self._members_in(place, group)) is not None
        }
        if not found:
            _log.warning("The user group %s does not exist; nobody is granted anything by it.", group)
        if team[:1] == _ORGANISATION and places is None:
            self._places.put((team, group), tuple(found))
        return self._groups.put((team, group), frozenset().union(*found.values()))

    def _members_in(self, team: str, group: str) -> frozenset[str] | None:
        """Who is in a user group of a workspace; None where that has no such group."""
        try:
            return frozenset(ask(self._client.usergroups_users_list, usergroup=group, team_id=team)["users"])
        except SlackError as error:
            if error.code not in _NO_SUCH_GROUP:
                raise
            return None

    def teams(self) -> tuple[str, ...]:
        """The workspace, or those of an organisation to which the app was added. Raises SlackError as `person` does.

        With an organisation's token Slack wants to know which of them a question is about.
        """
        team = self._identity.bot().team
        if team[:1] != _ORGANISATION:
            return (team,)
        known = self._teams.get(team)
        return self._teams.put(team, tuple(self._listed_teams())) if known is None else known

    def _listed_teams(self) -> Iterator[str]:
        cursor: str | None = None
        while True:
            page = ask(self._client.auth_teams_list, cursor=cursor, limit=_PAGE)
            yield from (str(team["id"]) for team in page["teams"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return


def _person(user: str, account: Mapping[str, Any], team: str) -> Person:
    profile = account.get("profile") or {}
    return Person(
        id=user,
        name=str(profile.get("display_name") or account.get("real_name") or account.get("name") or ""),
        email=profile.get("email") or None,
        zone=_zone(account.get("tz")),
        runs_workspace=bool(account.get("is_admin") or account.get("is_owner") or account.get("is_primary_owner")),
        outside=_outside(account, team),
    )


def _outside(account: Mapping[str, Any], team: str) -> str | None:
    """Why somebody is not one of this workspace's own people; what Slack leaves out counts against them."""
    of_organisation = account.get("enterprise_user") or {}
    teams = {account.get("team_id"), of_organisation.get("enterprise_id"), *(of_organisation.get("teams") or ())}
    if account.get("is_stranger") or team not in teams:
        return _STRANGER
    if account.get("is_restricted") or account.get("is_ultra_restricted"):
        return _GUEST
    if account.get("is_bot") or account.get("is_workflow_bot"):
        return _BOT
    return _GONE if account.get("deleted") else None


def _zone(name: object) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if isinstance(name, str) and name else None
    except (KeyError, ValueError, OSError):
        return None
