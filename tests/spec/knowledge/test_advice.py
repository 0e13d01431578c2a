"""What every entry of the catalogue must have, and what none may say."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from bot.knowledge.catalogue import Cause, Confidence, Detail, Owner, Reference, Step, load
from bot.knowledge.vocabulary import Result
from bot.render.blocks.mrkdwn import plain
from bot.render.lines import fix_steps

DETAILS = tuple(load().details.values())
REFERENCES = tuple(load().references.values())
MOST_STEPS = 5
LONGEST_STEP = 170

# Retired tools, pages and words; the report's own words may stand in quotation marks.
RETIRED = re.compile(
    r"configure tab|sync machine|classic portal >|manage\.windowsazure|graph\.windows\.net|MSOnline|-Msol|"
    r"-AzureAD[A-Z]|ssprtroubleshoot|Licenses tab",
    re.IGNORECASE,
)
SMS_OR_VOICE = {
    *(f"{start}.{end}" for start in ("abandoned.completed", "abandoned.started", "contacted") for end in ("sms", "voice_mobile", "voice_office")),
    *(f"step.{verb}.{end}" for verb in ("started", "completed") for end in ("sms", "voice_mobile", "voice_office")),
    "blocked.sms_codes",
    "blocked.voice_mobile",
    "blocked.voice_office",
    "blocked.phone_validation",
}  # fmt: skip
QUESTIONS = {
    *(f"{start}.questions" for start in ("abandoned.completed", "abandoned.started", "contacted", "blocked")),
    "step.started.questions",
    "step.completed.questions",
}


def own_words(entry: Detail | Reference) -> Iterator[str]:
    """Every sentence of an entry that is ours, without what it quotes."""
    sentences = [entry.meaning, *entry.notes]
    sentences += [part for step in entry.steps for part in (step.text, step.menu, step.command) if part]
    if isinstance(entry, Detail):
        sentences.append(entry.tell_user)
    return (re.sub(r'"[^"]*"', "", sentence) for sentence in sentences)


def advice(steps: tuple[Step, ...]) -> str:
    return " ".join(step.text for step in steps)


NOW_ON = re.compile(
    r"at the moment|right now|\bis (down|switched|not switched|not in)\b|currently|admins are on it|\b(lacks|has too few)\b"
)
BY_THE_LIST = "By our newest list"


def test_what_is_told_of_a_failure_is_what_was_seen_then() -> None:
    """It is said hours later, to people of other domains, and over old data: how things are by then nobody knows."""
    told = [*(detail.tell_user for detail in DETAILS), *(one.tell_user for one in load().advice.values())]
    assert [one for one in told if NOW_ON.search(one) and not one.startswith(BY_THE_LIST)] == []
    assert sum("hen you tried" in one for one in told) == 8


@pytest.mark.parametrize("detail", DETAILS, ids=lambda detail: detail.key)
def test_every_detail_says_all_that_a_helpdesk_needs(detail: Detail) -> None:
    assert detail.meaning
    assert 1 <= len(detail.steps) <= MOST_STEPS
    assert detail.acts
    assert detail.tell_user.endswith((".", "!"))
    assert any(link.current for link in detail.links)
    assert detail.dated >= date(2026, 11, 23)
    assert detail.confidence in Confidence
    assert detail.cause in load().causes


@pytest.mark.parametrize("entry", [*DETAILS, *REFERENCES], ids=lambda entry: entry.key)
def test_steps_are_short_and_have_an_owner_only_where_it_is_another(entry: Detail | Reference) -> None:
    for step in entry.steps:
        assert len(step.text) <= LONGEST_STEP
        assert step.text.endswith((".", "/", ")"))
        assert step.owner is not entry.acts[0]


def test_a_command_takes_the_user_id_in_quotes_and_nothing_else_of_a_user() -> None:
    """A user ID is put there: `-Identity` of Active Directory takes none, nor does the ID of a group's new member."""
    entries: list[Detail | Reference] = [*DETAILS, *REFERENCES]
    commands = [step.command or "" for entry in entries for step in entry.steps]
    assert any("<user>" in command for command in commands)
    takes_one = re.compile(r"(?:-UserId|UserPrincipalName -eq) '<user>'")
    assert [command for command in commands if "<user>" in takes_one.sub("", command)] == []


@pytest.mark.parametrize("detail", [detail for detail in DETAILS if detail.on_page], ids=lambda detail: detail.key)
def test_the_page_that_the_words_come_from_is_linked(detail: Detail) -> None:
    assert any("get-insights" in link.url and not link.current for link in detail.links)


def test_links_are_absolute_and_secure() -> None:
    linked = [entry.links for entry in DETAILS] + [entry.links for entry in REFERENCES]
    urls = {link.url for links in linked for link in links}
    urls |= {link.url for change in load().changes.values() for link in change.links}
    assert not [url for url in urls if not re.fullmatch(r"https://[a-z.]+/\S+", url)]


