"""Cells that hold a person in another way than by user ID: read where they name one, never taken for one who is not."""

import pytest

from tests.support.handed_over import ENDS, PORTAL, STEPS, csv_text, ends, portal_rows, read_text, user

HEAD = "User;Date and Time;Result;Details\n"
NO_AT = "Most of its user IDs have no @"


def classic(*users: str) -> str:
    return HEAD + "".join(f"{one};2026-11-20T08:{at:02}:00Z;Failed;x\n" for at, one in enumerate(users))


@pytest.mark.parametrize("link", [
    "mailto:{}", '=HYPERLINK(""mailto:{}"",""Dana"")', "[Dana](mailto:{})", "<mailto:{}|Dana>", "MAILTO:{}?subject=x",
])  # fmt: skip
def test_a_link_to_a_mailbox_names_its_owner(link: str) -> None:
    (report,) = read_text(classic(f'"{link.format("dana@contoso.com")}"')).reports
    assert report.frame["user"].tolist() == ["dana@contoso.com"]
    if '"' not in link:
        rows = [[link.format(cell) if cell.endswith(".example") else cell for cell in row] for row in portal_rows()]
        assert ends(read_text(csv_text(PORTAL, rows))) == ENDS


@pytest.mark.parametrize("masked", ["****@contoso.com", "d***@contoso.com", "dana@c**.com", "••••@contoso.com"])
def test_a_masked_name_is_nobody_s(masked: str) -> None:
    (report,) = read_text(classic(masked, "lee@contoso.com")).reports
    assert report.frame["user"].tolist() == ["lee@contoso.com"]
    assert "is masked" in report.rejected[0].reason
    (log,) = read_text(portal_csv_of(lambda name: masked if name == "dana.k" else user(name))).reports
    assert [row.reason.partition(",")[0] for row in log.rejected] == [
        "the user is masked (* in the place of letters)"
    ] * 2


@pytest.mark.parametrize(
    "cut",
    ["dana.k@contoso.\N{HORIZONTAL ELLIPSIS}", "dana.k@cont...", "dana.ko...", "d\N{HORIZONTAL ELLIPSIS}@contoso.com"],
)
def test_a_name_that_is_cut_off_with_a_sign_of_it_is_nobody_s(cut: str) -> None:
    (report,) = read_text(classic(cut, "lee@contoso.com", "d.a.n.a@contoso.com")).reports
    assert report.frame["user"].tolist() == ["lee@contoso.com", "d.a.n.a@contoso.com"]
    assert "is cut off" in report.rejected[0].reason
    (log,) = read_text(portal_csv_of(lambda name: cut if name == "dana.k" else user(name))).reports
    assert len(log.rejected) == 2
    assert all("is cut off" in row.reason for row in log.rejected)


LENGTHS = ("dana.k", "lee.m", "jo.p", "ana.r", "maximilian.b", "al")


@pytest.mark.parametrize("most", range(len("al@contoso.e"), len("maximilian.b@contoso.exampl") + 1))
def test_user_ids_that_are_cut_off_at_one_length_are_warned_of(most: int) -> None:
    cut = [user(f"{name}{number}")[:most] for name in LENGTHS for number in range(3)]
    told = any("end at one length" in warning for warning in read_text(classic(*cut)).reports[0].warnings)
    domains = {name.partition("@")[2] for name in cut if len(name) == most}
    assert told is (len(domains - {""}) > 1)


@pytest.mark.parametrize(
    "domains", [["contoso.com"], ["contoso.com", "contoso.com.au"], ["contoso.com", "fabrikam.com"]]
)
def test_whole_user_ids_of_one_length_are_no_warning(domains: list[str]) -> None:
    numbers = [f"u{number:05}@{domains[number % len(domains)]}" for number in range(30)]
    names = [f"{name}@{domain}" for name in LENGTHS for domain in domains]
    for users in (numbers, names, [*names, *numbers]):
        assert "end at one length" not in str(read_text(classic(*users)).reports[0].warnings)


@pytest.mark.parametrize("word", [
    "[redacted]@contoso.com", "<hidden>@contoso.com", "REDACTED@contoso.com", "█████@contoso.com",
])  # fmt: skip
def test_a_word_in_the_place_of_every_name_is_nobody(word: str) -> None:
    (report,) = read_text(classic(word, "lee@contoso.com", "dana [it]@contoso.com", word)).reports
    assert report.frame["user"].tolist() == ["lee@contoso.com", "dana [it]@contoso.com"]
    assert {row.reason.partition(",")[0] for row in report.rejected} == {"the user is a word in the place of a name"}


def portal_csv_of(named: object) -> str:
    return csv_text(PORTAL, [
        [named(name) if cell == user(name) else cell for cell in row]  # type: ignore[operator]
        for row, (_, name, *_) in zip(portal_rows(), STEPS, strict=True)
    ])  # fmt: skip


@pytest.mark.parametrize(("users", "warns"), [
    (["Dana K", "Lee M"], True), (["REDACTED"] * 3, True), (["dana@contoso.com", "Lee"], False),
    (["aaaaaaaa-0000-4000-8000-000000000001"], False), (["dana", "lee@contoso.com", "max"], True),
])  # fmt: skip
def test_names_that_are_no_user_ids_are_said(users: list[str], warns: bool) -> None:
    (report,) = read_text(classic(*users)).reports
    assert any(NO_AT in warning for warning in report.warnings) is warns
    assert len(report.frame) == len(users)


def test_a_row_for_each_target_of_a_step_is_one_step() -> None:
    rows = [[*row[:10], name] for row in portal_rows() for name in (row[10], "Contoso", "") if name]
    header = [*PORTAL[:6], "Account", "Other", "IPAddress", "More", "TargetUser"]
    (report,) = read_text(csv_text(header, rows)).reports
    assert {str(name) for name in report.frame["user"]} == set(map(user, ENDS))
    assert [row.reason for row in report.rejected] == [
        "the target is no account, and another row of the same step names one"
    ] * len(STEPS)


@pytest.mark.parametrize(
    "cell", ["Dana K (dana@contoso.com)", "dana@contoso.com (2)", "Dana <dana@contoso.com>", "dana@contoso.com left"]
)
def test_of_words_around_a_user_id_the_id_counts(cell: str) -> None:
    (report,) = read_text(classic(cell)).reports
    assert report.frame["user"].tolist() == ["dana@contoso.com"]
