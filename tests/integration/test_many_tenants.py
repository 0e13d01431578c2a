"""A provider with several tenants: whom a question is about, and that nobody gets at another tenant's."""

import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app.checking import check
from bot.app.graph import pulling
from bot.app.tenants.mcp import TenantToolCalls
from bot.app.tenants.running import subscribe
from bot.digests.decision import CaseKey, Decision, DecisionKind
from bot.local_slack.workspace.people import TEAM
from bot.privacy import Role
from bot.render.views.tenant_choice import CHOOSE
from bot.service.asker import Asker
from bot.storage.digests.decisions import DecisionLog
from tests.support.fake_graph import TOKEN as GRAPH_TOKEN
from tests.support.fake_graph import FakeGraph
from tests.support.many_tenants import (
    ADA,
    BEA,
    CONTOSO,
    DANA,
    ERIK,
    FABRIKAM,
    LOBBY,
    OPS,
    OTTO,
    PAT,
    PEOPLE,
    TENANTS,
    ZOE,
    ManyTenants,
    many_tenants,
)

HEAD = "User,Role,Date and Time,Method(s) Used,Result,Details\n"
LICENSE = "User does not have a license. You can add a license to the user to resolve this"


def report(domain: str, *people: str) -> str:
    return HEAD + "".join(
        f"{who}@{domain},User,2017-02-27T06:{n:02}:00Z,Email,Failed,{LICENSE}\n" for n, who in enumerate(people)
    )


@pytest.fixture
def bots(tmp_path: Path) -> Iterator[ManyTenants]:
    with many_tenants(tmp_path) as bots:
        bots.load("contoso", report("contoso.com", "dana", "carl", "cora"))
        bots.load("fabrikam", report("fabrikam.com", "erik", "finn"))
        yield bots


def said(bots: ManyTenants, user: str, channel: str, text: str) -> str:
    message = bots.ask(user, channel, text)
    return f"{message.text} {json.dumps(message.blocks)}"


@pytest.mark.parametrize(
    "text", ["status <@{}>", "why can <@{}> not reset?", "follow <@{}>", "export status <@{}>", "<@{}>"]
)
@pytest.mark.parametrize(
    ("user", "channel", "somebody"),
    [
        (ADA, LOBBY, ERIK),  # an admin of the other tenant
        (ADA, CONTOSO, BEA),
        (BEA, FABRIKAM, DANA),
        (PAT, CONTOSO, ERIK),  # may see both, but others read this channel
        (PAT, FABRIKAM, DANA),
        (ADA, LOBBY, ZOE),  # of no tenant at all
        (ADA, LOBBY, OTTO),
        (DANA, LOBBY, ERIK),  # who may ask about themselves alone
        (ERIK, FABRIKAM, DANA),
        (ZOE, LOBBY, ERIK),
        (OTTO, LOBBY, ERIK),
    ],
)
def test_a_mention_of_somebody_of_another_tenant_tells_nothing_about_them(
    bots: ManyTenants, user: str, channel: str, somebody: str, text: str
) -> None:
    address = next(one.email for one in PEOPLE if one.id == somebody)
    answer = said(bots, user, channel, text.format(somebody))
    assert address not in answer
    if user in (ADA, BEA, PAT) and not text.startswith("why"):
        assert "I have nothing about that person here." in answer
    for key in ("contoso", "fabrikam"):
        assert address not in json.dumps(bots.log(key), default=str)


