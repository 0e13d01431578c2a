"""The sspr command, run as a person runs it."""

import json
import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import app, main
from bot.sources.terminal_user import terminal_id

REPORT = """\
User,Role,Date and Time,Method(s) Used,Result,Details
dana@contoso.com,User,2017-02-27T12:00:00Z,,Failed,User does not have a license. You can add a license to the user to resolve this
bob@contoso.com,User,2017-02-27T13:00:00Z,Mobile Phone,Succeeded,User successfully reset password
eve@contoso.com,User,not a time,,Failed,User does not have a license. You can add a license to the user to resolve this
"""
REGISTRATIONS = """\
User,Role,Date and Time,Data Registered
bob@contoso.com,User,2017-02-20T08:00:00Z,Mobile Phone
"""
NOW = ("--now", "2017-02-28T12:00:00Z")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "reset.csv").write_text(REPORT)
    (tmp_path / "registration.csv").write_text(REGISTRATIONS)
    return tmp_path


@dataclass(frozen=True)
class Done:
    """What a run of the command left."""

    stdout: str
    stderr: str
    returncode: int


@pytest.fixture
def sspr(place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    monkeypatch.chdir(place)
    for name in [name for name in os.environ if name.startswith(("SSPR_", "SLACK_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SSPR_DATABASE_URL", f"sqlite:///{place / 'db' / 'sspr.db'}")

    def run(*words: str, **environ: str) -> Done:
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        capfd.readouterr()
        try:
            main(words)
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        said = capfd.readouterr()
        return Done(said.out, said.err, code)

    return run


@pytest.mark.parametrize(
    "command", [command.callback.__name__ for command in app.registered_commands if command.callback]
)
def test_help_says_what_an_option_takes(sspr: Callable[..., Done], command: str) -> None:
    done = sspr(command.replace("_", "-"), "--help", COLUMNS="120")
    assert "--help" in done.stdout
    assert re.findall("<(?:str|int|bool|path|list).*?>", done.stdout) == []


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (["help"], ["--help"]),
        (["help", "access-log"], ["access-log", "--help"]),
        (["help", "failures"], ["--help"]),  # no command: a question, of which sspr ask help failures tells
    ],
)
def test_help_is_a_word_too(sspr: Callable[..., Done], asked: list[str], shown: list[str]) -> None:
    done = sspr(*asked)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == sspr(*shown).stdout


def test_a_load_prints_a_receipt_for_each_report_and_the_second_time_adds_nothing(sspr: Callable[..., Done]) -> None:
    first = sspr("load", "reset.csv", "registration.csv", "--format", "json")
    assert first.returncode == 0, first.stderr
    receipts = json.loads(first.stdout)
    told = [(r["report"], r["rows"], r["new"], r["repeated"], len(r["rejected"])) for r in receipts]
    assert told == [("reset activity", 3, 2, 0, 1), ("registration activity", 1, 1, 0, 0)]
    assert receipts[0]["rejected"][0]["line"] == 4
    assert (receipts[0]["first"], receipts[0]["last"]) == ("2017-02-27T12:00:00Z", "2017-02-27T13:00:00Z")
    again = json.loads(sspr("load", ".", "--format", "json").stdout)
    assert sum(receipt["new"] for receipt in again) == 0


def test_a_receipt_reads_well_on_a_terminal(sspr: Callable[..., Done]) -> None:
    told = sspr("load", "reset.csv").stdout
    assert "reset.csv (reset activity): 3 rows" in told
    assert "line 4" in told


def test_the_same_answer_comes_as_text_json_and_blocks(sspr: Callable[..., Done]) -> None:
    sspr("load", ".")
    text = sspr("ask", "failures 7d by cause", *NOW).stdout
    assert "1 failed attempt by 1 person" in text
    told = json.loads(sspr("ask", "failures 7d by cause", "--format", "json", *NOW).stdout)
    assert told["question"]["kind"] == "failures"
    assert told["question"]["window"]["end"] == "2017-02-28T12:00:00Z"
    assert told["answer"]["counts"]["failures"] == 1
    assert told["answer"]["groups"][0]["key"] == "no_license"
    assert told["coverage"]["last"] == "2017-02-27T13:00:00Z"
    assert "1 failed attempt by 1 person" in told["text"]
    message = json.loads(sspr("ask", "failures 7d by cause", "--format", "blocks", *NOW).stdout)
    assert set(message) == {"text", "blocks"}
    assert "1 failed attempt by 1 person" in message["text"].replace("*", "")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("", "help"),
        ("help", "help"),
        ("status dana@contoso", "status"),
        ("failures 7d", "failures"),
        ("registrations 30d", "registrations"),
        ("fix cookies", "fix"),
        ("stuck", "stuck"),
        ("trend 30d", "trend"),
        ("compare this week with last", "compare"),
        ("data", "data"),
        ("digest preview", "digest"),
        ("frobnicate", "misunderstood"),
        ("unlock dana@contoso.com", "cannot"),
    ],
)
def test_every_kind_of_question_is_answered_in_every_format(
    sspr: Callable[..., Done], question: str, kind: str
) -> None:
    sspr("load", ".")
    for form in ("json", "blocks", "text"):
        done = sspr("ask", question, "--format", form, *NOW)
        assert done.returncode == (3 if kind in {"misunderstood", "cannot"} else 0), done.stderr
        assert done.stdout.strip()
        if form == "json":
            told = json.loads(done.stdout)
            assert told["question"]["kind"] == kind
            assert set(told) == {"question", "text", "answer", "coverage"}


