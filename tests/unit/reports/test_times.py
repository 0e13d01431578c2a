import pytest

from bot.reports.parsing.summary import NO_DETAILS
from tests.unit.reports.classic import DANA, read_text, reasons, times

ISO = {
    "2017-02-28T12:00:00Z": "2017-02-28T12:00:00Z",
    "2017-02-28T12:00:00": "2017-02-28T12:00:00Z",
    "2017-02-28 12:00:00Z": "2017-02-28T12:00:00Z",
    "2017-02-28 12:00": "2017-02-28T12:00:00Z",
    "2017-02-28": "2017-02-28T00:00:00Z",
    "2017-02-28T12:00:00.1234567Z": "2017-02-28T12:00:00.123456Z",
    "2017-02-28T12:00:00.5": "2017-02-28T12:00:00.500000Z",
    "2017-02-28T12:00:00+01:00": "2017-02-28T11:00:00Z",
    "2017-02-28T12:00:00.0000000-0530": "2017-02-28T17:30:00Z",
    "2017-02-28 12:00:00 UTC": "2017-02-28T12:00:00Z",
    "2017-2-8 9:05:00 GMT": "2017-02-08T09:05:00Z",
    "2017/02/28 12:00:00": "2017-02-28T12:00:00Z",
    " 2017-02-28T12:00:00Z ": "2017-02-28T12:00:00Z",
}
US = {
    "2/28/2017 1:05:09 PM": "2017-02-28T13:05:09Z",
    "2/28/2017 12:00:00 AM": "2017-02-28T00:00:00Z",
    "2/28/2017 12:30 PM": "2017-02-28T12:30:00Z",
    "02/28/2017, 1:05:09 p.m.": "2017-02-28T13:05:09Z",
    "2/28/2017 1:05:09\u202fPM": "2017-02-28T13:05:09Z",
    "\u200e2\u200e/\u200e28\u200e/\u200e2017 1:05:09 PM": "2017-02-28T13:05:09Z",
    "2/28/2017 13:05": "2017-02-28T13:05:00Z",
    "2/28/17 13:05": "2017-02-28T13:05:00Z",
    "2/28/2017 1:05:09 PM +01:00": "2017-02-28T12:05:09Z",
    "2-28-2017 13:05:09": "2017-02-28T13:05:09Z",
}
DAY_FIRST = {
    "28/02/2017 13:05:09": "2017-02-28T13:05:09Z",
    "28/2/2017 1:05:09 pm": "2017-02-28T13:05:09Z",
    "28.02.2017 13:05": "2017-02-28T13:05:00Z",
    "28-02-2017 13.05.09": "2017-02-28T13:05:09Z",
}
NAMED = {
    "Feb 20, 2017 9:00 AM": "2017-02-20T09:00:00Z",
    "Feb. 1, 2017, 9:00:05 PM": "2017-02-01T21:00:05Z",
    "february 3 2017": "2017-02-03T00:00:00Z",
    "Friday, February 3, 2017 9:00 AM": "2017-02-03T09:00:00Z",
    "20 February 2017 09:00": "2017-02-20T09:00:00Z",
    "3 Sept 2017": "2017-09-03T00:00:00Z",
    "3 May 2017 09:00:30": "2017-05-03T09:00:30Z",
    "Fri, 03 Feb 2017 09:00:00 GMT": "2017-02-03T09:00:00Z",
    "03-FEB-2017 09:00": "2017-02-03T09:00:00Z",
    "03-Feb-17": "2017-02-03T00:00:00Z",
    "2017-Feb-03 09:00": "2017-02-03T09:00:00Z",
    "Feb 3, 2017 at 9:00:05 PM": "2017-02-03T21:00:05Z",
    "3 Feb 2017 at 09:00:05": "2017-02-03T09:00:05Z",
    "Fri Feb 03 09:00:05 2017": "2017-02-03T09:00:05Z",
    "Fri Feb  3 09:00:05 UTC 2017": "2017-02-03T09:00:05Z",
    "3.2.2017 klo 9.00.05": "2017-02-03T09:00:05Z",
    "03.02.2017 kl. 09:00": "2017-02-03T09:00:00Z",
}
COMPACT = {
    "20170220T090000Z": "2017-02-20T09:00:00Z",
    "20170203T090000": "2017-02-03T09:00:00Z",
    "20170203T090000.25+0100": "2017-02-03T08:00:00.250000Z",
    "20170203090005": "2017-02-03T09:00:05Z",
}
KEPT_AS_TEXT = {
    "'2017-02-28T12:00:00Z": "2017-02-28T12:00:00Z",
    '=""2017-02-28T12:00:00Z""': "2017-02-28T12:00:00Z",
    "'2/28/2017 1:05:09 PM": "2017-02-28T13:05:09Z",
}
READ = ISO | US | DAY_FIRST | NAMED | COMPACT | KEPT_AS_TEXT


