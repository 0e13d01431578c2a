import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.analysis.answers import Case, CaseState, Filters, Group
from bot.analysis.people.crowds import digest_of_crowds
from bot.analysis.reset_verdict import Ability
from bot.analysis.status import PersonStatus
from bot.knowledge.catalogue import Detail, Owner, Step, load
from bot.privacy import Visibility
from bot.render.answers import fix, status, stuck
from bot.render.blocks import limits
from bot.render.blocks.blocks import characters
from bot.render.blocks.data_table import rows_of
from bot.render.blocks.message import Message
from bot.render.blocks.names import named
from bot.render.blocks.text_twin import plain
from bot.render.digests import first_message, verdict
from bot.render.digests.thread import thread
from bot.render.formats import json_answer, terminal
from bot.render.lines import coverage, fix_steps
from bot.render.views import answer_modals
from tests.support.rendering import opened, shown
from tests.unit.render import sample
from tests.unit.render.messages import MESSAGES
from tests.unit.render.rules import check_message, check_modal


def _buttons(message: Message) -> list[str]:
    return [
        element["action_id"] for block in message.blocks if block["type"] == "actions" for element in block["elements"]
    ]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("status_no", "cannot reset right now"),
        ("status_blocked", "cannot reset right now"),
        ("status_recovered", "can probably reset right now"),
        ("status_several", "2 people fit"),
        ("status_nobody", "does not mean they are not registered"),
        ("failures_by_detail", "42 failed attempts by 31 people"),
        ("failures_none", "No failed attempts"),
        ("failures_old_data", "42 failed attempts by 31 people"),
        ("failures_no_data", "Nothing to answer from is loaded yet"),
        ("registrations", "52 people registered"),
        ("stuck", "7 people are stuck"),
        ("trend", "73 % of 264 attempts succeeded"),
        ("compare", "42 failed attempts this week, 30 last week"),
        ("data", "1,291 rows loaded"),
        ("fix_detail", "Who acts: tenant admin and helpdesk"),
        ("digest", "Of 12 people failing in the last digest"),
        ("digest_nothing_new", "Nothing new"),
        ("digest_stale", "no all-clear"),
        ("digest_baseline", "7 people failing now"),
        ("receipt", "1,204 rows, 1,100 new"),
        ("error", "7F3K2"),
    ],
)
def test_the_text_says_the_answer_itself(name: str, says: str) -> None:
    assert says in terminal.flatten(MESSAGES[name]().text)


def test_a_status_has_at_most_eight_blocks() -> None:
    assert all(len(MESSAGES[name]().blocks) <= 8 for name in MESSAGES if name.startswith("status"))


def test_a_status_fits_a_phone_the_verdict_and_what_to_do_first_with_the_rest_behind_more() -> None:
    lists = {"status_several", "status_nobody"}
    for name in (one for one in MESSAGES if one.startswith("status_") and one not in lists):
        message = MESSAGES[name]()
        shown = Message(message.text, tuple(block for block in message.blocks if block["type"] != "actions"))
        lines = [line for line in terminal.show(shown, width=45).splitlines() if line]
        assert len(lines) <= 22, (name, lines)  # a phone shows about as many


def test_a_status_offers_what_applies() -> None:
    assert _buttons(MESSAGES["status_no"]()) == ["sspr.answer.next_steps", "sspr.answer.more", "sspr.answer.share"]
    assert _buttons(MESSAGES["status_recovered"]()) == ["sspr.answer.more", "sspr.answer.share"]
    assert _buttons(shown(sample.DANA)) == []


def test_a_status_shows_three_steps_and_keeps_the_rest_for_the_whole_list() -> None:
    text = terminal.show(status.message(sample.BLOCKED, zone=UTC, token="t0ken"), width=500)
    assert "... and 2 more" in text
    assert "tell the security team" not in text
    assert text.index("What to do") < text.index("Tell the user") < text.index("Last attempts")
    assert "tell the security team" in str(opened(sample.BLOCKED, zone=UTC))
    assert "sspr.answer.more" in _buttons(status.message(sample.BLOCKED, zone=UTC, token="t0ken"))


