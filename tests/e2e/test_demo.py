"""The demo as a newcomer meets it: real answers about the sample tenant, for each of its people."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from bot.app.demo import ADA, DANA, GUS, HARPER, VIC, Demo, start_demo
from bot.knowledge.catalogue import load
from bot.local_slack.workspace.messages import SeenMessage

HELPDESK, PARTNERS = "C0HELPDESK", "C0PARTNERS"
DETAILS = [detail for detail in load().details.values() if detail.on_page]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    running = start_demo(tmp_path_factory.mktemp("demo"))
    yield running
    running.stop()


def ask(demo: Demo, user: str, text: str, channel: str = HELPDESK) -> SeenMessage:
    """What a person sees after a slash command."""
    outcome = demo.slack.command(user, channel, "/sspr", text)
    assert outcome.ok, outcome
    return seen(demo, user, channel)[-1]


def seen(demo: Demo, user: str, channel: str) -> list[SeenMessage]:
    """What a person sees once the bot has nothing left to do; what takes long is answered after the acknowledgement."""
    assert demo.bot.background.wait_idle(60)
    return demo.slack.seen(user, channel)


def words(message: SeenMessage) -> str:
    """All that a message shows."""
    return f"{message.text}\n{message.blocks}"


def test_a_caller_is_found_by_the_beginning_of_their_name_with_cause_and_fix(demo: Demo) -> None:
    assert demo.sample
    stuck = sorted(demo.sample.truth.stuck)
    person = next(user for user in stuck if user.startswith("erik"))
    answer = ask(demo, HARPER, f"status {person.partition('.com')[0]}")
    assert answer.ephemeral
    assert person in words(answer)
    assert "cannot reset" in answer.text
    demo.slack.click(HARPER, HELPDESK, answer.ts, "sspr.answer.more")
    assert "What to do" in str(demo.slack.modal(HARPER))
    demo.slack.close_modal(HARPER)


def test_a_link_to_a_question_unfurls_where_it_is_posted_and_opens_in_a_browser(demo: Demo) -> None:
    answer = ask(demo, VIC, "failures 7d by cause")
    (address,) = set(re.findall(r"<(http[^|>]+)\|Link to this question>", str(answer.blocks)))
    demo.slack.say(VIC, HELPDESK, f"see {address}")
    (shown,) = seen(demo, VIC, HELPDESK)[-1].unfurls.values()
    assert "failed attempts" in str(shown)
    with urlopen(address) as page:
        assert "/sspr failures 7d by cause" in page.read().decode()


@pytest.mark.parametrize(
    ("asked", "draws"),
    [
        ("trend 30d", {"data_visualization"}),
        ("failures 7d by day", {"data_visualization"}),
        ("failures 7d by hour", {"data_visualization"}),
        ("failures 7d by cause", {"data_visualization", "data_table"}),
        ("rollout", {"data_visualization", "data_table"}),
        ("cutoffs", {"data_visualization", "data_table"}),
        ("resets 30d", {"data_table"}),
        ("resets 30d by person", {"data_table"}),
        ("registrations 30d", {"data_table"}),
        ("time 30d", {"data_visualization"}),
        ("stuck", {"data_table"}),
    ],
)
def test_pictures_and_tables_are_slacks_own(demo: Demo, asked: str, draws: set[str]) -> None:
    answer = ask(demo, HARPER, asked)
    assert {block["type"] for block in answer.blocks} & {"data_visualization", "data_table", "image"} == draws
    assert answer.text.strip()
    for block in answer.blocks:
        if block["type"] == "data_table":
            numbers = [cell for row in block["rows"][1:] for cell in row if cell["type"] == "raw_number"]
            assert numbers or asked in ("rollout", "registrations 30d")  # whose rows are people and methods


def test_an_incident_has_its_fix_on_its_row(demo: Demo) -> None:
    answer = ask(demo, HARPER, "incidents 30d")
    rows = [block for block in answer.blocks if "accessory" in block]
    assert [row["accessory"]["text"]["text"] for row in rows] == ["Fix"] * len(rows)
    assert rows
    demo.slack.click(HARPER, HELPDESK, answer.ts, rows[-1]["accessory"]["action_id"])
    assert "On-premises service unreachable" in str(demo.slack.modal(HARPER))
    demo.slack.close_modal(HARPER)


def test_home_says_to_everybody_what_they_may_type(demo: Demo) -> None:
    said = {}
    for who in (DANA, VIC, HARPER):
        demo.slack.open_home(who)
        said[who] = str(demo.slack.home(who))
    assert "`/sspr status me`" in said[DANA]
    assert "`/sspr status me`" in said[VIC]
    assert "`/sspr status`" in said[HARPER]


def test_dana_has_recovered(demo: Demo) -> None:
    assert "dana@contoso.com" in words(ask(demo, HARPER, "status dana@contoso"))


def test_failures_by_cause_lead_with_the_outage(demo: Demo) -> None:
    answer = ask(demo, VIC, "failures 7d by cause")
    assert "On-premises service unreachable" in words(answer)
    assert answer.text.replace("*", "").split(" failed attempts")[0].split()[-1].isdecimal()


def test_a_mention_in_free_words_about_a_person_is_answered_to_the_asker_alone(demo: Demo) -> None:
    before = len(seen(demo, VIC, HELPDESK))
    demo.slack.mention(HARPER, HELPDESK, "why can't erik@contoso.com reset?")
    answer = seen(demo, HARPER, HELPDESK)[-1]
    assert answer.ephemeral
    assert "erik@contoso.com" in words(answer)
    assert [message.user for message in seen(demo, VIC, HELPDESK)[before:]] == [HARPER]


def test_numbers_asked_for_by_mention_are_for_everybody_in_the_thread(demo: Demo) -> None:
    demo.slack.mention(VIC, HELPDESK, "top 5 reasons of the last 7 days")
    answer = seen(demo, ADA, HELPDESK)[-1]
    assert not answer.ephemeral
    assert answer.thread_ts
    assert "failed attempts" in answer.text.replace("*", "")


@pytest.mark.parametrize("detail", DETAILS, ids=lambda detail: detail.key)
def test_every_documented_detail_leads_to_its_fix(demo: Demo, detail: object) -> None:
    text = detail.text  # type: ignore[attr-defined]
    answer = ask(demo, HARPER, f"fix {text}")
    assert text.split(".")[0].replace("'", "’")[:40] in words(answer).replace("'", "’")
    assert "may mean" not in answer.text


def test_help_lists_every_question(demo: Demo) -> None:
    own = words(ask(demo, DANA, "help", "C0GENERAL"))
    assert "status me" in own
    assert "?:" not in own
    assert "failures" not in own
    answer = ask(demo, HARPER, "help")
    demo.slack.click(HARPER, HELPDESK, answer.ts, "sspr.answer.more")
    shown = str(demo.slack.modal(HARPER))
    assert not [
        name for name in ("status", "failures", "registrations", "fix", "stuck", "trend", "data") if name not in shown
    ]
    demo.slack.close_modal(HARPER)


def test_the_buttons_of_an_answer_work(demo: Demo) -> None:
    answer = ask(demo, HARPER, "status erik@contoso.com")
    demo.slack.click(HARPER, HELPDESK, answer.ts, "sspr.answer.next_steps")
    modal = demo.slack.modal(HARPER)
    assert modal
    assert "Send this to the user" in str(modal)
    demo.slack.close_modal(HARPER)
    numbers = ask(demo, HARPER, "failures 30d")
    demo.slack.click(HARPER, HELPDESK, numbers.ts, "sspr.answer.all")
    assert "failures 30d" in str(demo.slack.modal(HARPER))
    demo.slack.close_modal(HARPER)
    demo.slack.click(HARPER, HELPDESK, numbers.ts, "sspr.answer.share")
    assert demo.slack.submit(HARPER, {}) == {}
    shared = seen(demo, VIC, HELPDESK)[-1]
    assert not shared.ephemeral
    assert "failed attempts" in shared.text.replace("*", "")


def test_a_guest_is_refused_everywhere(demo: Demo) -> None:
    assert "guest" in ask(demo, GUS, "failures 7d", PARTNERS).text
    demo.slack.mention(GUS, PARTNERS, "failures 7d")
    assert "guest" in seen(demo, GUS, PARTNERS)[-1].text
    demo.slack.direct_message(GUS, "status dana@contoso.com")
    assert "guest" in seen(demo, GUS, demo.slack.direct_channel(GUS))[-1].text


def test_an_employee_may_ask_about_herself_and_about_nobody_else(demo: Demo) -> None:
    assert "dana@contoso.com" in words(ask_direct(demo, DANA, "status me"))
    assert "Only the helpdesk may" in ask_direct(demo, DANA, "status erik@contoso.com").text


def ask_direct(demo: Demo, user: str, text: str) -> SeenMessage:
    """What a person sees after a direct message."""
    demo.slack.direct_message(user, text)
    return seen(demo, user, demo.slack.direct_channel(user))[-1]


def test_hostile_user_ids_reach_nobody_as_mentions(demo: Demo) -> None:
    stuck = words(ask(demo, HARPER, "stuck cause:not_enabled"))
    assert "Not counted: 2 names that the directory's list lacks" in stuck
    shown = words(ask(demo, HARPER, "status <!channel>"))
    assert "&lt;!channel&gt;" in shown
    assert "<!channel>" not in stuck + shown


def test_ones_own_reports_can_be_used_instead(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(
        "User,Role,Date and Time,Method(s) Used,Result,Details\n"
        "ann@contoso.com,User,2017-02-27T12:00:00Z,,Failed,User does not have a license.\n"
    )
    running = start_demo(tmp_path, reports=str(tmp_path / "mine.csv"))
    try:
        assert "ann@contoso.com" in words(ask(running, HARPER, "status ann"))
        assert "belongs to the sample tenant" in running.next_file()
    finally:
        running.stop()


def test_a_demo_in_the_folder_of_an_earlier_one_has_its_own_rows_alone(tmp_path: Path) -> None:
    """The sample's last rows happened minutes ago: those of the earlier start would be other rows of the same story."""
    for start in range(2):
        running = start_demo(tmp_path)
        try:
            services, sample = running.bot.services, running.sample
            assert sample is not None
            snapshot = services.snapshots.current()
            assert len(snapshot.attempts) == sum(row.at < sample.now for row in sample.attempts)
            files = [load.path for load in services.unloading.loads() if load.path.endswith(".csv")]
            assert sorted(files) == ["audit-log.csv", "password-reset-activity.csv", "registration-activity.csv"]
            if start == 0:
                running.next_file()
        finally:
            running.stop()
