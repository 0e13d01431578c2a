"""Nothing of a tenant in any reply to somebody who may not ask about it, whatever people type, press, fill in or forge.

SSPR_TEST_ISOLATION says how many cases are drawn; SSPR_TEST_SEED which.
"""

import json
import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.app.running import Transport
from bot.app.tenants.mcp import TenantToolCalls
from bot.local_slack.workspace.messages import Message, SeenMessage
from bot.local_slack.workspace.people import TEAM, Channel, Person, UserGroup
from bot.local_slack.workspace.refusals import NotOnScreen
from bot.privacy import Role
from bot.service.asker import Asker
from bot.slack.listeners.shortcuts import LOOK_UP, ON_MESSAGE
from tests.support.installed_bots import InstalledBots, installed_bots
from tests.support.many_tenants import ManyTenants, many_tenants

CASES = int(os.environ.get("SSPR_TEST_ISOLATION", "120"))
SEED = int(os.environ.get("SSPR_TEST_SEED", "1"))
TENANTS = ("alpha", "bravo", "charlie")
# What stands in a tenant's data and names and in what is stamped as its own, and in nothing that anybody types.
ROLES = ("admin", "helper", "viewer", "self")
SECRETS = {
    name: re.compile(rf"{name}(?:s\d|x@|\.csv| industries)|at {name}\b|~{name}|(?:{'|'.join(ROLES)})@{name}")
    for name in TENANTS
}
CHANNELS = {f"C0{name.upper()}": name for name in TENANTS}
OPS, LOBBY = "C0OPS", "C0LOBBY"
MAY: Mapping[str, frozenset[str]] = {
    **{f"U0{name.upper()}{role.upper()}": frozenset({name}) for name in TENANTS for role in ROLES},
    "U0PAT": frozenset({"alpha", "bravo"}),  # the provider's helpdesk
    "U0OTTO": frozenset(),  # runs the workspace
    "U0GUS": frozenset(),  # a guest
}
HEAD = "User,Role,Date and Time,Method(s) Used,Result,Details\n"
LICENSE = "User does not have a license. You can add a license to the user to resolve this"
TEXTS = (
    "help", "stuck", "failures 30d", "failures 30d by cause", "failures 30d by domain", "status me", "status {person}",
    "why can't {person} reset?", "who failed yesterday", "rollout", "data", "resets 30d by person", "registrations 30d",
    "incidents 30d", "odd 30d", "unknown", "trend 30d", "compare 7d", "cutoffs", "changes 30d", "funnel 30d",
    "export failures 30d as csv", "export stuck", "subscriptions", "subscribe daily at 09:00 show:names", "digest preview",
    "digest now", "why {person}", "follow {person}", "triage", "map", "fix no license", "fleet", "nonsense", "{person}",
    "failures 30d domain:{name}.example", "unsubscribe all", "failures 30d top 50",
)  # fmt: skip


def workspace() -> tuple[tuple[Person, ...], tuple[Channel, ...], str]:
    people = [
        Person(f"U0{name.upper()}{role.upper()}", f"{role} {name}", f"{role}@{name}.example")
        for name in TENANTS
        for role in ROLES
    ]
    people += [
        Person("U0PAT", "Pat", "pat@provider.example"),
        Person("U0OTTO", "Otto", "otto@provider.example", is_admin=True),
        Person("U0GUS", "Gus", "gus@elsewhere.example", is_guest=True),
    ]
    everybody = tuple(one.id for one in people)
    channels = [Channel(one, one.lower(), everybody) for one in (*CHANNELS, OPS, LOBBY)]
    rows = [
        f'[[tenant]]\nkey = "{name}"\nname = "{name} industries"\ndomains = ["{name}.example"]\n'
        f'channels = ["C0{name.upper()}"]\nadmins = ["U0{name.upper()}ADMIN"]\nviewers = ["U0{name.upper()}VIEWER"]\n'
        f"helpdesk = [{desk(name)}]\n"
        for name in TENANTS
    ]
    return tuple(people), tuple(channels), "\n".join(['[provider]\nchannels = ["C0OPS"]\nadmins = ["U0PAT"]\n', *rows])


