"""Drawn weeks of resets: people first, who did it again, admins apart, and what an admin did for somebody."""

from datetime import UTC, datetime, timedelta

from bot.analysis.answers import Filters
from bot.analysis.resets import ResetsAnswer, resets
from bot.privacy import Visibility
from bot.render.answers.resets import message
from bot.render.formats import terminal
from bot.reports.receipt import ReportKind
from bot.reports.window import last
from tests.support.frames import receipt, snapshot

NOW = datetime(2017, 2, 28, 12, tzinfo=UTC)
WEEK = """
    at               | user | role                  | result    | methods
    2017-02-18 12:00 | ada  | User                  | Succeeded | Mobile Phone
    2017-02-22 12:00 | gil  | Company Administrator | Succeeded | Mobile Phone
    2017-02-24 12:00 | ada  | User                  | Failed    | Mobile Phone
    2017-02-25 12:00 | gil  | Company Administrator | Succeeded | Mobile Phone
    2017-02-26 12:00 | eva  | User                  | Succeeded | Alternate Email + Mobile Phone
    2017-02-27 12:00 | bob  | User                  | Succeeded | Alternate Email
"""


def ask(by: str = "method", filters: Filters = Filters(), roster: str = "user") -> ResetsAnswer:  # noqa: B008 - frozen
    helped = "at | user\n2017-02-27 13:00 | ada"
    data = snapshot(WEEK, roster=roster, interventions=helped)
    return resets(data, last(timedelta(days=7), now=NOW), by=by, filters=filters, now=NOW, zone=UTC)


def test_people_come_first_and_the_week_before_beside_them() -> None:
    answer = ask()
    assert (answer.people, answer.resets, answer.previous_people, answer.previous_resets) == (3, 4, 1, 1)


def test_who_reset_again_is_named_and_the_admin_counted_apart() -> None:
    answer = ask()
    assert [(one.shown, one.resets, one.admin) for one in answer.repeats] == [("gil@contoso.com", 2, True)]
    assert (answer.repeated, answer.admin_people, answer.admin_resets, answer.by_admins) == (1, 1, 2, 1)


def test_the_directory_says_who_is_an_admin_too() -> None:
    listed = "user | registered | enabled | capable | admin\nbob | yes | yes | yes | yes"
    assert ask(roster=listed).admin_people == 2


def test_a_combination_counts_for_each_of_its_methods() -> None:
    assert [(group.key, group.people, group.resets) for group in ask().groups] == [
        ("Mobile Phone", 2, 3),
        ("Alternate Email", 2, 2),
    ]


def test_by_person_most_resets_come_first() -> None:
    assert next((group.key, group.resets) for group in ask("person").groups) == ("gil@contoso.com", 2)


def test_by_role_and_by_day() -> None:
    assert [(group.key, group.people) for group in ask("role").groups] == [("User", 2), ("Company Administrator", 1)]
    assert [(group.key, group.resets) for group in ask("day").groups][-1] == ("2017-02-27", 1)


def test_filters_let_some_through() -> None:
    assert ask(filters=Filters(method="Alternate Email")).people == 2


def test_by_role_the_admins_come_first_with_how_often_each_did() -> None:
    said = terminal.show(message(ask("role"), zone=UTC, show=Visibility.NAMES), width=500)
    assert "3 people reset their password in the last 7 days (4 resets); 1 admin account among them" in said
    assert said.index(
        "Admin accounts, most resets first\n• gil@contoso.com: last reset (UTC) 2017-02-25 12:00, resets 2"
    ) < said.index("More than once")
    assert "Admin accounts, most" not in terminal.show(
        message(ask("role"), zone=UTC, show=Visibility.COUNTS), width=500
    )


def test_without_roles_and_list_nothing_is_said_of_admins() -> None:
    plain = WEEK.replace("User ", "     ").replace("Company Administrator", "")
    for roster, says in (
        ("user", "Whether admins are among them cannot be said"),
        (
            "user | registered | enabled | capable | admin\nzoe | yes | yes | yes | yes",
            "No admin account is among them.",
        ),
    ):
        data = snapshot(plain, roster=roster)
        answer = resets(data, last(timedelta(days=7), now=NOW), by="role", now=NOW, zone=UTC)
        assert says in terminal.show(message(answer, zone=UTC, show=Visibility.NAMES), width=500)


def test_a_reset_by_no_method_that_the_data_names_is_not_called_one_without() -> None:
    answer = resets(
        snapshot("at | user | result \n 2017-02-27 09:00 | dana | Succeeded"),
        last(timedelta(days=7), now=NOW),
        now=NOW,
        zone=UTC,
    )
    said = terminal.show(message(answer, zone=UTC, show=Visibility.NAMES), width=500)
    assert "No method that the data names: 1 person, 1 reset" in said
    assert "(none)" not in said


def test_by_day_what_lies_between_two_loads_is_unknown_and_a_day_that_is_cut_is_said() -> None:
    loads = (
        receipt(ReportKind.RESET, first="2017-02-18 12:00", last="2017-02-22 12:00"),
        receipt(ReportKind.RESET, first="2017-02-25 09:00", last="2017-02-27 12:00"),
    )
    week = last(timedelta(days=7), now=NOW)
    answer = resets(snapshot(WEEK, receipts=loads), week, by="day", now=NOW, zone=UTC)
    assert [group.key[-2:] for group in answer.groups] == ["22", "23", "24", "25", "26", "27"]
    assert (answer.no_data, answer.part) == (("2017-02-23", "2017-02-24"), ("2017-02-21", "2017-02-27"))
    said = terminal.show(message(answer, zone=UTC, show=Visibility.NAMES), width=500)
    assert "Mon 27 Feb (part)  1" in said
    assert "23 Feb  0" not in said
    assert "No data for 2 days, which is not the same as none: 23-24 Feb." in said
