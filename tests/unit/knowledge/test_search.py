import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.catalogue import Cause, Detail, load
from bot.knowledge.entries import Reference
from bot.knowledge.search import MOST, MOST_NEAR

# what is typed behind `fix` | the first findings, in order
DRAWN = """
SSPR_0029 | SSPR_0029 failed.onprem_error
sspr 29 | SSPR_0029 failed.onprem_error
sspr-0029 | SSPR_0029 failed.onprem_error
sspr0029 | SSPR_0029 failed.onprem_error
SSPR_0009 | SSPR_0009 failed.tenant_disabled
SSPR_009 | SSPR_009
sspr 9 | SSPR_0009 SSPR_009 failed.tenant_disabled
what does SSPR_0014 mean | SSPR_0014 failed.insufficient_methods
SSPR_0012 or SSPR_0013? | SSPR_0012 SSPR_0013 failed.no_license failed.not_in_group
33008 | 33008 failed.onprem_error
event 33008 | 33008 failed.onprem_error
33004 and 6329 | 33004 6329 failed.onprem_error
0x80230619 | 80230619 failed.onprem_error
hr=800700ce | 800700CE failed.onprem_error
8023042 | 80230402 failed.onprem_error
PasswordResetFail | 31003 failed.onprem_error
UserNotLicensed | SSPR_0012 failed.no_license
AADSTS120012 | AADSTS120012 failed.onprem_no_writeback
120012 | AADSTS120012 failed.onprem_no_writeback
no_license | no_license
No license | no_license
failed.no_license | failed.no_license
license | no_license failed.no_license
licence | no_license failed.no_license
cookies | browser_cookies failed.no_cookies
cookie? | browser_cookies failed.no_cookies
group | not_in_group failed.not_in_group
writeback | onprem_writeback_off failed.onprem_no_writeback
password writeback is not working | onprem_writeback_off failed.onprem_no_writeback
blocked | throttled blocked.sms_codes blocked.voice_mobile
onprem | onprem_writeback_off onprem_unreachable onprem_refused
too few methods registered | methods_missing
User does not have a license. You can add a license to the user to resolve this | failed.no_license
the report says "User does not have a license", now what | failed.no_license
Contoso: user tried to reset from a device without cookies enabled (twice) | failed.no_cookies
OnPremisesSuccessCloudFailure | OnPremisesSuccessCloudFailure warn.onprem_ok_cloud_failed
User started the email verification option | step.started.email
0029 | SSPR_0029 failed.onprem_error
error 0029! | SSPR_0029
temporary access pass | TAP
verified id | VerifiedID
hardware token | HardwareToken
directory numbers do not count | REG
MC1325414 | REG
MC1426371 | RET
sms retirement | RET
what happens on 1 february 2027 | RET
what happens on 1 July 2027? | RET
when do security questions end | SQ
security questions | SecurityQuestions verification_questions
security question | SecurityQuestions verification_questions
how many security questions do I need | SecurityQuestions
can security questions be synced | SecurityQuestions
passkey | Passkey
account recovery | AccountRecovery
face check | AccountRecovery
memberOf | memberOf
"""
ROWS = [line.split(" | ") for line in DRAWN.strip().splitlines()]


@pytest.mark.parametrize(("asked", "keys"), ROWS)
def test_what_is_asked_is_found_best_first(asked: str, keys: str) -> None:
    expected = keys.split()
    assert [finding.key for finding in load().find(asked)][: len(expected)] == expected


def test_a_cut_off_text_that_fits_several_details_lists_them_all() -> None:
    found = {finding.key for finding in load().find("User abandoned after starting the mobile")}
    assert found == {
        "abandoned.started.sms",
        "abandoned.started.voice_mobile",
        "abandoned.started.app_code",
        "abandoned.started.app_notification",
    }


def test_of_several_words_only_what_fits_most_of_them_is_listed() -> None:
    assert [finding.key for finding in load().find("invalid SMS codes")] == ["blocked.sms_codes"]


def test_what_a_caller_shows_as_sspr_009_is_not_sspr_0009() -> None:
    assert [finding.key for finding in load().find("caller shows SSPR_009")] == ["SSPR_009"]


def test_single_steps_of_an_audit_log_are_not_found_by_a_word() -> None:
    assert not [finding.key for finding in load().find("submitted") if finding.key.startswith("step.")]


@pytest.mark.parametrize("asked", ["", "?", "the", "why is this so", "SSPR_0020", "33099", "qwertz"])
def test_what_nothing_fits_finds_nothing(asked: str) -> None:
    assert load().find(asked) == ()


@pytest.mark.parametrize("detail", load().details.values(), ids=lambda detail: detail.key)
def test_every_detail_is_found_by_its_text_and_by_its_key(detail: Detail) -> None:
    assert load().find(detail.key)[0] is detail
    assert detail in load().find(detail.text)


@pytest.mark.parametrize("cause", load().causes.values(), ids=lambda cause: cause.key)
def test_every_cause_is_found_by_its_key_and_by_its_title(cause: Cause) -> None:
    assert load().find(cause.key)[0] is cause
    assert load().find(cause.title.upper())[0] is cause


@pytest.mark.parametrize(
    ("typed", "near"),
    [("lisense", "license"), ("writebak", "writeback")],
)
def test_near_words_are_suggested_for_display(typed: str, near: str) -> None:
    assert near in load().near(typed)


