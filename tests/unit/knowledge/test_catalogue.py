import pytest

from bot.knowledge.catalogue import cause_matches, load

UNKNOWN = "User was abducted by aliens"


def test_a_known_sentence_has_a_key_a_text_and_a_cause() -> None:
    catalogue = load()
    key = catalogue.key_of("USER DOES NOT HAVE A LICENSE")
    assert key == "failed.no_license"
    assert catalogue.text_of(key) == "User does not have a license. You can add a license to the user to resolve this"
    assert catalogue.cause_key_of(key) == catalogue.cause_of(key).key == "no_license"


def test_an_unknown_sentence_keeps_its_words_and_is_unrecognised() -> None:
    catalogue = load()
    key = catalogue.key_of(f" {UNKNOWN} ")
    assert key == f"?{UNKNOWN}"
    assert catalogue.text_of(key) == UNKNOWN
    assert catalogue.cause_of(key).key == "unrecognised"


def test_no_sentence_at_all_is_said_so() -> None:
    assert load().key_of("") == "?"
    assert load().text_of("?") == "(no detail)"


def test_a_success_is_done() -> None:
    assert load().cause_key_of("succeeded") == "done"


@pytest.mark.parametrize(
    ("word", "cause", "fits"),
    [
        ("onprem", "onprem_unreachable", True),
        ("onprem", "onprem_writeback_off", True),
        ("ONPREM", "onprem_refused", True),
        ("onprem_unreachable", "onprem_unreachable", True),
        ("onprem unreachable", "onprem_unreachable", True),
        ("onprem-unreachable", "onprem_unreachable", True),
        ("no_licence", "no_license", True),
        ("verification", "verification_phone", True),
        ("verification_email", "verification_phone", False),
        ("onpre", "onprem_refused", False),
        ("unreachable", "onprem_unreachable", False),
        ("onprem_unreachable", "onprem", False),
        ("", "done", False),
    ],
)
def test_a_filter_word_names_a_cause_or_its_family(word: str, cause: str, fits: bool) -> None:
    assert cause_matches(word, cause) is fits


def test_every_cause_word_fits_a_cause() -> None:
    causes = load().causes
    assert all(any(cause_matches(word, key) for key in causes) for word in load().cause_words())


def test_a_family_is_the_beginning_of_its_causes() -> None:
    assert {family: [key for key in load().causes if cause_matches(family, key)] for family in load().families} == {
        "onprem": ["onprem_writeback_off", "onprem_unreachable", "onprem_refused"],
        "verification": ["verification_email", "verification_phone", "verification_questions"],
    }


def test_the_dated_changes_of_a_detail_are_at_hand() -> None:
    catalogue = load()
    assert [change.key for change in catalogue.changes_of(catalogue.details["blocked.sms_codes"])] == ["RET"]


def test_the_catalogue_is_read_once() -> None:
    assert load() is load()