def test_a_status_of_somebody_who_left_part_way_says_what_the_documents_advise() -> None:
    left = sample.KNOWN.details["abandoned.started.sms"]
    text = terminal.show(status.message(replace(sample.RECOVERED, unfinished=left), zone=UTC), width=500)
    assert "The last attempt was not finished." in text
    assert terminal.flatten(fix_steps.first_step(left)) in text


def test_a_status_says_first_what_the_helpdesk_does_with_the_caller_on_the_line() -> None:
    card = terminal.show(Message("", status.message(sample.DANA, zone=UTC).blocks), width=500)
    assert card.index("Helpdesk: Verify the caller") < card.index("Tenant admin: Set the user's usage location")
    blocked = terminal.show(Message("", status.message(sample.BLOCKED, zone=UTC).blocks), width=500)
    assert blocked.index("The user: Wait 24 hours") < blocked.index("Helpdesk: Urgent: verify the caller")
    none = replace(sample.DANA, case=None, fix=sample.KNOWN.advice["not_registered"])
    empty = terminal.show(Message("", status.message(none, zone=UTC).blocks), width=500)
    assert empty.index("The user: While signed in") < empty.index("Helpdesk: Cannot sign in: verify the caller")


@pytest.mark.parametrize(
    "whose",
    [
        sample.PRIVILEGED,
        replace(sample.DANA, stranger=True),
        replace(sample.DANA, user="dana_fabrikam.com#ext#@contoso.com", roster=None),
        replace(sample.DANA, roster=sample.GUEST),
    ],
    ids=["an admin", "nobody in the directory", "a guest by the name", "a guest by the directory"],
)
def test_the_helpdesk_is_not_told_to_reset_whom_somebody_else_resets(whose: PersonStatus) -> None:
    card = terminal.show(Message("", status.message(whose, zone=UTC).blocks), width=500)
    assert "then reset" not in card


def test_a_status_says_whom_the_words_may_mean_as_well() -> None:
    text = terminal.show(status.message(replace(sample.RECOVERED, also=("leeann@contoso.com",)), zone=UTC))
    assert "Also: leeann@contoso.com." in text


def test_by_method_says_what_a_failure_and_what_a_success_counts_for() -> None:
    assert "counts for the method that it failed at" in str(shown(sample.BY_METHOD)).lower()
    passed = replace(sample.BY_METHOD, filters=Filters(result="Succeeded"))
    assert "an attempt with two methods counts for both" in str(shown(passed)).lower()
    assert "counts for both" not in str(shown(sample.FAILURES))


@pytest.mark.parametrize("ability", Ability)
def test_every_ability_has_its_verdict(ability: Ability) -> None:
    check_message(status.message(replace(sample.DANA, ability=ability), zone=UTC))


@pytest.mark.parametrize("state", CaseState)
def test_a_closed_case_says_how_it_ended(state: CaseState) -> None:
    text = terminal.show(status.message(replace(sample.DANA, case=sample.case(state=state), fix=None), zone=UTC))
    assert ("Now: " in text) is (state is not CaseState.OPEN)


def test_no_failures_with_a_filter_says_that_the_filter_may_hide_some() -> None:
    none = replace(sample.NO_FAILURES, filters=Filters(cause="onprem"))
    assert "Without the filter there may be some." in shown(none).text


def test_a_filter_over_a_window_without_rows_is_no_all_clear() -> None:
    empty = replace(sample.NO_FAILURES.coverage, rows=0)
    none = replace(sample.NO_FAILURES, counts=sample.NO_COUNTS, filters=Filters(cause="onprem"), coverage=empty)
    assert "That is no all-clear." in shown(none).text


def test_no_attempts_are_no_all_clear() -> None:
    none = replace(sample.NO_FAILURES, counts=sample.NO_COUNTS)
    assert "That is no all-clear." in shown(none).text


def test_the_window_that_ends_at_the_newest_row_is_told_where_it_says_something_else() -> None:
    same = replace(sample.FAILURES, at_newest=sample.FAILURES)
    other = replace(same, at_newest=replace(sample.FAILURES, itemised=50))
    assert "The newest row is from" not in shown(same).text
    assert "The newest row is from" in shown(other).text