@pytest.mark.parametrize("sentence", ["something went wrong", "could not verify your account"])
def test_a_sentence_is_not_taken_for_one_misspelt_word(sentence: str) -> None:
    assert load().near(sentence) == ()


@given(st.text(max_size=60))
def test_any_text_gets_a_short_answer(text: str) -> None:
    assert len(load().find(text)) <= MOST
    assert len(load().near(text)) <= MOST_NEAR


@pytest.mark.parametrize("code", ["AADSTS50126", "SSPR_0028", "SSPR_0001", "33018", "MC1000000"])
def test_an_unknown_code_is_unknown_and_has_no_neighbours_that_mean_other_things(code: str) -> None:
    answer = load().fix(code)
    assert (answer.found, answer.near) == ((), ())


@pytest.mark.parametrize(
    "asked", ["connectivity", "connectivity issues", "a connectivity problem", "connectivity error"]
)
def test_a_word_that_one_error_of_the_page_alone_has_finds_that_first(asked: str) -> None:
    assert [one.key for one in load().find(asked)] == ["SSPR_0030", "AADSTS120013"]


@pytest.mark.parametrize("asked", ["problem", "issues", "we are having problems"])
def test_a_word_of_every_day_is_no_answer(asked: str) -> None:
    assert not load().find(asked)


@pytest.mark.parametrize("asked", ["temporary email", "a token of my esteem", "pass the salt", "february"])
def test_a_shared_word_is_no_answer(asked: str) -> None:
    assert not load().find(asked)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Your administrator has disabled password reset for your organization", "SSPR_0009"),
        ("hasn't enabled a necessary service for your organization", "SSPR_0010"),
        ("your password is not managed by Microsoft", "SSPR_0010"),
        ("hasn’t configured password reset for your organization", "SSPR_0011"),
        ("because required licenses are missing", "SSPR_0012"),
        ("licenses missing", "SSPR_0012"),
        ("hasn't configured your account to use password reset", "SSPR_0013"),
        ("necessary information is missing from your account", "SSPR_0014"),
        ("We could not verify your account", "SSPR_0014"),
        ("security info needed", "SSPR_0014"),
        ("a problem with your organization’s password reset configuration", "SSPR_0029"),
        ("due to an error in your on-premises configuration", "SSPR_0029"),
        ("because of connectivity issues to your organization", "SSPR_0030"),
        ("a poor connection with your on-premises environment", "SSPR_0030"),
        ("you can't reset your password right now because of connectivity problems", "SSPR_0030"),
        ("We're sorry, you can't reset your password at this time", "Sorry"),
        ("something went wrong", "SomethingWentWrong"),
        ("Please use another option", "TooManyTries"),
        ("you have tried too many times", "TooManyTries"),
        ("You've tried to verify too many times", "TooManyTries"),
        ("you tried this option too many times in the last 1 hour", "TooManyTries"),
        (
            "We've seen that password too many times before. Choose something harder to guess.",
            "FuzzyPolicyViolationInvalidPassword",
        ),
        ("this password has been seen too many times", "FuzzyPolicyViolationInvalidPassword"),
        ("Choose a password that's harder for people to guess", "FuzzyPolicyViolationInvalidPassword"),
        (
            "your password contains a word, phrase, or pattern that makes your password easily guessable",
            "FuzzyPolicyViolationInvalidPassword",
        ),
        ("our servers take a little time to catch up", "CatchUp"),
        ("mc 1325414", "REG"),
        ("MC1426371", "RET"),
        ("when do voice calls end", "RET"),
        ("security questions retirement", "SQ"),
        ("registered methods only", "REG"),
        ("hr=80230619", "80230619"),
        ("hr=80230818", "SyncError"),
        ("0x80230818", "SyncError"),
        ("80230818", "SyncError"),
        ("Synchronization Engine returned an error hr=80230818, message=any", "SyncError"),
    ],
)
def test_what_callers_and_logs_say_finds_its_one_entry(said: str, key: str) -> None:
    start = "We're sorry, you can't reset your password at this time because " if key.startswith("SSPR") else ""
    for text in (said, f"{start}{said}", said.upper().replace("’", "'")):
        assert load().find(text)[0].key == key


@pytest.mark.parametrize("said", ["you changed your password too many times", "this number was used too many times"])
def test_what_is_done_too_often_is_no_block_of_the_page_unless_it_was_a_try(said: str) -> None:
    assert load().find(said) == ()


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("please use another option", True),
        ("required licenses are missing", True),
        ("our servers take a little time to catch up", True),
        ("User does not have a license", True),
        ("temporary access pass", False),
        ("your session has timed out", False),
    ],
)
def test_words_that_a_page_is_documented_to_show_are_told_from_other_topics(said: str, shown: bool) -> None:
    assert load().search.on_page(said) is shown


def test_of_a_sync_error_that_no_page_names_nothing_is_said_but_where_to_read_on() -> None:
    (found,) = load().find("hr=80230818")
    assert isinstance(found, Reference)
    assert "This number is in no page that I know" in found.meaning


@pytest.mark.parametrize(
    "asked", ["two gate", "unlock account", "combined registration", "number matching", "face check"]
)
def test_words_that_are_not_misspelt_have_no_neighbours(asked: str) -> None:
    assert load().fix(asked).near == ()