@pytest.mark.parametrize("entry", [*DETAILS, *REFERENCES], ids=lambda entry: entry.key)
def test_no_retired_tool_page_or_word_is_advised(entry: Detail | Reference) -> None:
    assert not [sentence for sentence in own_words(entry) if RETIRED.search(sentence)]


def test_texts_and_voice_calls_carry_their_end() -> None:
    assert {detail.key for detail in DETAILS if "RET" in detail.changes} == SMS_OR_VOICE


def test_security_questions_carry_their_end() -> None:
    assert {detail.key for detail in DETAILS if "SQ" in detail.changes} == QUESTIONS


def test_too_few_methods_carries_the_rule_that_only_registered_ones_count() -> None:
    assert {detail.key for detail in DETAILS if "REG" in detail.changes} == {"failed.insufficient_methods"}


def test_the_dated_changes_are_dated() -> None:
    assert {key: change.on for key, change in load().changes.items()} == {
        "REG": date(2026, 11, 9),
        "SQ": "2027-03",
        "RET": date(2027, 2, 1),
    }


@pytest.mark.parametrize(
    "detail", [detail for detail in DETAILS if detail.result is Result.BLOCKED], ids=lambda detail: detail.key
)
def test_a_blocked_user_is_told_to_wait_and_never_to_try_now(detail: Detail) -> None:
    assert detail.steps[0].text.startswith("Wait 24 hours")
    assert "do not try" in detail.tell_user or "after that" in detail.tell_user
    assert not re.search(r"\bunblock\b|start again|try again now|another method", advice(detail.steps), re.IGNORECASE)
    assert any("differ on the limit" in note for note in detail.notes)
    assert any("No unblock is documented" in note for note in detail.notes)


@pytest.mark.parametrize("detail", [one for one in DETAILS if one.after_block], ids=lambda detail: detail.key)
def test_after_a_block_a_user_tries_once_more_and_the_helpdesk_resets_and_corrects_the_method(detail: Detail) -> None:
    over = detail.after_block_fix()
    assert over.steps[0].text.startswith("The block should be over: try once more")
    assert over.steps[0].owner is None
    assert any(step.owner is Owner.HELPDESK and "reset the password for them" in step.text for step in over.steps)
    assert over.tell_user.startswith("The block should be over: please try once more")
    assert not re.search(r"\bwait\b|held off|before then", advice(over.steps) + over.tell_user, re.IGNORECASE)
    assert all(len(step.text) <= LONGEST_STEP and step.text.endswith(".") for step in over.steps)


def test_every_blocked_detail_and_no_other_knows_what_comes_after_the_block() -> None:
    assert {one.key for one in DETAILS if one.after_block} == {
        one.key for one in DETAILS if one.result is Result.BLOCKED
    }
    assert load().details["failed.no_license"].after_block_fix() is load().details["failed.no_license"]


@pytest.mark.parametrize("entry", [*DETAILS, *REFERENCES], ids=lambda entry: entry.key)
def test_texts_calls_and_questions_are_never_the_lasting_fix(entry: Detail | Reference) -> None:
    registering = [step.text for step in entry.steps if re.search(r"\bregister\b|working method", step.text)]
    assert not [text for text in registering if re.search(r"SMS|text message|voice|phone number|question", text)]


@pytest.mark.parametrize("entry", [*DETAILS, *REFERENCES], ids=lambda entry: entry.key)
def test_a_reset_by_the_helpdesk_asks_who_calls_and_warns_about_the_other_admin_center(
    entry: Detail | Reference,
) -> None:
    resets = [step for step in entry.steps if re.search(r"reset the password for them", step.text)]
    assert all(re.search(r"verify the caller", step.text, re.IGNORECASE) for step in resets)
    assert all("never in the Microsoft 365 admin center" in step.text for step in resets)


def test_the_cookies_row_says_that_no_page_has_a_fix() -> None:
    cookies = load().details["failed.no_cookies"]
    assert cookies.documented is None
    assert cookies.confidence is Confidence.INFERRED
    assert "No Microsoft page gives a fix" in cookies.notes[0]
    assert cookies.acts[0] is Owner.USER


def test_one_outage_causes_are_marked() -> None:
    causes = load().causes
    assert {key for key, cause in causes.items() if cause.urgent} == {"onprem_unreachable"}
    assert {key for key, cause in causes.items() if cause.tenant_wide} == {
        "not_enabled",
        "onprem_writeback_off",
        "onprem_unreachable",
        "service_error",
    }


@pytest.mark.parametrize("cause", load().causes.values(), ids=lambda cause: cause.key)
def test_every_cause_is_one_word_a_title_and_a_sentence(cause: Cause) -> None:
    assert re.fullmatch(r"[a-z_]+", cause.key)
    assert cause.title
    assert cause.sentence.endswith(".")