@pytest.mark.parametrize(
    ("user", "channel", "text", "people"),
    [
        (ADA, LOBBY, "stuck", "dana@contoso.com"),  # by her domain
        (BEA, LOBBY, "stuck", "erik@fabrikam.com"),
        (PAT, CONTOSO, "stuck", "dana@contoso.com"),  # by the channel
        (PAT, FABRIKAM, "stuck", "erik@fabrikam.com"),
        (PAT, OPS, "stuck tenant:fabrikam", "erik@fabrikam.com"),  # by its name, wherever it stands
        (PAT, LOBBY, "tenant:CONTOSO stuck", "dana@contoso.com"),
        (PAT, OPS, "status dana@contoso.com", "dana@contoso.com"),  # by the address that is asked about
        (PAT, LOBBY, f"status <@{ERIK}>", "erik@fabrikam.com"),  # ... or of whoever is mentioned
        (PAT, LOBBY, 'stuck tenant:"contoso  LTD "', "dana@contoso.com"),
        (PAT, LOBBY, "stuck tenant: contoso", "dana@contoso.com"),
        (PAT, OPS, "tenant=Fabrikam stuck", "erik@fabrikam.com"),
        (DANA, OPS, "status me", "dana@contoso.com"),
    ],
)
def test_a_question_finds_its_tenant(bots: ManyTenants, user: str, channel: str, text: str, people: str) -> None:
    answer = said(bots, user, channel, text)
    assert people in answer
    other = {"contoso": "fabrikam.com", "fabrikam": "contoso.com"}[people.split("@")[1].removesuffix(".com")]
    assert other not in answer


@pytest.mark.parametrize("channel", [OPS, LOBBY])
@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("{}: what's loaded?", "data"),
        ("rollout numbers for {}", "rollout"),
        ("who at {} hasn't registered yet", "rollout"),
        ("{} data fresh?", "data"),
        ("how far along is the {} rollout", "rollout"),
        ("{}: stuck", "stuck"),
        ("who is stuck at {}?", "stuck"),
        ("{}'s failures yesterday", "failures yesterday"),
        ("how many failed in the {} tenant this week", "failures this week"),
        ("in the {} tenant who is stuck right now please", "stuck"),
    ],
)
def test_a_tenant_that_words_name_is_asked_about_and_said(
    bots: ManyTenants, channel: str, text: str, read: str
) -> None:
    for name, title, other in (
        ("contoso", "contoso", "fabrikam.com"),
        ("Fabrikam", "fabrikam", "contoso.com"),
        ("Contoso Ltd", "contoso ltd", "fabrikam.com"),
    ):
        answer = said(bots, PAT, channel, text.format(name))
        assert f"Read as `{read}`" in answer
        assert f"(of the tenant {title}" in answer.replace("`", "")
        assert "Which tenant do you mean?" not in answer
        assert other not in answer


def test_a_tenants_own_people_may_name_it_in_its_channel(bots: ManyTenants) -> None:
    answer = said(bots, ADA, CONTOSO, "how far along is the contoso rollout")
    assert "Read as `rollout`" in answer
    assert "fabrikam" not in answer


@pytest.mark.parametrize("user", [ADA, DANA, ZOE, OTTO])
@pytest.mark.parametrize(
    "text",
    ["rollout numbers for {}", "{}: stuck", "who at {} hasn't registered yet", "{} data fresh?", "failures for {}"],
)
def test_the_name_of_a_tenant_is_any_other_word_to_whoever_may_not_ask_about_it(
    bots: ManyTenants, user: str, text: str
) -> None:
    named, made_up = (
        re.sub(r"b0\d+|[0-9a-f-]{20,}|[\w-]{20,}", "", said(bots, user, LOBBY, text.format(name)))
        for name in ("fabrikam", "fabricorp")
    )
    assert named.replace("fabrikam", "fabricorp") == made_up


def test_a_tenants_name_is_told_from_other_words(bots: ManyTenants) -> None:
    assert "Which tenant do you mean?" in said(bots, PAT, OPS, "compare contoso with fabrikam")
    assert "(of the tenant" not in said(bots, PAT, OPS, "failures domain:contoso.com tenant:contoso")
    assert "(of the tenant" not in said(bots, PAT, OPS, "status of contoso")


def test_only_whoever_may_ask_of_several_tenants_is_told_how_one_is_named(bots: ManyTenants) -> None:
    for text, hint in (
        ("who is stuck in the contoso.com tenant", "is read as the domain; `tenant:NAME` asks of a tenant"),
    ):
        assert hint in said(bots, PAT, CONTOSO, text)
        for user in (ADA, DANA):
            assert "tenant:" not in said(bots, user, CONTOSO, text)