def test_another_result_that_was_asked_for_is_named() -> None:
    abandoned = replace(
        sample.BY_METHOD, filters=Filters(result="Abandoned"), itemised=30, itemised_people=25, previous_covered=True
    )
    text = shown(abandoned).text
    assert "*30 abandoned attempts by 25 people* in the last 7 days (only result Abandoned)." in text


def test_counts_name_nobody() -> None:
    for text in (
        MESSAGES["stuck_counts"]().payload(),
        MESSAGES["digest_counts"](),
        MESSAGES["registrations_counts"](),
    ):
        assert "contoso.com" not in str(text)
    assert named("dana@contoso.com", Visibility.COUNTS) == "somebody"


def test_masked_names_only_the_domain() -> None:
    text = str(first_message.message(sample.DIGEST, replace(sample.SETTING, show=Visibility.MASKED)).parts)
    assert "d***@contoso.com" in text
    assert "dana" not in text


def test_a_detail_that_no_document_lists_says_so_below_its_numbers() -> None:
    unknown = Group("face", "User could not be verified by the face check option", 2, 1, 0.05, 0, None)
    said = str(shown(replace(sample.FAILURES, groups=(sample.FAILURES.groups[0], unknown))).blocks)
    assert "before\\n:grey_question: No document lists this detail, so no fix is known." in said
    assert "No document" not in str(shown(sample.BY_METHOD).blocks)


def test_a_topic_is_called_by_its_name_and_not_by_the_key_of_our_table() -> None:
    message = fix.message(sample.found("sms retirement"), known=sample.KNOWN)
    assert message.text.startswith(":wrench: *SMS and voice retire*: Microsoft stops")
    assert "RET" not in str(message.blocks)


