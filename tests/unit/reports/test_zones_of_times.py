"""Times with an offset behind UTC or GMT, or the short name of a zone."""

import pytest

from bot.errors import ReportError
from tests.support.handed_over import read_text

DETAIL = "User successfully reset password"


def report(*times: str) -> str:
    rows = [f"{number}@contoso.com;{time};Succeeded;{DETAIL}" for number, time in enumerate(times)]
    return "\n".join(["User;Date and Time;Result;Details", *rows, ""])


@pytest.mark.parametrize("time", [
    "2026-11-20 08:05:05 GMT+2", "2026-11-20 08:05:05 UTC+02:00", "2026-11-20T08:05:05 (UTC+2)",
    "2026-11-20 08:05:05 GMT+0200", "2026-11-20 08:05:05 +2", "2026-11-20T08:05:05 CEST", "20.11.2026 08:05:05 MESZ",
    "20.11.2026 08:05:05 (EET)", "Fri Nov 20 2026 08:05:05 GMT+0200 (Eastern European Standard Time)",
    "11/20/2026 2:05:05 AM EDT", "2026-11-20 00:35:05 UTC-5:30", "2026-11-20 06:05:05 (UTC)", "'2026-11-20T06:05:05Z'",
])  # fmt: skip
def test_ahead_of_utc_is_plus(time: str) -> None:
    (read,) = read_text(report(time)).reports
    assert read.frame["at"].dt.strftime("%H:%M:%S").tolist() == ["06:05:05"]
    assert "times with their zone" in read.recognised


@pytest.mark.parametrize("time", ["20.11.2026 08:05:05 Uhr", "Nov 20, 2026 @ 08:05:05.000"])
def test_words_around_a_clock_are_no_zone(time: str) -> None:
    (read,) = read_text(report(time)).reports
    assert read.frame["at"].dt.strftime("%H:%M:%S").tolist() == ["08:05:05"]
    assert any("without a zone" in warning for warning in read.warnings)


@pytest.mark.parametrize(("times", "said"), [
    (["20.11.2026 08:05:05 CST"] * 2, r"end in the short name of a zone \(line 2\).*offset in its place \(\+02:00\)"),
    (["11/20/2026 8:05:05 AM PST"], "end in the short name of a zone"),
    (["05:12.1", "07:41.0"], r"show no day \(line 2\).*mm:ss.0.*format of dates with seconds"),
    (["8:05 PM", "9:12:01 AM"], "show no day"),
    (["########"] * 3, "show no day"),
])  # fmt: skip
def test_times_that_nobody_can_tell_refuse_the_file_in_one_sentence(times: list[str], said: str) -> None:
    with pytest.raises(ReportError, match=said):
        read_text(report(*times))


def test_a_few_of_them_are_set_aside() -> None:
    (read,) = read_text(report("2026-11-20T08:05:05Z", "2026-11-20T08:06:05Z", "05:12.1")).reports
    assert (len(read.frame), len(read.rejected)) == (2, 1)