def test_where_there_is_one_tenant_none_is_spoken_of(bots: ManyTenants) -> None:
    bots.file.write_text(TENANTS[: TENANTS.rindex("[[tenant]]")])
    os.utime(bots.file, ns=(1, 1))
    for text in (
        "who is stuck in the contoso.com tenant",
        "rollout for domain contoso.com",
        "who at fabrikam hasn't registered yet",
        "rollout for contoso",
    ):
        answer = said(bots, ADA, CONTOSO, text)
        assert "tenant" not in answer


@pytest.mark.parametrize(
    ("user", "channel", "text", "sentence"),
    [
        (ADA, FABRIKAM, "stuck", "I answer only people of this tenant here."),
        (ADA, LOBBY, "stuck tenant:fabrikam", "There is no tenant fabrikam that you may ask about."),
        (ADA, LOBBY, "stuck tenant:nowhere", "There is no tenant nowhere that you may ask about."),
        (PAT, CONTOSO, "stuck tenant:fabrikam", "This channel belongs to another tenant."),
        (
            OTTO,
            LOBBY,
            "stuck",
            "I answer only people of the tenants that I know.",
        ),  # to run the workspace grants nothing
        (ZOE, OPS, "status me", "I answer only people of the tenants that I know."),
        (DANA, LOBBY, "stuck", "Only viewers"),
        (DANA, LOBBY, "status erik@fabrikam.com", "Only the helpdesk"),
    ],
)
def test_who_may_not_is_refused(bots: ManyTenants, user: str, channel: str, text: str, sentence: str) -> None:
    answer = said(bots, user, channel, text)
    assert sentence in answer
    assert "finn@fabrikam.com" not in answer


def test_in_the_providers_channel_it_asks_which(bots: ManyTenants) -> None:
    asked = bots.ask(PAT, OPS, "stuck")
    assert "Which tenant do you mean?" in asked.text
    assert asked.ephemeral
    buttons = asked.blocks[1]["elements"]
    assert [button["text"]["text"] for button in buttons] == ["Contoso Ltd", "fabrikam"]
    bots.slack.click(PAT, OPS, asked.ts, f"{CHOOSE}.1")
    answer = bots.last(PAT, OPS)
    assert answer.ephemeral
    assert "erik@fabrikam.com" in json.dumps(answer.blocks)
    assert "contoso.com" not in json.dumps(answer.blocks)
    forged = asked.blocks[1]["elements"][1]["value"]
    bots.slack.click(PAT, OPS, asked.ts, f"{CHOOSE}.1", value=forged.replace("fabrikam", "nowhere"))
    assert "earlier version" in bots.last(PAT, OPS).text


def test_a_mention_outside_the_tenants_own_channel_is_answered_to_one_person(bots: ManyTenants) -> None:
    bots.slack.mention(PAT, OPS, "tenant:contoso failures 7d")
    bots.wait_idle()
    assert "3 failed attempts" in bots.slack.seen(PAT, OPS)[-1].text
    assert bots.slack.seen(PAT, OPS)[-1].ephemeral
    bots.slack.mention(PAT, CONTOSO, "failures 7d")
    bots.wait_idle()
    assert not bots.slack.seen(DANA, CONTOSO)[-1].ephemeral


@pytest.mark.parametrize(
    "text",
    [
        "failures across all tenants",
        "which tenant is worst?",
        "all tenants",
        "which customers need a look?",
        "for every customer",
        "who is stuck at our clients?",
    ],
)
def test_plain_words_for_all_tenants_are_about_all(bots: ManyTenants, text: str) -> None:
    for channel in (OPS, bots.slack.direct_channel(PAT)):
        answer = said(bots, PAT, channel, text)
        assert "Contoso Ltd" in answer
        assert "fabrikam" in answer
        assert "Which tenant do you mean?" not in answer


def test_a_mention_asks_about_all_tenants_as_the_command_does(bots: ManyTenants) -> None:
    bots.slack.mention(PAT, OPS, "fleet failures 7d by cause")
    assert "5 people at 2 tenants" in bots.last(PAT, OPS).text
    assert bots.last(PAT, OPS).ephemeral


