"""Who may ask what: roles from the settings, checked for every request, closed when in doubt."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.errors import RefusedError
from bot.privacy import Role
from bot.service.asker import Asker
from bot.service.notices.ports import Recipient
from bot.slack.client import SlackError
from bot.slack.directory.bot_user import Identity
from bot.slack.directory.users import Person, Users

_OFFERED = 50  # beyond that a menu helps nobody, and each may cost a question to Slack
_log = logging.getLogger(__name__)

_UNKNOWN = "Slack does not tell me who you are just now, so I cannot answer. Please try again in a minute."
_NOT_YOURS = "I answer only people of this tenant here."
_NOT_HERE = "I have nothing about that person here."
_ELSEWHERE = "I answer only people of the workspace that I was installed in."


@dataclass(frozen=True, slots=True)
class Grants:
    """Slack ids of people (U...) and user groups (S...) with each role."""

    admins: tuple[str, ...] = ()
    helpdesk: tuple[str, ...] = ()
    viewers: tuple[str, ...] = ()

    def by_role(self) -> tuple[tuple[Role, tuple[str, ...]], ...]:
        """The grants, the role that may do most first."""
        return (Role.ADMIN, self.admins), (Role.HELPDESK, self.helpdesk), (Role.VIEWER, self.viewers)


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal of any answer at all, with the sentence that says why."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Access:
    """Turn whoever a request comes from into an Asker, or refuse them. Fills the role of Resolver, too."""

    users: Users
    identity: Identity
    grants: Grants
    zone: ZoneInfo  # of those whose own is unknown
    domains: tuple[str, ...] | None = None  # of a tenant's people, where there are many; None: of the whole workspace
    is_viewer: Callable[[str], bool] = lambda _: False  # who else may see numbers, granted elsewhere

    def asker(self, team: str | None, user: str | None, channel: str = "") -> Asker | Refused:
        """The person behind a request, with their role; when Slack does not answer, nobody is let in."""
        try:
            return self._asker(team, user, channel)
        except SlackError as error:
            _log.warning("Somebody was refused, because Slack did not say who they are: %s", error.code)
            return Refused(_UNKNOWN)

    def asker_by_address(self, address: str, channel: str) -> Asker | Refused | None:
        """The person whose Slack account has this e-mail address, with their role; None where nobody has it."""
        try:
            person = self.users.by_address(address)
            return None if person is None else self._with_role(person, channel)
        except SlackError as error:
            _log.warning("Somebody was refused, because Slack did not say who they are: %s", error.code)
            return Refused(_UNKNOWN)

    def _asker(self, team: str | None, user: str | None, channel: str) -> Asker | Refused:
        if not user or team != self.identity.bot().team:
            return Refused(_ELSEWHERE)
        return self._with_role(self.users.person(user), channel)

    def _with_role(self, person: Person, channel: str) -> Asker | Refused:
        if person.outside:
            return Refused(person.outside)
        role = self._role(person)
        if role is Role.SELF and not self._is_ours(person):
            return Refused(_NOT_YOURS)
        return Asker(person.id, role, person.email, person.zone or self.zone, channel, person.name)

    def _is_ours(self, person: Person) -> bool:
        """Whether somebody is one of the people whose data this is."""
        return self.domains is None or domain_of(person.email) in self.domains

    def user_of(self, slack_id: str) -> str | None:
        """The user ID in the reports of a Slack person: their e-mail address; None when Slack does not tell.

        Raises RefusedError for somebody who is none of the people whose data this is: their address is not told here.
        """
        try:
            person = self.users.person(slack_id)
        except SlackError:
            return None
        if person.email and not self._is_ours(person):
            raise RefusedError(_NOT_HERE)
        return person.email

    def may_decide(self, user: str) -> bool:
        """Whether a Slack user could look after a case: a member whose role shows them people. In doubt, no."""
        try:
            person = self.users.person(user)
            return person.outside is None and self._role(person) >= Role.HELPDESK
        except SlackError:
            return False

    def zone_of(self, user: str) -> ZoneInfo:
        """Where a Slack user is; the usual zone where Slack does not say."""
        try:
            return self.users.person(user).zone or self.zone
        except SlackError:
            return self.zone

    def recipient(self, address: str) -> Recipient | None:
        """The member with this address, if the bot may write to them of its own accord: nobody who may do more here.

        None in doubt: for guests and strangers, for whoever has a role, and where Slack does not answer.
        """
        try:
            person = self.users.by_address(address)
            if person is None or person.outside or person.runs_workspace or self._role(person) > Role.VIEWER:
                return None
            if not self._is_ours(person):
                return None
        except SlackError:
            return None
        return Recipient(person.id, person.zone or self.zone)

    def helpers(self) -> dict[str, str]:
        """The Slack users with such a role, by name.

        Empty where they cannot be listed: without named admins whoever runs the workspace is one, and Slack may not say
        who is in a group.
        """
        if not self.grants.admins:
            return {}
        try:
            granted = [one for role, ids in self.grants.by_role() if role >= Role.HELPDESK for one in ids]
            ids = {user for one in granted for user in (self.users.members(one) if one[:1] == "S" else (one,))}
            people = [self.users.person(user) for user in sorted(ids)[:_OFFERED]]
        except SlackError:
            return {}
        named = {person.id: person.name or person.id for person in people if person.outside is None}
        return dict(sorted(named.items(), key=lambda one: one[1].casefold()))

    def _role(self, person: Person) -> Role:
        if person.runs_workspace and not self.grants.admins and self.domains is None:
            return Role.ADMIN
        for role, granted in self.grants.by_role():
            if person.id in granted or any(person.id in self.users.members(one) for one in granted if one[:1] == "S"):
                return role
        return Role.VIEWER if self.is_viewer(person.id) else Role.SELF


def domain_of(address: str | None) -> str:
    """The domain of an e-mail address, in small letters; "" without one."""
    return (address or "").rpartition("@")[2].strip().lower()