def desk(name: str) -> str:
    """Its own helpdesk; of two of them the provider's as well."""
    own = f'"U0{name.upper()}HELPER"'
    return own if name == "charlie" else f'{own}, "S0DESK"'


def report(name: str, random: Random, rows: int = 12) -> str:
    """Everything in it is the tenant's: its people, most of whom nobody ever asks about, and an unknown detail."""
    lines = [
        f"{name}{random.choice('0123sssss')}{random.randrange(4)}@{name}.example,User,2017-02-{random.randrange(20, 28)}T0{random.randrange(7)}:"
        f"{random.randrange(60):02}:00Z,Email,Failed,{random.choice((LICENSE, f'Something odd at {name}'))}"
        for _ in range(rows)
    ]
    return HEAD + "\n".join(
        [*lines, f"{name}x@{name}.example,User,2017-02-27T05:00:00Z,Email,Succeeded,Done at {name}"]
    )


@dataclass
class World:
    """The bots, and what each person has on the screen."""

    bots: ManyTenants | InstalledBots
    random: Random
    light: Any
    known: dict[str, set[str]] = field(default_factory=dict)
    trail: list[str] = field(default_factory=list)
    more: tuple[Callable[[str], None], ...] = ()
    learned: set[str] = field(default_factory=set)

    everybody = tuple(MAY)

    def may(self, user: str) -> frozenset[str]:
        """The tenants about which somebody may learn anything."""
        return MAY[user]

    def step(self) -> None:
        user = self.random.choice(self.everybody)
        before = self.screen(user)
        acts = (*self.more, self.command, self.command, self.mention, self.direct, self.home, self.press, self.press, self.press,
                self.fill_in, self.shortcut, self.program, self.upload, self.pass_time)  # fmt: skip
        act = self.random.choice(acts)
        act(user)
        self.bots.wait_idle()
        seen = [text for where, text in self.screen(user).items() if before.get(where) != text]
        if act == self.pass_time:  # a digest in a tenant's channel answers nobody; what stands there is checked below
            seen = []
        self.check(user, "\n".join(seen))

    def check(self, user: str, seen: str) -> None:
        leaked = secrets_in(seen) - self.may(user)
        self.learned |= secrets_in(seen)
        assert not leaked, f"{user} learns of {leaked}: {self.trail[-12:]}\n{seen[:3000]}"
        for of_channel, messages in self.in_the_open():
            for message in messages:
                if message.only_for is None and message.user == "U0THEBOT":
                    text = json.dumps([message.text, message.blocks]).lower()
                    assert not {name for name in TENANTS if name in text} - {of_channel}, self.trail[-5:]

    def in_the_open(self) -> Iterator[tuple[str | None, list[Message]]]:
        """What is said in each channel, with the tenant whose channel it is."""
        for channel in (*CHANNELS, OPS, LOBBY):
            yield CHANNELS.get(channel), self.bots.slack.context.workspace.messages[channel]

    def asker(self, user: str) -> Asker:
        """Whom a program speaks for."""
        return Asker(user, Role.SELF, None, ZoneInfo("UTC"), "mcp", workspace=TEAM)

    def content(self, _user: str, file: str) -> bytes:
        """What somebody finds in a file."""
        return self.bots.slack.file_bytes(file)

    # --- what people do

    def command(self, user: str) -> None:
        text, channel = self.text(), self.channel()
        self.trail.append(f"{user} in {channel}: /sspr {text}")
        self.bots.slack.command(user, channel, "/sspr", text)

    def mention(self, user: str) -> None:
        text, channel = self.text(), self.channel()
        self.trail.append(f"{user} in {channel}: @sspr {text}")
        self.bots.slack.mention(user, channel, text)

    def direct(self, user: str) -> None:
        text = self.text()
        self.trail.append(f"{user}, alone: {text}")
        self.bots.slack.direct_message(user, text)

    def home(self, user: str) -> None:
        self.trail.append(f"{user} opens Home")
        self.bots.slack.open_home(user)
        if ids := list(actions((self.bots.slack.home(user) or {}).get("blocks", []))):
            self.bots.slack.click_home(user, *self.pressed(ids), **self.forged())

    def press(self, user: str) -> None:
        found = [
            (channel, message, one)
            for channel in self.channels(user)
            for message in self.bots.slack.seen(user, channel)[-6:]
            for one in actions(message.blocks)
        ]
        if found:
            channel, message, one = self.random.choice(found)
            self.trail.append(f"{user} presses {one['action_id']} in {channel}")
            options = self.chosen(one) or self.forged()
            self.quietly(
                lambda: self.bots.slack.click(user, channel, message.ts, one["action_id"], one["block"], **options)
            )

    def fill_in(self, user: str) -> None:
        modal = self.bots.slack.modal(user)
        if modal is None:
            return
        ids = list(actions(modal["blocks"]))
        self.trail.append(f"{user} fills in {modal.get('callback_id')}")
        if ids and self.random.random() < 0.5:
            one = self.random.choice(ids)
            options = self.chosen(one) or self.forged()
            self.quietly(lambda: self.bots.slack.click_modal(user, one["action_id"], one["block"], **options))
            return
        text = self.person()
        fields = [block["block_id"] for block in modal["blocks"] if block["type"] == "input"]
        self.quietly(lambda: self.bots.slack.submit(user, {one: text for one in fields if one in ("person", "reason")}))
        if self.random.random() < 0.5:
            self.quietly(lambda: self.bots.slack.close_modal(user))

    def shortcut(self, user: str) -> None:
        self.trail.append(f"{user} uses a shortcut")
        channel = self.channel()
        messages = [one for one in self.bots.slack.seen(user, channel) if not one.ephemeral]
        if messages and self.random.random() < 0.7:
            message = self.random.choice(messages)
            self.bots.slack.message_shortcut(user, channel, message.ts, ON_MESSAGE)
            return
        self.bots.slack.global_shortcut(user, LOOK_UP)

    def program(self, user: str) -> None:
        """A tool of an MCP client that asks for this person."""
        calls = TenantToolCalls(self.bots.bots)
        name = self.random.choice([tool.name for tool in calls.tools])
        given = {"tenant": self.random.choice((*TENANTS, "nowhere"))} if self.random.random() < 0.6 else {}
        if name in ("status", "fix"):
            given |= {"person" if name == "status" else "text": self.person()}
        self.trail.append(f"{user} has {name} called with {given}")
        result = calls.call(name, given, self.asker(user))
        assert result is not None
        self.check(user, json.dumps([result.text, result.structured, result.blocks]))

    def upload(self, user: str) -> None:
        own = sorted(self.may(user)) or ["zulu"]
        name = self.random.choice(own)
        channel = self.random.choice((self.bots.slack.direct_channel(user), self.channel()))
        words = self.random.choice(("", f"tenant:{self.random.choice(TENANTS)}"))
        self.trail.append(f"{user} shares a file of {name} in {channel}: {words}")
        if channel.startswith("C") and CHANNELS.get(channel) != name:
            return  # whoever puts a tenant's report into another one's channel has told it already
        if words and words != f"tenant:{name}":
            return  # ... or loads it for another one
        if not words and len(own) > 1:
            return
        self.bots.slack.upload(user, channel, f"{name}.csv", report(name, self.random, 3).encode(), words)

    def pass_time(self, _user: str) -> None:
        self.trail.append("time passes")
        self.bots.clock.now += timedelta(hours=self.random.choice((1, 5, 24)))
        self.bots.bots.rounds.plan()
        self.light.run_due()

    # --- what they choose from

    def text(self) -> str:
        name = self.random.choice(TENANTS)
        words = self.random.choice(TEXTS).format(person=self.person(), name=name)
        return (
            f"{words} tenant:{self.random.choice((*TENANTS, 'provider', 'nowhere'))}"
            if self.random.random() < 0.3
            else words
        )

    def person(self) -> str:
        name = self.random.choice(TENANTS)
        somebody = self.random.choice(self.everybody).rpartition("/")[2]
        return self.random.choice(
            (f"{name}{self.random.randrange(8)}@{name}.example", f"{name}1", "me", f"<@{somebody}>")
        )

    def channel(self) -> str:
        return self.random.choice((*CHANNELS, OPS, LOBBY))

    def channels(self, user: str) -> tuple[str, ...]:
        return (*CHANNELS, OPS, LOBBY, self.bots.slack.direct_channel(user))

    def pressed(self, ids: list[dict[str, Any]]) -> tuple[str, str]:
        one = self.random.choice(ids)
        return one["action_id"], one["block"]

    def chosen(self, one: Mapping[str, Any]) -> dict[str, Any]:
        options = [option["value"] for option in one.get("options", ())]
        return {"selected": self.random.choice(options)} if options else {}

    def forged(self) -> dict[str, Any]:
        """Now and then the value of a button that somebody else has on the screen."""
        if self.random.random() < 0.7:
            return {}
        other = self.random.choice(self.everybody)
        values = [
            one["value"]
            for channel in self.channels(other)
            for message in self.bots.slack.seen(other, channel)[-4:]
            for one in actions(message.blocks)
            if "value" in one
        ]
        return {"value": self.random.choice(values)} if values else {}

    def quietly(self, act: Callable[[], object]) -> None:
        try:
            act()
        except (NotOnScreen, ValueError, KeyError, TypeError):  # no such thing can be chosen there
            self.trail.append("... which cannot be")

    def screen(self, user: str) -> dict[tuple[str, str], str]:
        """All that a person sees: messages, files, what is open, the Home tab."""
        slack = self.bots.slack
        found = {(channel, one.ts): self.shown(user, one) for channel in self.channels(user) for one in slack.seen(user, channel)
                 if one.user == "U0THEBOT"}  # fmt: skip
        found["modal", ""] = json.dumps(slack.modal(user))
        found["home", ""] = json.dumps(slack.home(user))
        return found

    def shown(self, user: str, message: SeenMessage) -> str:
        files = [f"{one.name} {self.content(user, one.id).decode('utf-8', 'replace')}" for one in message.files]
        return json.dumps([message.text, message.blocks, files])