def test_buttons_and_forms_stay_with_their_tenant_and_are_checked_again(bots: ManyTenants) -> None:
    answer = bots.ask(PAT, LOBBY, "stuck tenant:fabrikam")
    ids = [
        element["action_id"]
        for block in answer.blocks
        for element in block.get("elements", [])
        if "action_id" in element
    ]
    assert ids
    assert all(one.endswith("~fabrikam") for one in ids)
    menu = next(one for one in json.dumps(answer.blocks).split('"') if one.startswith("sspr.case.more"))
    assert menu.endswith("~fabrikam")
    every = next(one for one in ids if one.startswith("sspr.answer.all"))
    bots.slack.click(PAT, LOBBY, answer.ts, every)
    modal = bots.modal(PAT)
    assert "erik@fabrikam.com" in json.dumps(modal)
    bots.file.write_text(TENANTS.replace('helpdesk = ["S0DESK"]\n"""', "").replace('helpdesk = ["S0DESK"]', ""))
    os.utime(bots.file, ns=(1, 1))
    bots.slack.click(PAT, LOBBY, answer.ts, every)
    assert "I answer only people of this tenant here." in json.dumps(bots.slack.modal(PAT)) + bots.last(PAT, LOBBY).text


def test_home_is_that_of_ones_own_tenant_or_of_the_chosen_one(bots: ManyTenants) -> None:
    bots.slack.open_home(ADA)
    assert "fabrikam" not in json.dumps(bots.slack.home(ADA))
    assert "~contoso" in json.dumps(bots.slack.home(ADA))
    bots.slack.open_home(PAT)
    assert "Which tenant do you mean?" in json.dumps(bots.slack.home(PAT))
    assert "/sspr fleet" in json.dumps(bots.slack.home(PAT))
    bots.slack.click_home(PAT, f"{CHOOSE}.0")
    bots.wait_idle()
    assert "~contoso" in json.dumps(bots.slack.home(PAT))
    assert "/sspr fleet" not in json.dumps(bots.slack.home(PAT))  # of one tenant


def test_a_file_is_loaded_for_the_tenant_that_its_message_names(bots: ManyTenants) -> None:
    direct = bots.slack.direct_channel(PAT)
    bots.slack.upload(BEA, bots.slack.direct_channel(BEA), "more.csv", report("fabrikam.com", "gina").encode())
    bots.wait_idle()
    assert "1 row" in bots.slack.seen(BEA, bots.slack.direct_channel(BEA))[-1].text
    assert "gina@fabrikam.com" in said(bots, BEA, LOBBY, "stuck")
    assert "gina" not in said(bots, ADA, LOBBY, "stuck")
    assert direct


def test_digests_go_to_a_tenants_own_channels_alone(bots: ManyTenants) -> None:
    refused = bots.ask(ADA, LOBBY, "subscribe daily at 09:00").text
    assert refused.endswith("lists the channels in `SSPR_TENANTS`, tenant contoso, channels.")
    assert "Digests may not go to this channel." in refused
    assert "gets no digest" not in said(bots, ADA, LOBBY, "subscriptions")
    assert "daily at 09:00" in said(bots, ADA, CONTOSO, "subscribe daily at 09:00")
    assert "no digest" in said(bots, BEA, FABRIKAM, "subscriptions")


def test_each_tenant_has_its_own_access_log(bots: ManyTenants) -> None:
    said(bots, ADA, LOBBY, "status carl@contoso.com")
    said(bots, PAT, LOBBY, "status finn@fabrikam.com")
    assert bots.log("contoso") == [(ADA, "status", "carl@contoso.com", "answered")]
    assert bots.log("fabrikam") == [(PAT, "status", "finn@fabrikam.com", "answered")]


def test_a_tenant_is_let_go_when_there_is_too_much_and_comes_back(tmp_path: Path) -> None:
    with many_tenants(tmp_path) as bots:
        bots.bots.registry._most = 1
        bots.load("contoso", report("contoso.com", "dana"))
        said(bots, ADA, LOBBY, "stuck")
        said(bots, BEA, LOBBY, "help")
        said(bots, BEA, LOBBY, "stuck")
        assert set(bots.bots.registry.held()) == {"fabrikam"}
        assert "dana@contoso.com" in said(bots, ADA, LOBBY, "stuck")
        assert set(bots.bots.registry.held()) == {"contoso"}
        assert ERIK


