import json

from bot.reports.receipt import ReportKind
from tests.unit.reports.classic import column, read_bytes, reasons

REGISTRATIONS = [
    {
        "id": "r1", "eventTime": "2017-02-14T09:00:00.1234567Z", "role": "User", "displayName": "Dana D",
        "registrationActivity": "reportSSPR_RegistrationData_PrivateMobilePhone", "userName": "dana@contoso.com",
    },
    {
        "id": "r2", "eventTime": "2017-02-14T09:00:00Z", "role": None, "displayName": None,
        "registrationActivity": "reportSSPR_RegistrationData_LastRegisteredTime", "userName": "dana@contoso.com",
    },
]  # fmt: skip
RESETS = [
    {
        "id": "a1", "eventTime": "2017-02-14T09:00:00Z", "userName": "Dana@contoso.com", "role": "User",
        "methodsUsed": ["Mobile Phone", "Alternate Email"], "result": "reportSSPR_ResultType_Block", "details": "so",
    },
    {"eventTime": "2017-02-14T09:05:00Z", "userName": "bob@contoso.com", "result": "Failed", "surprise": {"a": [1]}},
]  # fmt: skip
RESETS_FILE = json.dumps(RESETS, indent=1).encode()


def test_a_page_of_registration_events_is_read_with_its_ids() -> None:
    page = {"@odata.context": "https://graph.windows.net/contoso.com/reports/$metadata", "value": REGISTRATIONS}
    report = read_bytes(json.dumps(page, indent=1).encode())
    assert report.kind is ReportKind.REGISTRATION
    assert column(report, "datum") == ["Mobile Phone"]
    assert column(report, "event_id") == ["r1"]
    assert report.frame["at"][0].isoformat() == "2017-02-14T09:00:00.123456+00:00"
    assert (report.rows, report.skipped) == (2, 1)
    assert report.recognised == (
        "registration activity report, JSON of the reporting API, UTF-8, times with their zone"
    )


def test_a_list_of_reset_events_is_read_whatever_keys_it_has_besides() -> None:
    report = read_bytes(json.dumps(RESETS, indent=1).encode("utf-16"))
    assert report.kind is ReportKind.RESET
    assert column(report, "user") == ["Dana@contoso.com", "bob@contoso.com"]
    assert column(report, "methods") == ["Alternate Email + Mobile Phone", ""]
    assert column(report, "result") == ["Blocked", "Failed"]
    assert column(report, "detail") == ["so", ""]
    assert report.frame["event_id"].tolist() == ["a1", None]
    assert report.frame["line"].tolist() == [2, 14]


def test_events_may_stand_one_a_line() -> None:
    report = read_bytes("\n".join(map(json.dumps, RESETS)).encode())
    assert report.frame["line"].tolist() == [1, 2]


def test_events_without_any_id_have_no_column_for_it() -> None:
    assert "event_id" not in read_bytes(json.dumps(RESETS[1:]).encode()).frame


def test_a_broken_or_foreign_event_is_rejected_alone() -> None:
    lines = [json.dumps(RESETS[0]), '"a word"', '{"eventTime": "2017-02', '{"userName": "x", "result": 1}']
    lines.append(json.dumps(RESETS[1]))
    report = read_bytes("\n".join(lines).encode())
    assert reasons(report) == [
        (2, "no event can be read here"),
        (3, "no event can be read here"),
        (4, "the time is missing"),
    ]
    assert report.rejected[2].raw == lines[3]
    assert report.frame["line"].tolist() == [1, 5]
    assert report.rows == 5


def test_half_a_character_in_an_event_is_replaced() -> None:
    report = read_bytes(b'[{"eventTime": "2017-02-14", "userName": "x\\ud800", "result": "Failed"}]')
    assert column(report, "user") == ["x?"]


def test_events_that_share_a_line_are_told_apart_by_their_number() -> None:
    report = read_bytes(json.dumps([RESETS[0], {"userName": "x", "result": "Failed"}, "a word"]).encode())
    assert reasons(report) == [(1, "no event can be read here (record 3)"), (1, "the time is missing (record 2)")]
