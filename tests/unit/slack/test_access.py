"""Who may ask: role by role, kind of person by kind of person, and closed when Slack does not say."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.errors import RefusedError
from bot.privacy import Role
from bot.service.asker import Asker
from bot.slack.access import Access, Grants, Refused
from bot.slack.directory.bot_user import Identity
from bot.slack.directory.users import Users
from tests.support.canned_slack import TEAM, Answer, CannedSlack, refusal

BASE: dict[str, Any] = {"team_id": TEAM, "tz": "UTC", "profile": {"email": "ann@contoso.com"}}
PEOPLE: dict[str, dict[str, Any]] = {
    "U1": {**BASE, "tz": "Europe/Berlin", "profile": {"email": "ann@contoso.com", "display_name": "Ann"}},
    "UADMIN": {**BASE, "is_admin": True},
    "UOWNER": {**BASE, "is_owner": True},
    "UGUEST": {**BASE, "is_restricted": True},
    "USINGLE": {**BASE, "is_ultra_restricted": True},
    "USTRANGE": {**BASE, "is_stranger": True},
    "UFAR": {**BASE, "team_id": "T0OTHER"},
    "UGRID": {**BASE, "team_id": "E0ORG", "enterprise_user": {"teams": [TEAM]}},
    "UGRIDORG": {**BASE, "team_id": "T1", "enterprise_user": {"enterprise_id": "E0ORG"}},
    "UBOT": {**BASE, "is_bot": True},
    "UGONE": {**BASE, "deleted": True},
    "UBARE": {},
    "UODD": {**BASE, "tz": "Mars/Base", "profile": {}},
    "UGUESTADMIN": {**BASE, "is_restricted": True, "is_admin": True},
}
GROUPS = {"S1": ["U1"], "S2": ["UOWNER"]}


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def user(args: Mapping[str, Any]) -> Answer:
    found = PEOPLE.get(args["user"])
    return refusal("user_not_found") if found is None else {"ok": True, "user": found}


def group(args: Mapping[str, Any]) -> Answer:
    found = GROUPS.get(args["usergroup"])
    return refusal("no_such_subteam") if found is None else {"ok": True, "users": found}


def by_address(args: Mapping[str, Any]) -> Answer:
    found = {"ann@contoso.com": "U1", "gus@fabrikam.com": "UGUEST"}.get(args["email"].casefold())
    return {"ok": True, "user": {**PEOPLE[found], "id": found}} if found else refusal("users_not_found")


class Tried:
    def __init__(self, grants: Grants | None = None, **answers: Answer) -> None:
        table = {"users.info": user, "usergroups.users.list": group, "users.lookupByEmail": by_address}
        self.slack = CannedSlack({**table, **{name.replace("__", "."): answer for name, answer in answers.items()}})
        self.clock = Clock()
        identity = Identity(self.slack)
        self.people = Users(self.slack, identity, self.clock)
        self.access = Access(self.people, identity, grants or Grants(), ZoneInfo("America/Lima"))

    def role(self, who: str) -> Role | None:
        found = self.access.asker(TEAM, who)
        return found.role if isinstance(found, Asker) else None


@pytest.mark.parametrize(
    ("grants", "roles"),
    [
        (Grants(), {"U1": Role.SELF, "UADMIN": Role.ADMIN, "UOWNER": Role.ADMIN, "UGUESTADMIN": None}),
        (Grants(helpdesk=("U1",)), {"U1": Role.HELPDESK, "UADMIN": Role.ADMIN}),
        (Grants(admins=("U1",)), {"U1": Role.ADMIN, "UADMIN": Role.SELF, "UOWNER": Role.SELF}),
        (Grants(viewers=("S1",)), {"U1": Role.VIEWER, "UOWNER": Role.ADMIN}),
        (Grants(admins=("S1",), viewers=("U1",)), {"U1": Role.ADMIN}),
        (
            Grants(admins=("U0",), helpdesk=("S0GONE", "S2"), viewers=("U1",)),
            {"U1": Role.VIEWER, "UOWNER": Role.HELPDESK},
        ),
        (Grants(admins=("UGUEST",)), {"UGUEST": None, "U1": Role.SELF}),
    ],
    ids=str,
)
def test_the_highest_role_that_was_granted_counts(grants: Grants, roles: dict[str, Role | None]) -> None:
    tried = Tried(grants)
    assert {who: tried.role(who) for who in roles} == roles


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("UGUEST", "guest"),
        ("USINGLE", "guest"),
        ("USTRANGE", "people of this workspace"),
        ("UFAR", "people of this workspace"),
        ("UBARE", "people of this workspace"),
        ("UBOT", "not apps"),
        ("UGONE", "active members"),
        ("UNOBODY", "does not tell me who you are"),
        ("", "was installed in"),
        (None, "was installed in"),
    ],
)
def test_others_are_refused_with_a_sentence_whatever_they_were_granted(who: str | None, why: str) -> None:
    found = Tried(Grants(admins=(who or "U0",))).access.asker(TEAM, who)
    assert isinstance(found, Refused)
    assert why in found.sentence


@pytest.mark.parametrize("team", [None, "", "T0OTHER"])
def test_a_request_from_another_workspace_is_refused_before_anybody_is_looked_up(team: str | None) -> None:
    tried = Tried()
    assert isinstance(tried.access.asker(team, "UADMIN"), Refused)
    assert tried.slack.times("users.info") == 0


def test_a_member_of_an_enterprise_grid_belongs_to_the_workspaces_that_list_them() -> None:
    assert Tried().role("UGRID") is Role.SELF


def test_an_asker_has_their_own_zone_address_and_channel() -> None:
    found = Tried().access.asker(TEAM, "U1", "C1")
    assert found == Asker("U1", Role.SELF, "ann@contoso.com", ZoneInfo("Europe/Berlin"), "C1", "Ann")


def test_what_slack_does_not_know_is_left_open() -> None:
    found = Tried().access.asker(TEAM, "UODD")
    assert isinstance(found, Asker)
    assert (found.zone.key, found.user) == ("America/Lima", None)


@pytest.mark.parametrize(
    "fault",
    [refusal("internal_error"), refusal("ratelimited", status=429), TimeoutError(), refusal("missing_scope")],
    ids=str,
)
@pytest.mark.parametrize("method", ["auth__test", "users__info", "usergroups__users__list"])
def test_nobody_gets_in_while_slack_does_not_answer(method: str, fault: Answer) -> None:
    tried = Tried(Grants(admins=("S1",)), **{method: fault})
    assert isinstance(tried.access.asker(TEAM, "U1"), Refused)
    assert isinstance(tried.access.asker(TEAM, "UADMIN"), Refused)


def test_a_failure_is_not_remembered() -> None:
    tried = Tried(users__info=TimeoutError())
    assert tried.role("U1") is None
    tried.slack.answers["users.info"] = user
    assert tried.role("U1") is Role.SELF


def test_slack_is_asked_once_a_minute() -> None:
    tried = Tried(Grants(admins=("S1", "S2")))
    for _ in range(5):
        tried.role("U1")
        tried.role("UADMIN")
    assert [tried.slack.times(name) for name in ("auth.test", "users.info", "usergroups.users.list")] == [1, 2, 2]
    tried.clock.now += timedelta(minutes=1)
    tried.role("U1")
    assert [tried.slack.times(name) for name in ("auth.test", "users.info", "usergroups.users.list")] == [1, 3, 3]


def test_who_leaves_a_group_loses_its_role_within_a_minute() -> None:
    tried = Tried(Grants(helpdesk=("S1",)))
    assert tried.role("U1") is Role.HELPDESK
    tried.slack.answers["usergroups.users.list"] = {"ok": True, "users": []}
    tried.clock.now += timedelta(minutes=1)
    assert tried.role("U1") is Role.SELF


@pytest.mark.parametrize(("change", "role"), [({"deleted": True}, None), ({"is_admin": False}, Role.SELF)], ids=str)
def test_who_is_deactivated_or_demoted_loses_their_role_within_a_minute(
    change: dict[str, Any], role: Role | None
) -> None:
    tried = Tried()
    assert tried.role("UADMIN") is Role.ADMIN
    tried.slack.answers["users.info"] = lambda args: {"ok": True, "user": {**PEOPLE[args["user"]], **change}}
    tried.clock.now += timedelta(minutes=1)
    assert tried.role("UADMIN") is role


def test_a_role_is_not_kept_longer_by_a_clock_that_is_set_back() -> None:
    tried = Tried(Grants(helpdesk=("S1",)))
    assert tried.role("U1") is Role.HELPDESK
    tried.slack.answers["usergroups.users.list"] = {"ok": True, "users": []}
    tried.clock.now -= timedelta(hours=1)
    assert tried.role("U1") is Role.SELF


def test_a_slack_person_is_known_in_the_reports_by_their_address() -> None:
    access = Tried().access
    assert [access.user_of(who) for who in ("U1", "UODD", "UNOBODY")] == ["ann@contoso.com", None, None]


@dataclass
class Organisation:
    """Three workspaces, of which two know a group; what is asked without one of them is refused."""

    groups: dict[str, dict[str, list[str]]]

    def teams(self, args: Mapping[str, Any]) -> Answer:
        two = [{"id": "T1"}, {"id": "T2"}]
        more = {"teams": [{"id": "T3"}]}
        return {"ok": True, **more} if args.get("cursor") else {
            "ok": True, "teams": two, "response_metadata": {"next_cursor": "more"}
        }  # fmt: skip

    def members(self, args: Mapping[str, Any]) -> Answer:
        if args.get("team_id") not in self.groups:
            return refusal("missing_argument")
        found = self.groups[args["team_id"]].get(args["usergroup"])
        return refusal("no_such_subteam") if found is None else {"ok": True, "users": found}


def test_a_group_of_an_organisation_is_looked_for_in_each_of_its_workspaces() -> None:
    """Once in all; then, for some minutes, where it was found alone, as Slack allows few such questions."""
    org = Organisation({"T1": {}, "T2": {"S1": ["U1"]}, "T3": {"S1": ["UADMIN"], "S3": ["UGUEST"]}})
    tried = Tried(Grants(helpdesk=("S1", "S9")))
    tried.slack.answers |= {"auth.teams.list": org.teams, "usergroups.users.list": org.members}
    tried.slack.answers["auth.test"] = {"ok": True, "team_id": "E0ORG", "user_id": "W0BOT", "bot_id": "B0"}
    people = tried.people
    assert people.teams() == ("T1", "T2", "T3")
    assert people.members("S1") == {"U1", "UADMIN"}
    assert people.members("S9") == frozenset()
    assert tried.slack.times("usergroups.users.list") == 6
    org.groups["T2"]["S1"] = []
    tried.clock.now += timedelta(minutes=2)
    assert people.members("S1") == {"UADMIN"}  # a role that was lost counts no longer than in a workspace
    assert people.members("S9") == frozenset()
    assert tried.slack.times("usergroups.users.list") == 8
    assert tried.slack.times("auth.teams.list") == 2


def test_nobody_is_granted_anything_while_slack_does_not_say_what_workspaces_there_are() -> None:
    tried = Tried(Grants(helpdesk=("S1",)), auth__teams__list=refusal("fatal_error"))
    tried.slack.answers["auth.test"] = {"ok": True, "team_id": "E0ORG", "user_id": "W0BOT", "bot_id": "B0"}
    assert isinstance(tried.access.asker("E0ORG", "UGRIDORG"), Refused)


def test_nobody_elses_address_is_told_where_there_are_many_tenants() -> None:
    ours, others = (replace(Tried().access, domains=(domain,)) for domain in ("contoso.com", "fabrikam.com"))
    assert ours.user_of("U1") == "ann@contoso.com"
    with pytest.raises(RefusedError, match=r"^I have nothing about that person here\.$"):
        others.user_of("U1")


def test_who_is_known_by_an_address_has_the_role_of_their_account() -> None:
    tried = Tried(Grants(helpdesk=("S1",)))
    found = tried.access.asker_by_address("Ann@contoso.com", "mcp")
    assert isinstance(found, Asker)
    assert (found.id, found.role, found.user, found.channel) == ("U1", Role.HELPDESK, "ann@contoso.com", "mcp")
    assert tried.access.asker_by_address("nobody@contoso.com", "mcp") is None
    assert isinstance(tried.access.asker_by_address("gus@fabrikam.com", "mcp"), Refused)


def test_slack_is_asked_for_an_address_once_a_minute_whatever_it_says() -> None:
    tried = Tried()
    for _ in range(3):
        tried.access.asker_by_address("ann@contoso.com", "mcp")
        tried.access.asker_by_address("nobody@contoso.com", "mcp")
    assert tried.slack.times("users.lookupByEmail") == 2
    tried.clock.now += timedelta(minutes=1)
    tried.access.asker_by_address("nobody@contoso.com", "mcp")
    assert tried.slack.times("users.lookupByEmail") == 3


@pytest.mark.parametrize("fault", [TimeoutError(), refusal("ratelimited"), refusal("missing_scope")], ids=str)
def test_while_slack_does_not_say_whose_an_address_is_nobody_gets_in(fault: Answer) -> None:
    assert isinstance(Tried(users__lookupByEmail=fault).access.asker_by_address("ann@contoso.com", "mcp"), Refused)
