"""The demo's days: subscribe, next morning, decide, next day's reports, next morning, who has recovered."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app.demo import ADA, DANA, HARPER, SECURITY, VIC, Demo, start_demo
from bot.local_slack.workspace.messages import SeenMessage
from bot.render.notices import SWITCH_ON

CHANNEL = "C0HELPDESK"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    running = start_demo(tmp_path)
    yield running
    running.stop()


def digests(demo: Demo) -> list[SeenMessage]:
    """The digests that stand in the channel, oldest first."""
    shown = [one for one in demo.slack.seen(HARPER, CHANNEL) if not one.ephemeral and not one.thread_ts]
    return [one for one in shown if "Password reset digest" in str(one.blocks)]


def test_a_team_lives_three_days_with_the_digest(demo: Demo) -> None:
    assert demo.sample
    truth = demo.sample.truth
    stuck = truth.stuck.keys() - {
        user.casefold() for user in truth.hostile
    }  # names that the directory does not know are told apart
    demo.slack.command(ADA, CHANNEL, "/sspr", "subscribe daily at 09:00 show:names")
    assert "Subscribed" in demo.slack.seen(ADA, CHANNEL)[-1].text

    demo.next_morning()
    (first,) = digests(demo)
    assert f"{len(stuck)} people failing now" in str(first.blocks)
    assert "Not counted: 2 names that the directory's list lacks" in str(first.blocks)

    demo.next_file()
    demo.next_morning()
    _, second = digests(demo)
    recovered = len(truth.tomorrow.recovered & stuck)
    assert f"Of {len(stuck)} people failing in the last digest, *{recovered}*" in second.text
    newly = truth.tomorrow.newly_stuck | truth.tomorrow.back_again
    kinds = [block["type"] for block in second.blocks]
    assert [one for one in kinds if one != "context"] == [
        "header",
        "section",
        "data_visualization",
        "data_table",
        "actions",
    ]
    thread = str([one.blocks for one in demo.slack.seen(HARPER, CHANNEL) if one.thread_ts == second.ts])
    assert all(user in thread.casefold() for user in newly)

    demo.slack.click(HARPER, CHANNEL, second.ts, "sspr.case.acknowledge.1")
    demo.bot.background.wait_idle(30)
    assert "cknowledged" in str(digests(demo)[1].blocks)

    for _ in range(2):
        demo.next_file()
    demo.next_morning()
    third = digests(demo)[2]  # of the morning between the two files: nothing is late in a demo
    assert "Catch-up" not in str([one.blocks for one in demo.slack.seen(ADA, CHANNEL)])
    assert "people failing in the last digest" in third.text or "person failing in the last digest" in third.text


def test_once_an_admin_switches_it_on_people_are_told_what_they_can_do_themselves(demo: Demo) -> None:
    demo.slack.open_home(ADA)
    demo.slack.click_home(ADA, SWITCH_ON)
    for _ in range(3):  # one of them is no day of a weekend
        demo.next_morning()
    told = demo.slack.seen(VIC, demo.slack.direct_channel(VIC))
    assert told
    assert "https://aka.ms/ssprsetup" in told[0].text
    assert "Stop telling me" in str(told[0].blocks)
    for other in (ADA, HARPER, DANA):  # an admin, and people who have nothing to mend
        assert demo.slack.seen(other, demo.slack.direct_channel(other)) == []


def test_the_security_channel_hears_of_a_sign_of_an_attack_on_the_day_it_shows(demo: Demo) -> None:
    def posted() -> list[str]:
        demo.bot.scheduler.drain()
        return [one.text for one in demo.slack.seen(HARPER, SECURITY) if "Signs of attacks" in one.text]

    (first,) = posted()
    assert "Urgent signs come here from now on" in first
    for _ in range(3):
        demo.next_file()
    assert posted() == [first]
    demo.next_file()
    _, now = posted()
    assert "urgent sign" in now
    assert "worth a look now" in now


def test_the_days_of_the_story_end_with_a_sentence(demo: Demo) -> None:
    told = [demo.next_file() for _ in range(8)]
    assert "are loaded" in told[6]
    assert told[7] == "The story ends here: 7 days are loaded."