@pytest.mark.parametrize(("causes", "table"), [(2, False), (6, False), (8, True)])
def test_numbers_of_the_stuck_stand_in_a_table_where_not_every_cause_has_a_paragraph(causes: int, table: bool) -> None:
    answer = replace(sample.STUCK, groups=sample.STUCK.groups[:2] * (causes // 2))
    message = shown(answer, show=Visibility.COUNTS)
    assert ("data_table" in [block["type"] for block in message.blocks]) is table
    assert ("... and 2 more causes" in str(message.blocks)) is table


def test_one_stuck_person_takes_the_singular() -> None:
    one = replace(sample.STUCK, people=1)
    assert "*1 person is stuck right now*" in shown(one).text


@pytest.mark.parametrize("detail", sample.KNOWN.details.values(), ids=lambda detail: detail.key)
def test_a_step_of_somebody_else_than_who_acts_first_names_them(detail: Detail) -> None:
    lines = fix_steps.step_lines(detail)
    for line, step in zip(lines, detail.steps, strict=True):
        assert (f"({step.owner}) " in line) is (step.owner is not None)


def test_a_step_of_the_helpdesk_is_theirs_though_the_user_alone_acts() -> None:
    fix = replace(
        sample.KNOWN.details["failed.no_cookies"], acts=(Owner.USER,), steps=(Step("Do.", owner=Owner.HELPDESK),)
    )
    assert fix_steps.step_lines(fix) == ["1. (helpdesk) Do."]


def test_the_times_of_a_warning_are_the_readers_own() -> None:
    warned = replace(sample.COVERAGE, warnings=("No load covers 2026-11-20 23:30 UTC to 2026-11-21 10:00 UTC.",))
    (told,) = coverage.warnings(warned, ZoneInfo("Europe/Berlin"))
    assert "|2026-11-21 00:30 CET> to <!date^" in told
    assert terminal.flatten(told).endswith("No load covers 2026-11-21 00:30 CET to 2026-11-21 11:00 CET.")


def test_a_file_named_like_no_time_is_left_alone() -> None:
    warned = replace(sample.COVERAGE, warnings=("2026-13-41 99:99 UTC is probably cut off.",))
    assert coverage.warnings(warned, UTC)[0].endswith("2026-13-41 99:99 UTC is probably cut off.")


# ---- modals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["DANA", "FAILURES", "WITH_PEOPLE", "REGISTRATIONS", "STUCK", "DATA"])
def test_the_whole_list_opens_in_a_view(name: str) -> None:
    check_modal(opened(getattr(sample, name), zone=UTC))


def test_a_list_longer_than_a_view_is_counted() -> None:
    cases = tuple(sample.case(f"{number:0100}@contoso.com") for number in range(5000))
    many = replace(sample.STUCK, groups=(replace(sample.STUCK.groups[0], cases=cases),), people=5000)
    view = opened(many, zone=UTC)
    check_modal(view)
    text = int(view["blocks"][0]["elements"][0]["text"].split()[0].replace(",", ""))
    assert view["blocks"][0]["elements"][0]["text"] == f"{text:,} lines of 5,000"
    assert view["blocks"][-1]["elements"][0]["text"] == f"... and {5000 - text:,} more"


def test_all_of_a_breakdown_names_the_people_to_those_who_may_see_them_alone() -> None:
    named_to = str(opened(sample.WITH_PEOPLE, zone=UTC, show=Visibility.NAMES))
    counted = str(opened(sample.WITH_PEOPLE, zone=UTC, show=Visibility.COUNTS))
    assert named_to.index("The 31 people, most attempts first") < named_to.index("dana@") < named_to.index("kim@")
    assert "and 29 more" in named_to
    assert "@" not in counted
    assert "people, most attempts first" not in counted


def test_a_breakdown_names_nobody_and_says_where_they_are_named() -> None:
    seeing = shown(sample.WITH_PEOPLE, token="t0ken", show=Visibility.NAMES)
    counting = shown(sample.WITH_PEOPLE, token="t0ken", show=Visibility.COUNTS)
    assert "@" not in str(seeing) + str(counting)
    pointer = "Who they are: `failures last 7 days by person`; who is still stuck: `stuck`."
    assert (pointer in str(seeing), pointer in str(counting)) == (True, False)
    assert "sspr.answer.all" in _buttons(seeing)


@pytest.mark.parametrize(
    ("shown", "filled"),
    [
        ("dana@contoso.com", "dana@contoso.com"),
        ("Dana_B-2.x@Sub.Contoso.com", "Dana_B-2.x@Sub.Contoso.com"),
        ("o'brien@contoso.com", "&lt;user&gt;"),
        ("o’brien@contoso.com", "&lt;user&gt;"),  # a quote to PowerShell, too
        ("$(calc)@contoso.com", "&lt;user&gt;"),
        ("a;calc@contoso.com", "&lt;user&gt;"),
        ("a b@contoso.com", "&lt;user&gt;"),
        ("`calc`@contoso.com", "&lt;user&gt;"),
        ("daná@contoso.com", "&lt;user&gt;"),
        ("guest_x.org#EXT#@contoso.com", "&lt;user&gt;"),  # Graph takes # in an address for its end
        ("-dana@contoso.com", "&lt;user&gt;"),
        ("dana@contoso.com\n", "&lt;user&gt;"),
        ("dana", "&lt;user&gt;"),
    ],
)
def test_a_command_has_the_user_id_where_a_shell_takes_it_as_it_stands(shown: str, filled: str) -> None:
    lines, _ = status.all_rows(replace(sample.DANA, shown=shown), zone=UTC) or ([], 0)
    modal = json.dumps(answer_modals.next_steps(replace(sample.DANA, shown=shown)))
    command = f"`Set-MgUserLicense -UserId '{filled}' -AddLicenses @{{SkuId='&lt;sku&gt;'}} -RemoveLicenses @()`"
    assert command in "".join(lines)
    assert command in modal


def test_what_mends_a_second_cause_stands_wherever_the_fix_does() -> None:
    both = replace(sample.DANA, fix=load().advice["not_registered"], second_fix=load().details["failed.no_license"])
    lines, _ = status.all_rows(both, zone=UTC) or ([], 0)
    for place in (lines, answer_modals.next_steps(both), status.message(both, zone=UTC).blocks):
        assert "then assign a license" in json.dumps(place)


def test_the_next_steps_hold_the_text_to_send() -> None:
    view = answer_modals.next_steps(sample.DANA)
    check_modal(view)
    assert view["blocks"][1]["text"]["text"] == f"```{load().details['failed.no_license'].tell_user}```"
    check_modal(answer_modals.next_steps(sample.RECOVERED))


# ---- the digest ------------------------------------------------------------------------------------------------------


def _crowd(number: int, key: str) -> tuple[Case, ...]:
    return tuple(sample.case(f"person{n}@contoso.com", key) for n in range(number))


def test_a_day_of_50_000_failures_is_one_message_a_thread_and_a_file() -> None:
    keys = [key for key, detail in sample.KNOWN.details.items() if detail.result in {"Failed", "Blocked"}]
    groups = tuple(sample.digest_group(_crowd(50_000 // len(keys), key)) for key in keys)
    made = first_message.message(replace(sample.DIGEST, new=groups), sample.SETTING)
    for part in made.parts:
        check_message(part, tokens=("d1",))
    assert len(made.thread) <= 6
    assert made.csv is not None
    assert made.csv.count("\r\n") == 1 + sum(len(group.cases) for group in groups) + 9
    assert "in the file" in str(made.thread[-1])


def test_an_incident_names_its_people_in_the_thread_only() -> None:
    made = first_message.message(sample.DIGEST, sample.SETTING)
    assert "max@contoso.com" not in str(made.first)
    assert "max@contoso.com" in str(made.thread)


@pytest.mark.parametrize(
    ("who", "show", "given"),
    [
        (["dana@contoso.com"], Visibility.NAMES, "dana@contoso.com"),
        (["dana@contoso.com", "dana@contoso.com"], Visibility.NAMES, "dana@contoso.com"),
        (["dana@contoso.com", "eve@contoso.com"], Visibility.NAMES, "&lt;user&gt;"),
        (["dana@contoso.com"], Visibility.MASKED, "&lt;user&gt;"),
        (["dana@contoso.com"], Visibility.COUNTS, "&lt;user&gt;"),
    ],
)
def test_a_command_of_a_digest_has_the_user_id_of_the_one_person_it_is_for(
    who: list[str], show: Visibility, given: str
) -> None:
    (whole,) = [group for group in sample.DIGEST.new if group.cause.key == "no_license"]
    (detail,) = whole.details
    group = replace(
        whole,
        cases=tuple(sample.case(user) for user in who),
        details=(replace(detail, people=len(set(who))),),
        bursts=(),
    )
    told = thread(replace(sample.DIGEST, new=(group,), recovered=(), helpdesk=()), replace(sample.SETTING, show=show))
    assert f"Set-MgUserLicense -UserId '{given}'" in str(told)


def test_buttons_carry_no_personal_value() -> None:
    made = first_message.message(sample.DIGEST, sample.SETTING)
    values = {
        value
        for part in made.parts
        for block in plain(part).blocks
        if block["type"] == "actions"
        for element in block["elements"]
        for value in [element.get("value"), *(option["value"] for option in element.get("options", ()))]
        if value
    }
    assert {value.partition("|")[0] for value in values} == {"d1"}
    assert not [value for value in values if "@" in value or "dana" in value]


def test_the_first_message_is_about_six_blocks_however_much_there_is() -> None:
    for name in ("digest", "digest_baseline"):
        kinds = [block["type"] for block in MESSAGES[name]().blocks]
        assert kinds == ["header", "section", "data_visualization", "data_table", "context", "actions"]


def test_each_message_of_a_thread_has_room_for_its_tables_as_lists() -> None:
    keys = [key for key, detail in sample.KNOWN.details.items() if detail.result in {"Failed", "Blocked"}]
    for number in range(1, len(keys) + 1):
        groups = tuple(sample.digest_group(_crowd(2, key)) for key in keys[:number])
        made = first_message.message(replace(sample.DIGEST, new=groups), sample.SETTING)
        assert max(len(plain(part).blocks) for part in made.parts) <= limits.ROOMY_BLOCKS


def test_each_cause_is_a_row_with_what_can_be_done_about_it() -> None:
    made = first_message.message(sample.DIGEST, sample.SETTING)
    table = next(block for block in made.first.blocks if block["type"] == "data_table")
    head, rows = rows_of(table)
    assert head[:4] == ["Cause", "People", "Look after", "Hand over"]
    assert [(texts[0], texts[2], [one["text"]["text"] for one in pressed]) for texts, pressed in rows] == [
        ("On-premises service unreachable", "snoozed", ["Reopen"]),
        ("No license", "", ["Acknowledge", "Assign"]),
    ]


def test_a_cause_of_which_everybody_has_recovered_offers_nothing_to_decide() -> None:
    over = sample.case("a@contoso.com", state=CaseState.RECOVERED, closed_at=sample.ago(hours=5))
    made = first_message.message(replace(sample.DIGEST, new=(sample.digest_group((over,)),)), sample.SETTING)
    assert "they have succeeded since" in str(made.first)
    assert "sspr.case." not in str(made.parts)


def test_the_closing_line_counts_all_that_were_open() -> None:
    by_hand = replace(sample.DIGEST, was_open=14)
    assert verdict.closing_line(by_hand) == (
        "Of 14 people failing in the last digest, *7* have since succeeded, *3* are still stuck, "
        "*2* went to the helpdesk and *2* were closed by hand."
    )
    assert verdict.closing_line(replace(sample.DIGEST, was_open=0)) == ""


def test_the_closing_line_counts_whose_reported_attempt_went_on_and_says_no_number_of_few() -> None:
    went_on = replace(sample.DIGEST, was_open=17, still_stuck=7, other_cause=2, no_longer=1)
    assert verdict.closing_line(went_on) == (
        "Of 17 people failing in the last digest, *7* have since succeeded, *7* are still stuck "
        "(2 for another cause than was said), *1* no longer counts as failing and *2* went to the helpdesk."
    )
    assert verdict.closing_line(went_on, least=2) == ""
    assert "another cause" in verdict.closing_line(replace(went_on, no_longer=0, was_open=16), least=2)
    few = replace(went_on, no_longer=0, was_open=16, other_cause=1)
    assert "another cause" not in verdict.closing_line(few, least=2)
    assert "another cause" not in verdict.closing_line(replace(few, other_cause=6), least=2)
    assert [digest_of_crowds(replace(few, other_cause=number), 2).other_cause for number in (1, 2, 6)] == [0, 2, 0]


def test_a_preview_by_time_speaks_of_no_digest_that_was_never_sent() -> None:
    made = first_message.message(replace(sample.DIGEST, by_time=True), sample.SETTING)
    assert "Of 12 people failing before <!date^" in made.first.text
    assert "last digest" not in made.first.text
    assert not [part for part in made.thread if "last digest" in str(part)]


def test_a_person_is_counted_once_and_told_as_back_again_when_they_recovered_and_failed_again() -> None:
    gone = [
        sample.case(f"{name}@contoso.com", state=CaseState.RECOVERED, closed_at=sample.ago(hours=5)) for name in "ab"
    ]
    back = sample.case("a@contoso.com", back_again=True, opened_at=sample.ago(hours=2))
    other = sample.case(
        "a@contoso.com", "failed.onprem_error", state=CaseState.RECOVERED, closed_at=sample.ago(hours=5)
    )
    told = replace(
        sample.DIGEST, was_open=3, still_stuck=1, recovered=(*gone, other), helpdesk=(), new=(sample.digest_group((back,)),),
        back_again=(back,),
    )  # fmt: skip
    assert verdict.closing_line(told) == (
        "Of 3 people failing in the last digest, *1* has since succeeded, *1* is back again and *1* is still stuck."
    )
    made = first_message.message(told, sample.SETTING)
    assert "1 person" in str(made.thread).partition("Succeeded since the last digest")[2][:20]


def test_a_person_with_two_cases_of_one_cause_is_one_person_of_it() -> None:
    first = sample.case("a@contoso.com", state=CaseState.RECOVERED, closed_at=sample.ago(hours=5))
    again = sample.case("a@contoso.com", back_again=True, opened_at=sample.ago(hours=2))
    made = first_message.message(
        replace(sample.DIGEST, new=(sample.digest_group((first, again)),), back_again=(again,)), sample.SETTING
    )
    text = terminal.show(made.first)
    assert "1 person newly failing" in text
    assert "No license 1." in made.first.text
    assert "• No license: people 1," in text
    thread = terminal.show(made.thread[0])
    assert "No license: 1 person," in thread
    assert thread.count("• a@contoso.com") == 1


def test_a_masked_file_is_masked_and_a_counted_one_counts() -> None:
    masked = first_message.message(sample.DIGEST, replace(sample.SETTING, show=Visibility.MASKED)).csv
    counts = first_message.message(sample.DIGEST, replace(sample.SETTING, show=Visibility.COUNTS, smallest_group=1)).csv
    assert masked is not None
    assert "dana@" not in masked
    assert counts == '"cause","people"\r\n"On-premises service unreachable",2\r\n"No license",5\r\n'


def test_nothing_new_has_no_thread_and_no_file() -> None:
    made = first_message.message(sample.NOTHING_NEW, sample.SETTING)
    assert (made.thread, made.csv, len(made.first.blocks)) == ((), None, 3)
    assert characters(made.first.blocks) < 500


# ---- json ------------------------------------------------------------------------------------------------------------


def test_json_has_numbers_times_in_utc_and_seconds() -> None:
    told = json_answer.envelope({"kind": "failures"}, sample.FAILURES, "42 failed")
    assert told["question"] == {"kind": "failures"}
    assert told["text"] == "42 failed"
    assert told["coverage"]["last"] == "2026-11-23T07:30:00Z"
    assert told["coverage"]["age"] == timedelta(hours=2).total_seconds()
    assert "coverage" not in told["answer"]
    assert told["answer"]["counts"]["success_rate"] == 192 / 264
    assert told["answer"]["groups"][0]["change"] == 14
    assert told["answer"]["groups"][0]["fix"]["acts"] == ["tenant admin", "helpdesk"]
    assert "aliases" not in told["answer"]["groups"][0]["fix"]


def test_json_takes_any_sequence() -> None:
    class Lazy(Sequence[int]):
        def __len__(self) -> int:
            return 2

        def __getitem__(self, index: Any) -> Any:
            return [1, 2][index]

    assert json_answer.to_json({"cases": Lazy(), "name": "x"}) == {"cases": [1, 2], "name": "x"}


def test_json_of_a_case_names_its_cause() -> None:
    told = json_answer.to_json(sample.DANA)
    assert told["case"]["cause"]["key"] == "no_license"
    assert told["case"]["state"] == "open"
    assert told["ability"] == "no"


@pytest.mark.parametrize(
    ("recovered", "number", "unlocked", "says"),
    [
        (1, 1, 0, "they have succeeded since"),
        (1, 3, 0, "1 of 3 has succeeded since"),
        (2, 3, 0, "2 of 3 have succeeded since"),
        (3, 3, 0, "all 3 have succeeded since"),
        (1, 1, 1, "they are over it by an unlock"),
        (2, 3, 1, "2 of 3 are over it. 1 of these by an unlock"),
        (1, 3, 1, "1 of 3 is over it by an unlock"),
    ],
)
def test_how_many_of_a_cause_have_made_it_reads_as_one_says_it(
    recovered: int, number: int, unlocked: int, says: str
) -> None:
    cases = [
        sample.case(
            f"u{one}@contoso.com",
            state=CaseState.RECOVERED if one < recovered else CaseState.OPEN,
            closed_at=sample.ago(hours=5) if one < recovered else None,
            closed_by="unlock" if one < unlocked else "",
        )
        for one in range(number)
    ]
    made = first_message.message(replace(sample.DIGEST, new=(sample.digest_group(tuple(cases)),)), sample.SETTING)
    assert says in str(made.first)


def test_an_age_that_nobody_has_is_not_listed() -> None:
    ages = (("under 1 day", 0), ("1-3 days", 2), ("3-7 days", 0), ("over 7 days", 5))
    text = terminal.show(stuck.message(replace(sample.STUCK, ages=ages), zone=UTC, show=Visibility.NAMES))
    assert "1-3 days" in text
    assert "0 people" not in text


def test_a_cause_with_one_fix_says_who_acts_in_that() -> None:
    said = terminal.show(fix.message(sample.found("no_license"), known=sample.KNOWN))
    assert "Who acts: Tenant admin and helpdesk" in said