@pytest.mark.parametrize("digest", ["", "daily at 09:00"])
def test_the_provider_has_no_digest_of_its_own_and_loads_nothing(tmp_path: Path, digest: str) -> None:
    with many_tenants(
        tmp_path, TENANTS.replace('channels = ["C0OPS"]', f'channels = ["C0OPS"]\ndigest = "{digest}"')
    ) as bots:
        for words in ("subscribe daily at 09:00", "subscriptions"):
            answer = said(bots, PAT, OPS, words)
            assert f"That of all tenants comes {digest or 'with a line digest'}, by" in answer
            assert "that of one tenant goes to its own channels" in answer
        assert "Which tenant do you mean?" in said(bots, PAT, OPS, "digest preview")
        bots.slack.upload(PAT, OPS, "more.csv", report("contoso.com", "gina").encode())
        bots.wait_idle()
        with bots.bots.registry.bot("provider") as bot:
            assert bot.services.snapshots.current().receipts == ()


def test_the_fleet_counts_who_is_stuck_as_the_tenant_itself_does(bots: ManyTenants) -> None:
    with bots.bots.registry.bot("contoso") as bot:
        now = bot.services.clock()
        closed = CaseKey("dana@contoso.com", "no_license")
        DecisionLog(bot.services.activity).record(Decision(closed, DecisionKind.CLOSED, ADA, now, position=1_000))
    assert "2 people are stuck" in said(bots, ADA, LOBBY, "stuck")
    fleet = bots.ask(ADA, LOBBY, "fleet")
    table = next(block for block in fleet.blocks if block["type"] == "data_table")
    assert table["rows"][1][1]["text"] == "2"


def test_each_tenants_digest_comes_at_its_own_hour_in_its_own_channel(bots: ManyTenants) -> None:
    bots.clock.now = datetime(2017, 2, 27, 6, 30, tzinfo=UTC)
    bots.bots.rounds.plan()
    light, _ = bots.bots.rounds.parts(lambda: "")
    try:
        for user, channel in ((ADA, CONTOSO), (BEA, FABRIKAM)):
            said(
                bots,
                user,
                channel,
                "subscribe daily at 09:00 show:names tz:" + ("Europe/Berlin" if user == ADA else "UTC"),
            )
        light.run_due()
        bots.load("contoso", report("contoso.com", "newcomer"), "later.csv")
        seen = {}
        for hour, minute in ((7, 59), (8, 0), (9, 0)):
            bots.clock.now = datetime(2017, 2, 27, hour, minute, tzinfo=UTC)
            bots.bots.rounds.plan()
            light.run_due()
            seen[hour] = tuple(len(bots.slack.context.workspace.messages[one]) for one in (CONTOSO, FABRIKAM))
        assert seen[7][0] < seen[8][0] == seen[9][0]
        assert seen[7][1] == seen[8][1] < seen[9][1]
        assert "fabrikam" not in json.dumps(
            [message.blocks for message in bots.slack.context.workspace.messages[CONTOSO]]
        )
    finally:
        light.stop()


def test_a_folder_is_its_tenants_and_is_told_of_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "in").mkdir()
    for name, text in (("good.csv", report("contoso.com", "fred")), ("ann@contoso.com\nbad.csv", "no,report\n1,2\n")):
        (tmp_path / "in" / name).write_text(text)
        os.utime(tmp_path / "in" / name, (1, 1))
    with many_tenants(tmp_path, TENANTS.replace('key = "contoso"', 'key = "contoso"\nfolder = "in"')) as bots:
        bots.bots.rounds.plan()
        for part in (parts := bots.bots.rounds.parts(lambda: "")):
            part.run_due()
        direct = bots.slack.direct_channel(ADA)
        for _ in range(2):
            bots.bots.rounds.do("contoso", "folder")
        assert ["bad.csv" in message.text for message in bots.slack.seen(ADA, direct)] == [True]
        assert "***@contoso.com\ufffdbad.csv" in caplog.text
        assert "ann@" not in caplog.text
        assert "fred@contoso.com" in said(bots, ADA, LOBBY, "stuck")
        assert "fred" not in said(bots, BEA, LOBBY, "stuck")
        for part in parts:
            part.stop()