def test_the_codes_of_details_are_references_that_point_back() -> None:
    references = load().references
    assert {detail.code: detail.key for detail in DETAILS if detail.code} == {
        code: references[code].detail for code in references if re.fullmatch(r"SSPR_\d{4}", code)
    }


@pytest.mark.parametrize(
    "key",
    [
        *(f"SSPR_{number:04}" for number in (9, 10, 11, 12, 13, 14, 29, 30)),
        "SSPR_009",
        "OnPremisesSuccessCloudFailure",
        "FuzzyPolicyViolationInvalidPassword",
        "PasswordDoesnotComplyFuzzyPolicy",
        *map(str, (*range(31001, 31020), 31034, 31044, 32000, 32001, 32002, 32003, 32004, 32005)),
        *map(str, (*range(32007, 32016), *range(33001, 33010), 34001, 34002, 34003, 6329, 6800, 4724)),
        *("80230619", "8023061F", "80230402", "8023062C", "800700CE"),
    ],
)
def test_every_documented_code_and_event_is_known(key: str) -> None:
    assert load().references[key].steps


def lists_of_steps() -> Iterator[tuple[str, tuple[Step, ...]]]:
    yield from ((reference.key, reference.steps) for reference in REFERENCES)
    for detail in DETAILS:
        yield detail.key, detail.steps
        if detail.after_block:
            yield f"{detail.key} after its block", detail.after_block.steps


@pytest.mark.parametrize(("key", "steps"), list(lists_of_steps()), ids=[key for key, _ in lists_of_steps()])
def test_nobody_is_handed_a_way_in_before_they_are_verified(key: str, steps: tuple[Step, ...]) -> None:
    verified = False
    for step in steps:
        verified = verified or step.verifies
        assert verified or not step.opens_account


@pytest.mark.parametrize("detail", DETAILS, ids=lambda detail: detail.key)
def test_advice_on_one_line_begins_with_verifying_where_it_opens_an_account(detail: Detail) -> None:
    for fix in (detail, detail.after_block_fix()):
        line = fix_steps.first_step(fix)
        own = [step for step in fix.steps if step.text in line or plain(step.text) in line]
        if any(step.opens_account for step in own):
            said = line.partition(": ")[2]
            assert "verify" in said[:40].casefold()


def test_every_lead_of_the_helpdesk_that_changes_a_method_names_verified_id() -> None:
    leads = {detail.key: fix_steps.first_step(detail) for detail in DETAILS if detail.acts[0] is Owner.HELPDESK}
    assert {key for key, line in leads.items() if "Verify the caller first" in line} == {
        "contacted.email", "contacted.sms", "contacted.voice_mobile", "contacted.voice_office", "contacted.questions",
        "failed.insufficient_methods",
    }  # fmt: skip
    assert all("Verified ID" in line for line in leads.values() if "Verify the caller first" in line)


@pytest.mark.parametrize("detail", DETAILS, ids=lambda detail: detail.key)
def test_an_administrators_account_is_not_for_the_helpdesk(detail: Detail) -> None:
    fix = detail.for_privileged()
    assert Owner.HELPDESK not in fix.acts
    assert all((step.owner or fix.acts[0]) is not Owner.HELPDESK for step in fix.steps)


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("RET", "Public cloud only; no date for government or China clouds was found."),
        ("RET", "B2C is out of scope, External ID follows next year."),
        ("RET", "Soprano and Telesign"),
        ("RET", "office phones end too is our reading"),
        ("SQ", "No date for government or China clouds was found."),
        ("SQ", "names the month and no day"),
        ("REG", "GCC, GCC High and DoD"),
        ("REG", "no page says"),
        ("AccountRecovery", "5 March 2026"),
        ("Passkey", "two rows for one"),
    ],
)
def test_what_is_told_of_a_change_says_for_whom_it_holds_and_what_is_not_known(key: str, says: str) -> None:
    entry = next(one for one in REFERENCES if one.key == key)
    assert says in " ".join([entry.meaning, *(step.text for step in entry.steps), *entry.notes])


@pytest.mark.parametrize("key", ["33008", "80230619"])
def test_what_an_account_is_set_to_is_no_step_of_the_users(key: str) -> None:
    entry = next(one for one in REFERENCES if one.key == key)
    assert [step.owner or entry.acts[0] for step in entry.steps[1:]] == [Owner.ONPREM_ADMIN] * (len(entry.steps) - 1)


def test_a_date_that_differs_between_groups_says_for_whom_and_all_say_when_they_were_checked() -> None:
    changes = load().changes
    assert changes["RET"].later == (("Global Administrators and external users", date(2027, 7, 1)),)
    assert all(change.dated and change.dated >= date(2026, 11, 28) for change in changes.values())
    assert "passkey verifies no reset" in changes["RET"].advice
    assert "no page says" in changes["REG"].advice