def actions(blocks: Any) -> Iterator[dict[str, Any]]:
    """Everything that can be pressed or chosen, with the block that it stands in."""
    for block in blocks:
        for one in (*block.get("elements", ()), *([block["accessory"]] if block.get("accessory") else ())):
            if isinstance(one, dict) and one.get("action_id") and not one.get("url"):
                yield {**one, "block": block["block_id"]}


def secrets_in(text: str) -> set[str]:
    return {name for name, secret in SECRETS.items() if secret.search(text.lower())}


def play(world: World, *parts: Transport) -> None:
    """Step by step, as often as is asked for; then what runs beside it ends."""
    try:
        for _ in range(CASES):
            world.step()
    finally:
        for part in parts:
            part.stop()


def test_nothing_of_a_tenant_reaches_who_may_not_ask_about_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    people, channels, tenants = workspace()
    random = Random(SEED)
    caplog.set_level(logging.INFO)
    desk = (UserGroup("S0DESK", "desk", ("U0PAT",)),)
    with many_tenants(tmp_path, tenants, people=people, channels=channels, groups=desk) as bots:
        bots.bots.registry._most = 1_200_000  # two of the three: they come and go
        for name in TENANTS:
            bots.load(name, report(name, random, 40), f"{name}.csv")
        bots.bots.rounds.plan()
        light, heavy = bots.bots.rounds.parts(lambda: "")
        world = World(bots, random, light)
        play(world, light, heavy)
    assert len(world.learned) > 1  # by those who may
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert not re.findall(r"(?:alpha|bravo|charlie)\d?@", logged)  # a key may stand there, a person never