ONE_TENANTS = {  # the same of one tenant, and of each domain where customers are its domains
    "fleet": ("`failures last 7 days`", "`failures last 7 days by domain`", "`funnel last 7 days by domain`"),
    "fleet 7d by failures": ("`failures last 7 days`", "`failures last 7 days by domain`"),
    "fleet 7d by compare": ("`compare last 7 days`", "`failures last 7 days by domain`"),
    "fleet 7d by cause": ("`failures last 7 days by cause`", "`failures last 7 days by cause domain:NAME`"),
    "fleet by stuck": ("`stuck`", "`stuck domain:NAME`"),
    "fleet by incidents": ("`incidents last 7 days`", "`incidents last 7 days domain:NAME`"),
    "fleet by data": ("answers `data`.",),
}


def test_fleet_shows_each_asker_the_tenants_whose_numbers_they_may_see(bots: ManyTenants) -> None:
    answers = {user: said(bots, user, OPS, "fleet 7d") for user in (PAT, ADA, BEA)}
    assert all(name in answers[PAT] for name in ("Contoso Ltd", "fabrikam"))
    assert "Contoso Ltd" in answers[ADA]
    assert "fabrikam" not in answers[ADA]
    assert "Contoso" not in answers[BEA]
    assert "@" not in "".join(answers.values())
    assert "I answer only people of this tenant here." in said(bots, DANA, OPS, "fleet")
    for asked, named in ONE_TENANTS.items():
        refused = said(bots, PAT, CONTOSO, asked)
        assert "I know one tenant here" in refused
        assert all(question in refused for question in named), (asked, refused)
    assert "fleet" in said(bots, PAT, OPS, "help nonsense")
    assert "fleet" not in said(bots, PAT, CONTOSO, "help nonsense")
    assert "License" in said(bots, PAT, LOBBY, "fleet failures by cause") or "license" in said(
        bots, PAT, OPS, "fleet failures by cause"
    )


def test_the_providers_channel_hears_of_all_tenants_once_an_hour_it_names(tmp_path: Path) -> None:
    with many_tenants(
        tmp_path, TENANTS.replace('channels = ["C0OPS"]', 'channels = ["C0OPS"]\ndigest = "daily at 09:00"')
    ) as bots:
        bots.load("contoso", report("contoso.com", "dana"))
        for hour, minute, number in ((8, 59, 0), (9, 0, 1), (9, 5, 1), (10, 30, 1)):
            bots.clock.now = datetime(2017, 2, 27, hour, minute, tzinfo=UTC)
            again = bots.bots.rounds.do("provider", "fleet digest")
            assert again > bots.clock.now
            seen = bots.slack.seen(DANA, OPS)
            assert len(seen) == number
        assert "Contoso Ltd" in json.dumps(seen[0].blocks)
        assert "dana@" not in json.dumps(seen[0].blocks)


@pytest.mark.parametrize(
    ("user", "given", "words"),
    [
        (ADA, {}, "dana@contoso.com"),  # the tenant of her own address
        (PAT, {"tenant": "fabrikam"}, "erik@fabrikam.com"),
        (PAT, {"tenant": " Contoso LTD "}, "dana@contoso.com"),
        (PAT, {}, "Name the tenant: contoso, fabrikam."),
        (ADA, {"tenant": "fabrikam"}, "Name the tenant: contoso."),
        (OTTO, {"tenant": "contoso"}, "There is no tenant that you may ask about."),
        (DANA, {}, "Only viewers"),
    ],
)
def test_a_program_gets_what_the_person_would_get(
    bots: ManyTenants, user: str, given: dict[str, object], words: str
) -> None:
    result = TenantToolCalls(bots.bots).call(
        "stuck", given, Asker(user, Role.SELF, None, ZoneInfo("UTC"), "mcp", workspace=TEAM)
    )
    assert result is not None
    assert words in result.text
    assert result.failed == ("@" not in words)


