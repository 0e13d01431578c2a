"""No personal value reaches a log, however loud the log is."""

import logging
from pathlib import Path

import pytest

from bot.app.demo import ADA, DANA, GUS, HARPER, VIC, start_demo

WORDS = ("status erik@contoso.com", "status me", "stuck", "failures 30d by domain", "registrations 30d", "data",
         "fix dana@contoso.com", "statsu erik@contoso.com", "why erik@contoso.com", "export stuck")  # fmt: skip


def test_no_user_name_stands_in_any_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    demo = start_demo(tmp_path)
    try:
        for user in (HARPER, ADA, VIC, DANA, GUS):
            for text in WORDS:
                demo.slack.direct_message(user, text)
            demo.slack.open_home(user)
        assert demo.bot.background.wait_idle(60)
        answer = demo.slack.seen(HARPER, demo.slack.direct_channel(HARPER))[1]
        demo.slack.inject_fault("views.open", error="internal_error")
        demo.slack.click(HARPER, demo.slack.direct_channel(HARPER), answer.ts, "sspr.answer.next_steps")
        people = [key for key in demo.bot.services.snapshots.current().people.keys if "@" in key]
    finally:
        demo.stop()
    assert len(people) > 300
    told = caplog.text.casefold()
    assert not [user for user in people if user in told]
    assert "xoxb-" not in told