def test_the_look_would_see_a_leak(tmp_path: Path) -> None:
    people, channels, tenants = workspace()
    with many_tenants(tmp_path, tenants, people=people, channels=channels) as bots:
        bots.load("bravo", report("bravo", Random(1)))
        bots.slack.command("U0BRAVOADMIN", LOBBY, "/sspr", "stuck")
        world = World(bots, Random(1), None)
        with pytest.raises(AssertionError, match="U0ALPHAADMIN learns of"):
            world.check("U0ALPHAADMIN", "\n".join(world.screen("U0BRAVOADMIN").values()))


# --- the same in several workspaces, where ids of people and channels are the same and mean others

ONE, TWO = "T0ONE", "T0TWO"
SEEN = {"alpha": (ONE,), "bravo": (ONE, TWO), "charlie": (TWO,)}
OPEN = {(ONE, "C0ALPHA"): "alpha", (ONE, "C0BRAVO"): "bravo", (TWO, "C0CHARLIE"): "charlie"}


def as_in(team: str, person: Person) -> Person:
    """Who has that id in a workspace; where it sees the tenant beside the first one, somebody with another address."""
    teams = SEEN.get(person.email.partition("@")[2].removesuffix(".example"), ())
    return replace(person, email=f"{person.id}@nowhere.example") if team in teams[1:] else person