def test_a_permission_that_lacks_is_told_of_the_tenant_that_lacks_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In `fleet` to the provider, in `data` to the tenant, in `sspr check` to whoever runs the bot."""
    monkeypatch.setenv("CONTOSO_TOKEN", GRAPH_TOKEN)
    rows = TENANTS.replace('key = "contoso"', 'key = "contoso"\ngraph_token = "CONTOSO_TOKEN"\npull_minutes = 5')
    with (
        FakeGraph(refusal=(403, "Forbidden", "")).running() as graph,
        many_tenants(tmp_path, rows, graph=graph.url) as bots,
    ):
        bots.load("contoso", report("contoso.com", "dana"))
        bots.load("fabrikam", report("fabrikam.com", "erik"))
        bots.bots.rounds.plan()
        _, heavy = bots.bots.rounds.parts(lambda: "")
        heavy.run_due()
        heavy.stop()
        fleet = said(bots, PAT, OPS, "fleet")
        assert fleet.count("AuditLog.Read.All") == 1
        assert "work that does not succeed" in fleet
        assert "AuditLog.Read.All" in said(bots, ADA, LOBBY, "data")
        assert "AuditLog.Read.All" not in said(bots, BEA, LOBBY, "data")
        found = {one.name: one.problem for one in check(bots.bots.settings)}
        assert "AuditLog.Read.All" in found["contoso, graph audit log"]
        assert not [name for name in found if name.startswith("fabrikam, graph")]


def test_what_is_wrong_with_a_row_is_told_of_that_row_and_stops_no_other(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rows = TENANTS.replace(
        'key = "contoso"', 'key = "contoso"\nrunbook = "none.toml"\nfolder = "none"\nsubscriptions = "none.toml"'
    )
    rows = rows.replace('key = "fabrikam"', 'key = "fabrikam"\nfolder = "nowhere"')
    with many_tenants(tmp_path, rows) as bots:
        bots.load("fabrikam", report("fabrikam.com", "erik"))
        found = {one.name: one.problem for one in check(bots.bots.settings)}
        assert found["contoso, runbook"] == (
            f"SSPR_TENANTS, tenant contoso, runbook: {tmp_path / 'none.toml'} cannot be read (FileNotFoundError)."
        )
        assert found["fabrikam, reports folder"] == (
            f"SSPR_TENANTS, tenant fabrikam, folder is {tmp_path / 'nowhere'}, and there is no such folder"
        )
        assert not [one for one in found.values() if "SSPR_RUNBOOK" in one or "SSPR_REPORTS_DIR" in one]
        subscribe(bots.bots, "contoso")  # as at the start: the others are not kept from theirs
        assert "The subscriptions of contoso stay as they were: SSPR_TENANTS, tenant contoso, runbook: " in caplog.text
        fleet = said(bots, PAT, OPS, "fleet")
        assert "TENANTS`, tenant contoso, runbook: " in fleet
        assert "RUNBOOK" not in fleet
        assert "erik@fabrikam.com" in said(bots, PAT, FABRIKAM, "stuck")


def test_one_tenants_pull_waits_for_no_other_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Graph allows five requests in ten seconds for an app and a tenant, so each counts its own."""
    waited: list[float] = []
    for name in ("CONTOSO", "FABRIKAM"):
        monkeypatch.setenv(f"{name}_TOKEN", GRAPH_TOKEN)
    rows = TENANTS
    for key in ("contoso", "fabrikam"):
        rows = rows.replace(f'key = "{key}"', f'key = "{key}"\ngraph_token = "{key.upper()}_TOKEN"\npull_minutes = 5')
    with FakeGraph().running() as graph, many_tenants(tmp_path, rows, graph=graph.url) as bots:
        for key in ("contoso", "fabrikam"):
            with (
                bots.bots.registry.bot(key) as bot,
                pulling(bot.services, sleep=waited.append, clock=lambda: 0.0) as pull,
            ):
                pull.pull()
                pull.pull()
    assert len(graph.asked) == 8
    assert waited == []