@pytest.mark.parametrize("text", READ)
def test_a_time_is_read(text: str) -> None:
    assert times(text) == [READ[text]]


def test_times_of_several_kinds_may_stand_in_one_file() -> None:
    some = ISO | NAMED | COMPACT
    assert times(*some) == list(some.values())


def test_dotted_dates_are_day_first_as_no_country_writes_them_otherwise() -> None:
    assert times("03.04.2017 10:00") == ["2017-04-03T10:00:00Z"]


@pytest.mark.parametrize(
    "text",
    [
        "yesterday", "12:00", "2017-02-29", "2017-13-01", "2/28/2017 13:05 PM", "2/28/2017 0:05 AM", "31/31/2017", "0/1/2017",
        "2017-02-28T24:00:00Z", "2017-02-28T12:60:00Z", "2017-02-28T12:00:60Z", "1601-01-01T00:00:00Z", "0001-01-01T00:00:00",
        "2500-01-01", "2/28.2017", "42794.5", "2017-02-28T12:00:00Zulu",
        "Feb 30 2017", "Febtember 3 2017", "2017-Foo-03", "20171320T090000Z", "3 2017 Feb", "20171320090000",
    ],
)  # fmt: skip
def test_what_no_calendar_or_clock_shows_is_rejected_with_its_words(text: str) -> None:
    report = read_text(DANA, f"x@contoso.com,User,{text},,Failed,")
    assert reasons(report) == [(3, f"the time {text} cannot be read")]
    assert report.rows == 2


def test_a_time_without_a_zone_is_utc_and_that_is_said() -> None:
    report = read_text(DANA.replace("Z", ""))
    assert report.recognised.endswith("times taken as UTC")
    assert report.warnings == (
        "The times are written without a zone and were taken as UTC; SSPR_REPORT_TIMEZONE sets another.",
    )


def test_a_header_that_names_utc_settles_the_zone() -> None:
    report = read_text("x@y,2017-02-28T12:00:00,Abandoned", header="User,Date (UTC),Result", zone="Europe/Berlin")
    assert report.frame["at"][0].isoformat() == "2017-02-28T12:00:00+00:00"
    assert report.recognised.endswith("times in UTC")
    assert report.warnings == (NO_DETAILS,)


def test_a_time_without_a_zone_is_read_on_the_given_clock_in_winter_and_summer() -> None:
    texts = ["2017-02-28T12:00:00", "2017-07-28T12:00:00", "2017-07-28T12:00:00Z"]
    assert times(*texts, zone="Europe/Berlin") == [
        "2017-02-28T11:00:00Z",
        "2017-07-28T10:00:00Z",
        "2017-07-28T12:00:00Z",
    ]


def test_the_hour_that_autumn_repeats_is_its_first_passing_and_that_is_said() -> None:
    row = "x@contoso.com,User,{},,Failed,"
    clock = ["2017-10-29 01:59:59", "2017-10-29 02:30:00", "2017-10-29 03:00:00"]
    report = read_text(*map(row.format, clock), zone="Europe/Berlin")
    assert [at.strftime("%d %H:%M:%S") for at in report.frame["at"]] == ["28 23:59:59", "29 00:30:00", "29 02:00:00"]
    assert report.warnings[1] == (
        "1 time lies in the hour that happens twice when summer time ends; the first was taken."
    )


def test_the_hour_that_spring_leaves_out_is_read_an_hour_later_and_that_is_said() -> None:
    report = read_text("x@contoso.com,User,2017-03-26 02:30:00,,Failed,", zone="Europe/Berlin")
    assert report.frame["at"].dt.tz_convert("Europe/Berlin")[0].isoformat() == "2017-03-26T03:30:00+02:00"
    assert report.warnings[1] == "1 time lies in the hour that summer time leaves out; read as an hour later."


LORD_HOWE = """
2026-04-05T01:29:59 | 2026-04-04T14:29:59Z | before the half hour that happens twice
2026-04-05T01:45:00 | 2026-04-04T14:45:00Z | in it: its first passing
2026-04-05T02:00:00 | 2026-04-04T15:30:00Z | after it
2026-07-20T12:00:00 | 2026-07-20T01:30:00Z | a day that can be no month, by which the dates are not turned ones
2026-10-04T01:59:59 | 2026-10-03T15:29:59Z | before the half hour that is left out
2026-10-04T02:15:00 | 2026-10-03T15:45:00Z | in it: as if the clock had not been changed yet
2026-10-04T02:30:00 | 2026-10-03T15:30:00Z | after it
"""


def test_a_zone_may_change_its_clock_by_half_an_hour() -> None:
    drawn = [[cell.strip() for cell in line.split("|")] for line in LORD_HOWE.strip().splitlines()]
    assert times(*(local for local, _, _ in drawn), zone="Australia/Lord_Howe") == [utc for _, utc, _ in drawn]