def test_fix_answers_without_any_data(sspr: Callable[..., Done]) -> None:
    done = sspr("fix", "SSPR_0029")
    assert done.returncode == 0
    assert "on-premises" in done.stdout.lower()


@pytest.mark.parametrize("text", ["SSPR_0029", "cookies", "no license", "33008", "gibberish of no document", "may"])
def test_fix_says_without_the_ledger_what_it_says_with_it(sspr: Callable[..., Done], text: str) -> None:
    asked = sspr("ask", f"fix {text}")
    assert sspr("fix", text) == asked
    assert sspr("fix", *text.split()) == asked
    lines = [json.loads(line) for line in sspr("access-log").stdout.splitlines()]
    told = [tuple(line[name] for name in ("who", "channel", "asked", "subject", "outcome", "scope")) for line in lines]
    assert told == [told[0]] * 3
    assert "whole: 3 lines" in sspr("access-log", "--verify").stdout


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty.csv is empty"),
        (b"Name,Age\nbob,7\n", "Name"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "empty.csv"),
    ],
)
def test_a_file_that_is_no_report_is_refused_in_a_sentence(
    sspr: Callable[..., Done], place: Path, content: bytes, sentence: str
) -> None:
    (place / "empty.csv").write_bytes(content)
    done = sspr("load", "empty.csv")
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_one_refused_file_does_not_stop_the_others(sspr: Callable[..., Done], place: Path) -> None:
    (place / "a_broken.csv").write_bytes(b"")
    done = sspr("load", "a_broken.csv", "reset.csv", "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)[0]["new"] == 2
    assert "a_broken.csv" in done.stderr


def test_what_a_load_passes_over_stands_in_the_data_too(sspr: Callable[..., Done], place: Path) -> None:
    (place / "in").mkdir()
    (place / "in" / "notes.docx").write_bytes(b"x")
    (place / "in" / "resets").write_text(REPORT)
    (place / "in" / "other.csv").write_text("Name;Price\nbread;2\n")
    done = sspr("load", "in")
    assert done.returncode == 1
    assert "in/notes.docx (no report is named so" in done.stderr
    assert "in/resets (no report is named so" in done.stderr
    said = sspr("ask", "data").stdout
    for name, why in (("notes.docx", "no report is named so"), ("resets", "no report is named so"),
                      ("other.csv", "it is no report that the bot knows")):  # fmt: skip
        assert f"{name} was not read: {why}" in said


@pytest.mark.parametrize(
    ("words", "environ", "code", "sentence"),
    [
        (("load", "nowhere.csv"), {}, 1, "nowhere.csv is no file, no folder, and matches nothing"),
        (("load", "reset.csv", "nowhere.csv"), {}, 1, "check the path. Nothing was loaded."),
        (("ask", "data"), {"SSPR_DATABASE_URL": "nonsense"}, 1, "SSPR_DATABASE_URL is not a database address"),
        (
            ("ask", "data"),
            {"SSPR_DATABSE_URL": "x"},
            1,
            "SSPR_DATABSE_URL is no setting; did you mean SSPR_DATABASE_URL?",
        ),
        (("ask", "data", "--now", "yesterday"), {}, 2, "yesterday is no ISO time"),
        (("ask", "data", "--format", "xml"), {}, 2, "xml"),
        (("frobnicate",), {}, 2, "No such command"),
    ],
)
def test_what_is_wrong_is_a_sentence_and_an_exit_code(
    sspr: Callable[..., Done], words: tuple[str, ...], environ: dict[str, str], code: int, sentence: str
) -> None:
    done = sspr(*words, **environ)
    assert done.returncode == code
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_ambiguous_dates_are_refused_until_someone_says_which_comes_first(
    sspr: Callable[..., Done], place: Path
) -> None:
    (place / "dates.csv").write_text(
        "User,Role,Date and Time,Method(s) Used,Result,Details\n"
        "bob@contoso.com,User,03/04/2017 10:00,,Succeeded,User successfully reset password\n"
    )
    refused = sspr("load", "dates.csv")
    assert refused.returncode == 1
    assert "SSPR_DATE_ORDER" in refused.stderr
    taken = sspr("load", "dates.csv", "--dates", "day-first", "--format", "json")
    assert json.loads(taken.stdout)[0]["first"] == "2017-04-03T10:00:00Z"


def test_an_export_needs_a_file_to_go_to(sspr: Callable[..., Done]) -> None:
    refused = sspr("ask", "export failures 7d")
    assert refused.returncode == 1
    assert "sspr export failures 7d -o failures" in refused.stderr


COMMANDS = [
    ("ask", "data"),
    ("fix", "SSPR_0029"),
    ("load", "reset.csv"),
    ("export", "failures 7d", "-o", "out.csv"),
    ("digest", "--preview"),
    ("access-log",),
    ("check",),
    ("pull",),
    ("run",),
]


@pytest.mark.parametrize("words", COMMANDS, ids=[words[0] for words in COMMANDS])
def test_a_dot_env_file_that_no_command_can_read_is_one_sentence(
    sspr: Callable[..., Done], place: Path, words: tuple[str, ...]
) -> None:
    (place / ".env").write_bytes(b"\xff\xfeS\x00S")
    done = sspr(*words)
    assert done.returncode == 1
    assert "The file .env cannot be read (UnicodeDecodeError); save it as UTF-8." in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_files_of_settings_are_read_as_editors_save_them(sspr: Callable[..., Done], place: Path, encoding: str) -> None:
    digests = '[[digest]]\nname = "für alle"\nchannel = "C0HELP"\nplan = "daily at 09:00"\n'
    (place / "digests.toml").write_bytes(digests.replace("\n", "\r\n").encode(encoding))
    (place / ".env").write_bytes("SSPR_SUBSCRIPTIONS=digests.toml\r\nSSPR_TENANT=für alle\r\n".encode(encoding))
    told = sspr("check").stdout
    assert "für alle: in the file, not yet subscribed." in " ".join(told.split())


def test_a_question_without_ask_is_told_how_to_ask(sspr: Callable[..., Done]) -> None:
    done = sspr("status", "erik")
    assert (done.returncode, done.stderr) == (2, "Ask a question with: sspr ask status erik\n")


def test_what_is_not_understood_and_what_has_no_data_have_exit_codes_of_their_own(sspr: Callable[..., Done]) -> None:
    assert sspr("ask", "failures 7d", *NOW).returncode == 4
    sspr("load", ".")
    assert sspr("ask", "failures 7d", *NOW).returncode == 0
    assert sspr("ask", "frobnicate the gizmo", *NOW).returncode == 3
    assert sspr("ask", "unlock dana@contoso.com", *NOW).returncode == 3
    assert sspr("ask", "status", *NOW).returncode == 1  # a terminal is nobody


def test_a_check_without_a_network_says_so_in_its_own_words_alone(
    sspr: Callable[..., Done], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-none")
    monkeypatch.setenv("SSPR_SLACK_API_URL", "http://127.0.0.1:9/")
    done = sspr("check")
    assert "Slack could not be asked" in done.stdout
    assert "slack token" in done.stdout
    assert "urlopen" not in done.stdout + done.stderr + caplog.text


def test_a_refusal_in_json_says_what_was_asked(sspr: Callable[..., Done]) -> None:
    sspr("load", ".")
    done = sspr("ask", "export failures 7d as parquet", "--format", "json", *NOW)
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert (told["question"]["kind"], told["question"]["format"], told["answer"]) == ("export", "parquet", None)
    assert told["text"].startswith("An export is a file")


def test_an_export_that_was_asked_for_in_words_says_its_command(sspr: Callable[..., Done]) -> None:
    sspr("load", ".")
    done = sspr("ask", "can you give me a csv with all the failed ones from the last 2 weeks", *NOW)
    assert done.returncode == 1
    assert "sspr export failures from the last 2 weeks -o failures-" in done.stderr


def test_a_file_of_which_nothing_could_be_read_has_a_status_of_its_own(sspr: Callable[..., Done], place: Path) -> None:
    (place / "empty.csv").write_text(REPORT.partition("\n")[0] + "\neve@contoso.com,User,soon,,Failed,x\n")
    assert sspr("load", "empty.csv").returncode == 4
    assert sspr("load", "empty.csv", "reset.csv").returncode == 0
    (place / "other.csv").write_text(
        "Date (UTC),Service,Activity,Result,Target1UserPrincipalName\n"
        "2026-11-20T08:00:00Z,Core Directory,Add user,success,eve@contoso.com\n"
    )
    done = sspr("load", "other.csv")
    assert done.returncode == 4
    assert "0 new and 1 of other activities. Nothing of it was loaded." in " ".join(done.stdout.split())


def test_what_a_folder_holds_beside_reports_is_named(sspr: Callable[..., Done], place: Path) -> None:
    (place / "in").mkdir()
    (place / "in" / "reset.csv").write_text(REPORT)
    (place / "in" / "notes.docx").write_text("hello")
    (place / "in" / ".hidden").write_text("x")
    done = sspr("load", "in")
    assert done.stderr.startswith("Not read: in/notes.docx (no report is named so; they end in .csv,")
    assert done.stderr.count("Not read") == 1


def test_a_file_of_two_reports_gives_two_receipts(sspr: Callable[..., Done], place: Path) -> None:
    events = "Date,User name,User,Feature,Method used,Status,Reason for failure\n"
    events += "2026-11-20T08:00:00Z,dana@contoso.com,Dana,Reset,SMS,Success,\n"
    events += "2026-11-20T09:00:00Z,dana@contoso.com,Dana,Registration,SMS,Success,\n"
    (place / "events.csv").write_text(events)
    done = sspr("load", "events.csv", "--format", "json")
    assert [receipt["report"] for receipt in json.loads(done.stdout)] == ["reset activity", "registration activity"]


def test_a_roster_may_be_loaded_from_a_file(sspr: Callable[..., Done], place: Path) -> None:
    roster = "userPrincipalName,isSsprRegistered,isSsprEnabled,methodsRegistered,lastUpdatedDateTime\n"
    (place / "new.csv").write_text(roster + "dana@contoso.com,False,True,,2026-11-20T03:00:00Z\n")
    (place / "old.csv").write_text(roster + "dana@contoso.com,True,True,email,2026-11-10T03:00:00Z\n")
    assert "1 new" in sspr("load", "new.csv").stdout
    assert "only the counts of 2026-11-10 are kept" in sspr("load", "old.csv").stdout
    answer = sspr("ask", "rollout", "--now", "2026-11-20T12:00:00Z").stdout
    assert "0 of 1" in answer


def test_a_roster_file_without_a_date_does_not_outrank_a_reset(sspr: Callable[..., Done], place: Path) -> None:
    (place / "ended.csv").write_text(
        "User,Role,Date and Time,Method(s) Used,Result,Details\ndana@contoso.com,User,2026-11-20T08:00:00Z,,Succeeded,\n"
    )
    (place / "undated.csv").write_text(
        "userPrincipalName,isSsprRegistered,isSsprEnabled\ndana@contoso.com,False,False\n"
    )
    sspr("load", "ended.csv")
    assert "The file has no date that can be read" in sspr("load", "undated.csv").stdout
    answer = sspr("ask", "status dana@contoso.com").stdout
    assert "probably" in answer
    assert "cannot reset" not in answer


def test_an_export_of_a_window_without_rows_says_whose_rows_these_are(sspr: Callable[..., Done], place: Path) -> None:
    sspr("load", "reset.csv")
    done = sspr("export", "failures", "7d", "-o", str(place / "out.csv"), "--now", "2026-11-20T00:00:00Z")
    assert done.stderr.startswith(
        "The window that was asked for holds no rows: these are the newest ones, "
        "from 2017-02-27 12:00 UTC to 2017-02-27 12:00 UTC.\nThere is no data after 2017-02-27 13:00 UTC: "
        "newer rows may be missing.\n"
    )
    told = sspr("ask", "export failures 7d", "--format", "json", "--now", "2026-11-20T00:00:00Z")
    assert "failures-2017-02-27-to-2017-02-27.csv" in told.stdout + told.stderr
    whole = sspr("export", "failures", "7d", "-o", str(place / "out.csv"), *NOW).stderr
    assert whole.startswith("There is no data before 2017-02-27 12:00 UTC.\n")


def test_the_name_of_a_file_neither_steers_the_terminal_nor_begins_a_line_of_its_own(
    sspr: Callable[..., Done], place: Path
) -> None:
    name = "bad\naccess log: ok\x1b[31m.csv"
    (place / name).write_text("no,report\n1,2\n")
    (place / f"good {name}").write_text(REPORT)
    sspr("load", name, f"good {name}")
    shown = {"check": "bad\ufffdaccess log: ok\ufffd[31m.csv", "unload": r"bad\naccess log: ok\x1b[31m.csv"}
    for words in (("check",), ("unload",)):
        printed = sspr(*words).stdout
        assert shown[words[0]] in printed
        assert "\x1b" not in printed
        assert sum(line.startswith("access log: ok") for line in printed.splitlines()) == (words == ("check",))


STEERING = "bad\x1b[31m\x9b\u202e\u2028"


@pytest.mark.parametrize(
    "words",
    [
        ("export", "failures", *NOW, "-o", f"{STEERING}.csv"),
        ("export", "failures", *NOW, "-o", f"/proc/{STEERING}.csv"),
        ("backup", STEERING),
        ("restore", STEERING),
        ("load", STEERING),
        ("load", "--each", STEERING),
        ("ask", "failures", "--now", STEERING),
        ("access-log", "--since", STEERING),
        ("pull", "--since", STEERING),
        ("unload", STEERING),
        ("replay", STEERING),
        ("fleet", STEERING),
        ("retry", STEERING),
    ],
)
def test_what_a_command_was_given_comes_back_as_a_terminal_may_have_it(
    words: tuple[str, ...], sspr: Callable[..., Done]
) -> None:
    sspr("load", "reset.csv")
    done = sspr(*words)
    printed = done.stdout + done.stderr
    assert printed
    assert [char for char in printed if char != "\n" and not char.isprintable()] == []
    assert "Invalid value for --now" not in printed or "--now" in words


def test_a_lost_line_of_the_access_log_fails_the_check_until_it_is_acknowledged(
    sspr: Callable[..., Done], place: Path
) -> None:
    sspr("load", "reset.csv")
    refused = "BEFORE INSERT ON access_log WHEN NEW.subject = 'dana@contoso.com' BEGIN SELECT RAISE(ABORT, 'no'); END"
    with closing(sqlite3.connect(place / "db" / "sspr.activity.db")) as connection:
        connection.execute(f"CREATE TRIGGER no {refused}")
    assert "cannot be recorded" in sspr("ask", "status dana@contoso.com").stderr
    found = "access log: 1 line of the access log was lost (see line 1)"
    assert found in sspr("check").stdout
    wrong = sspr("access-log", "--acknowledge", "7")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "Line 7 of the access log is no line to acknowledge" in wrong.stderr
    done = sspr("access-log", "--acknowledge", "1")
    assert (done.returncode, done.stdout) == (0, "Acknowledged, and written into the log: 1 lost line.\n")
    assert "access log: ok" in sspr("check").stdout
    lines = [json.loads(line) for line in sspr("access-log").stdout.splitlines()]
    assert [(line["who"], line["asked"]) for line in lines] == [("", "gap"), (terminal_id(), "acknowledge")]