@dataclass
class TwoWorkspaces(World):
    """People of both, and the app that goes and comes."""

    everybody = tuple(f"{team}/{user}" for team in (ONE, TWO) for user in MAY)

    def may(self, user: str) -> frozenset[str]:
        """Each role is granted in the tenant's first workspace; the same id in another one is somebody else's."""
        team, _, one = user.partition("/")
        return frozenset(name for name in MAY[one] if SEEN[name][0] == team)

    def in_the_open(self) -> Iterator[tuple[str | None, list[Message]]]:
        for team, slack in self.bots.slacks.items():  # type: ignore[union-attr]
            for channel in (*CHANNELS, OPS, LOBBY):
                yield OPEN.get((team, channel)), slack.context.workspace.messages[channel]

    def asker(self, user: str) -> Asker:
        team, _, one = user.partition("/")
        return Asker(one, Role.SELF, None, ZoneInfo("UTC"), "mcp", workspace=team)

    def content(self, user: str, file: str) -> bytes:
        return self.bots.slacks[user.partition("/")[0]].file_bytes(file)  # type: ignore[union-attr]

    def upload(self, user: str) -> None:
        """A report in a channel of the same name in the other workspace would be told already."""

    def come_and_go(self, user: str) -> None:
        team, _, one = user.partition("/")
        assert isinstance(self.bots, InstalledBots)
        if self.bots.slacks[team].context.api.revoked:
            self.trail.append(f"{user} installs the app")
            assert self.bots.install(team, one)[0] == 200
        elif self.random.random() < 0.2:
            self.trail.append(f"{user} takes the app out")
            self.bots.host.uninstall(team)


def test_nothing_of_a_tenant_reaches_a_workspace_that_may_not_see_it(tmp_path: Path) -> None:
    people, channels, tenants = workspace()
    for name, teams in SEEN.items():
        tenants = tenants.replace(f'key = "{name}"', f'key = "{name}"\nworkspaces = {json.dumps(teams)}')
    tenants = tenants.replace("[provider]", f'[provider]\nworkspaces = ["{ONE}"]')
    random = Random(SEED)
    both = {team: tuple(as_in(team, person) for person in people) for team in (ONE, TWO)}
    groups = (UserGroup("S0DESK", "desk", ("U0PAT",)),)
    with installed_bots(tmp_path, tenants=tenants, workspaces=both, channels=channels, groups=groups) as bots:
        for name in TENANTS:
            bots.load(name, report(name, random, 40), f"{name}.csv")
        for team in both:
            assert bots.install(team, "U0PAT")[0] == 200
        bots.bots.rounds.plan()
        light, heavy = bots.bots.rounds.parts(lambda: "")
        world = TwoWorkspaces(bots, random, light)
        world.more = (world.come_and_go,)
        play(world, light, heavy)
    assert len(world.learned) > 1  # by those who may
