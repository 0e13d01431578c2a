"""What a file that is no report is, and what to download instead."""

import codecs
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.errors import ReportError
from bot.reports.formats import roster_file, usage_events
from bot.reports.formats.audit_csv import COLUMNS, NEEDED
from bot.reports.formats.json_table import column_names
from bot.reports.parsing import excerpts
from bot.reports.parsing.head import Head
from bot.reports.parsing.headers import (
    DELIMITERS,
    HEADER_WITHIN,
    NAMES,
    bare,
    find_columns,
    header_names,
    is_count,
    unfolded,
)
from bot.reports.parsing.json_records import json_keys
from bot.reports.parsing.read_report import Reading

_INSTEAD: Final = (
    "Download the audit log (Entra admin center, Users, Audit logs, service Self-service Password Management) instead."
)
_COLUMNS: Final = (
    "A reset activity report has the columns User, Date and Time, Result; a registration activity report User, Date "
    "and Time, Data Registered; an audit log Date, Activity, Result and a target; registration and reset events Date, "
    "User name, Feature, Status; registration details userPrincipalName, isSsprRegistered, isSsprEnabled."
)
_SAID: Final = {"at": "its time (Date, activityDateTime)", "activity": "its activity (Activity, OperationName)",
                "status": "its result (Result, Status)"}  # fmt: skip
_UTF8_READ_AS_UTF16: Final = 8  # bytes of a text in one-byte letters tell that a mark of UTF-16 lies
_TAR_AT: Final = 257  # where every archive of tar says what it is
_PACK: Final = "which is not read: pack its reports as .zip, or unpack them."
_NO_REPORT: Final = f"which holds no report that can be read. {_INSTEAD}"
_IS_MAIL: Final = "is a mail, or a web archive: save what is attached to it, or the table in it as CSV, and load that."
_BINARY: Final = {
    b"%PDF-": f"a PDF, {_NO_REPORT}",
    b"PAR1": "a Parquet file, which is not read: export it as CSV or JSON.",
    b"SQLite format 3\0": "a database of SQLite, which is not read: export it as CSV or JSON.",
    b"7z\xbc\xaf\x27\x1c": f"an archive of 7-Zip, {_PACK}",
    b"Rar!\x1a\x07": f"an archive of RAR, {_PACK}",
    b"\xfd7zXZ\0": f"an archive of xz, {_PACK}",
    b"BZh": f"an archive of bzip2, {_PACK}",
    b"\x28\xb5\x2f\xfd": f"an archive of Zstandard, {_PACK}",
    b"\x89PNG": f"a picture, {_NO_REPORT}",
    b"\xff\xd8\xff": f"a picture, {_NO_REPORT}",
}
# The first lines of a mail, of several in one file, or of a web archive. A title block may have From and To, too.
_MAIL: Final = re.compile(
    r"From \S+@\S+ .*\n|(?:[A-Za-z][\w-]*:.*\n(?:[ \t].*\n)*)*?"
    r"(?:Received|Return-Path|Delivered-To|Message-ID|MIME-Version|Content-Type|DKIM-Signature):",
    re.IGNORECASE,
)
_OF_OUTLOOK: Final = "__substg1.0_".encode("utf-16-le")
_BREAKING: Final = re.compile(r"[“”`<>\x00-\x1f]+")
_BODY: Final = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class _Known:
    """A kind of file that people take for a report."""

    matches: Callable[[Head, frozenset[str]], bool]  # by its beginning, and its columns or members, letters alone
    what: str
    instead: str = _INSTEAD


def _has(*names: str) -> Callable[[Head, frozenset[str]], bool]:
    return lambda _, words: words.issuperset(names)


def _begins(pattern: str) -> Callable[[Head, frozenset[str]], bool]:
    begin = re.compile(pattern)
    return lambda head, _: begin.match(head.text.lstrip("\ufeff").lstrip()[:_BEGINNING]) is not None


def _is_error(head: Head, words: frozenset[str]) -> bool:
    start = head.text.lstrip("\ufeff").lstrip()[:200]
    return (
        start.startswith("{")
        and '"error"' in start
        and bool({"code", "message"} <= words or "errordescription" in words)
    )


def _lists_values(head: Head, _: frozenset[str]) -> bool:
    return _LISTS.search(head.text) is not None


# As Splunk and Kusto call a column that holds the values of several events.
_LISTS: Final = re.compile(
    r"\b(?:(?:values|list)\(|(?:list|set)_)(?:activity|operation|result|status|_?time|userprincipal|target)",
    re.IGNORECASE,
)
_BEGINNING: Final = 2_000  # characters
_AS_JSON: Final = "Export it with ConvertTo-Json -Depth 10 and Out-File in its place."
_SIGN_INS: Final = "a sign-in log"
_DEFENDER: Final = "a table of Microsoft Defender"
_PURVIEW: Final = "a search of the Purview audit log"
_ELASTIC: Final = "an export of Elastic without the records as they were sent"
_WITH_ORIGINAL: Final = "Export the field event.original, too, or download the audit log itself."
_KNOWN: Final = (
    _Known(_has("user", "at", "methods", "result", "detail", "cause"), "an export of this bot in its own columns",
           "Export it with the word classic (export attempts 30d classic) to load it again."),
    _Known(_is_error, "an error of the service and no data",
           "Look at what it says, mend that, and export again."),
    _Known(_begins(r"(?:\[\s*\]|\{\s*\}|null)\s*$"), "an empty list or object of JSON",
           "Export it again, with its rows."),
    _Known(_has("recordtype", "auditdata"), _PURVIEW),
    _Known(_has("creationdate", "userids", "operations", "auditdata"), _PURVIEW),
    _Known(_has("creationtime", "recordtype", "workload"), _PURVIEW),
    _Known(_has("officeobjectid", "recordtype"), "a table of Office activity, which Purview's audit log fills"),
    _Known(_has("actiontype", "accountobjectid"), f"{_DEFENDER} (CloudAppEvents)"),
    _Known(_has("actiontype", "timestamp"), _DEFENDER),
    _Known(_has("activitytype", "app", "ipaddress", "user"), "an activity log of Microsoft Defender for Cloud Apps"),
    _Known(_has("createddatetime", "appdisplayname"), _SIGN_INS),
    _Known(_has("userprincipalname", "appdisplayname"), _SIGN_INS),
    _Known(_has("requestid", "application", "clientapp"), _SIGN_INS),
    _Known(_has("dateutc", "requestid", "application"), _SIGN_INS),
    _Known(_has("conditionalaccessstatus"), _SIGN_INS),
    _Known(_has("signinerrorcode"), _SIGN_INS),
    _Known(_has("application", "failurereason"), _SIGN_INS),
    _Known(_has("application", "username", "ipaddress"), _SIGN_INS),
    _Known(_has("aggregateddatetime", "passwordresetsselfservicecount"), "a table of counts, which names nobody"),
    _Known(_has("userregistrationmethodcounts"), "a table of counts, which names nobody"),
    _Known(_has("userregistrationfeaturecounts"), "a table of counts, which names nobody"),
    _Known(_has("feature", "successfulactivitycount"), "a table of counts, which names nobody"),
    _Known(lambda _, words: any(word.startswith("azureauditlogs") for word in words), _ELASTIC, _WITH_ORIGINAL),
    _Known(_has("source", "auditlogs", "hits"), _ELASTIC, _WITH_ORIGINAL),
    _Known(_begins(r"<Objs\b"), "an export of PowerShell as XML (Export-Clixml)", _AS_JSON),
    _Known(_begins(r"<\?xml|<[A-Za-z]\w*[ >]"), "a file of XML"),
    _Known(_begins(r"(?:[A-Za-z][\w.@ ()]{0,40}: [^\n]*\n(?:[ \t][^\n]*\n)*){3}"),
           "a list for reading (PowerShell's Format-List, or a mail)", _AS_JSON),
    _Known(_begins(r"[^\n]*\n-{3,}[ -]*\n"), "a table for reading (PowerShell's Format-Table, or the like)", _AS_JSON),
    _Known(_lists_values, "a table of the values of each attempt (stats values, make_list)",
           "Export the rows themselves, one for each event."),
    _Known(lambda head, words: any(map(is_count, words)) or '"count_"' in head.text,
           "a table of counts (a query that summarises, or a pivot)",
           "Export the rows themselves, one for each event."),
)  # fmt: skip


def check(head: Head) -> None:
    """Raises ReportError for a file whose beginning says that nothing in it can be read."""
    if lies := _lying_mark(head):
        raise ReportError(lies)
    if head.start[_TAR_AT:].startswith(b"ustar"):
        raise ReportError(f"{head.name} is a tar archive, {_PACK}")
    if what := next((what for begin, what in _BINARY.items() if head.start.startswith(begin)), ""):
        raise ReportError(f"{head.name} is {what}")
    if (head.is_text and _MAIL.match(head.text.lstrip("\ufeff"))) or _OF_OUTLOOK in head.start:
        raise ReportError(f"{head.name} {_IS_MAIL}")
    if head.is_text and _BODY.match(head.text.lstrip("\ufeff")):
        page = "a sign-in page" if re.search(r"sign.?in|log.?in", head.text, re.IGNORECASE) else "a web page"
        raise ReportError(
            f"{head.name} is {page} (HTML) and no report: the download did not work, or a spreadsheet saved it so. "
            f"{_INSTEAD}",
        )


def _lying_mark(head: Head) -> str:
    """Why a file cannot be read whose byte order mark names another encoding than it has."""
    marks = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16", codecs.BOM_UTF8: "UTF-8"}
    mark = next((mark for mark in marks if head.start.startswith(mark)), None)
    if mark is None:
        return ""
    sample = head.start[len(mark) : len(mark) + 4_000]
    zeros = sample.count(0)
    if marks[mark] == "UTF-8":
        lies = 8 * zeros > len(sample)
    else:  # letters of ours have their zero first where the mark is big-endian
        other = sample[mark == codecs.BOM_UTF16_BE :: 2].count(0)
        lies = (_is_plain(sample) and zeros == 0) or 2 * other > len(sample) // 2
    if not lies:
        return ""
    return (
        f"{head.name} begins with the mark of {marks[mark]}, but is not written in it; "
        "load the report as it was downloaded, or save it again as UTF-8."
    )


def _is_plain(sample: bytes) -> bool:
    printable = sum(32 <= byte < 127 or byte in b"\r\n\t" for byte in sample)  # noqa: PLR2004 - ASCII
    return len(sample) > _UTF8_READ_AS_UTF16 and 10 * printable > 9 * len(sample)


def refusal(head: Head) -> ReportError:
    """Why no dialect takes the file."""
    if not head.is_text:
        return ReportError(f"{head.name} is no text, and no workbook or archive that the bot knows. {_INSTEAD}")
    words = frozenset(_words(head))
    if known := next((known for known in _KNOWN if known.matches(head, words)), None):
        return _named(head, known)
    if likeness := _likeness(head):
        return ReportError(f"{head.name} looks like {likeness}. Export it with that column.")
    if language := _language(head):
        return ReportError(f"{head.name} may be a report whose column names are in {language}. {_IN_ENGLISH}")
    return ReportError(
        f"{head.name} is no report that the bot knows: it begins with {quoted(head.first_line)}. {_COLUMNS}",
        logged=f"{head.name} is no report that the bot knows; `sspr load` on it tells what it begins with.",
    )


def _named(head: Head, known: _Known) -> ReportError:
    return ReportError(f"{head.name} is {known.what}, and no report of password resets. {known.instead}")


def check_read(head: Head, reading: Reading) -> None:
    """Raises ReportError for a file of another kind that has the columns of a report, and no row of one."""
    if reading.rosters or reading.unread or any(len(report.frame) or report.rejected for report in reading.reports):
        return
    words = frozenset(_words(head))
    if known := next((known for known in _KNOWN if known.matches(head, words)), None):
        raise _named(head, known)


def quoted(line: str) -> str:
    """A line of a file in a sentence: short, and without what would end a quotation or begin a format."""
    return f"“{excerpts.cell(_BREAKING.sub(' ', line).strip())}”"


def _words(head: Head) -> Sequence[str]:
    """The names of the columns of the likeliest header line, or of the members; letters and digits alone."""
    keys = json_keys(head.text)
    if keys:
        return [re.sub(r"[^a-z0-9]", "", key) for key in keys]
    return [word for name in _likeliest(head) for word in {bare(name), re.sub(r"[^a-z0-9]", "", name.casefold())}]


def _likeliest(head: Head) -> tuple[str, ...]:
    """The first line of the most cells."""
    lines = head.text.split("\n", HEADER_WITHIN)[:HEADER_WITHIN]
    found = [header_names(line, delimiter) for line in lines for delimiter in DELIMITERS]
    return max(found, key=len, default=())


def _likeness(head: Head) -> str:
    """Which report a file looks like but for a column, and what that column would hold; "" where it looks like none."""
    found = map(_likeness_of, unfolded(column_names(head) or _likeliest(head)))
    return next(filter(None, found), "")


def _likeness_of(names: Sequence[str]) -> str:
    if missing := _missing(names):
        return f"an audit log, but no column holds {missing}"
    for what, known, needed, telling in _OTHERS:
        columns = find_columns(names, known)
        lacking = [field for field in needed if field not in columns]
        if len(lacking) == 1 and len(columns) >= len(needed) and (not telling or telling & columns.keys()):
            return f"{what}, but no column is called {needed[lacking[0]]}"
    return ""


_OTHERS: Final[Sequence[tuple[str, Mapping[str, Sequence[str]], Mapping[str, str], frozenset[str]]]] = (
    ("registration details", roster_file.COLUMNS, {field: field for field in roster_file.NEEDED}, frozenset()),
    (
        "a list of registration and reset events",
        usage_events.COLUMNS,
        {"at": "Date", "user": "User name", "feature": "Feature", "result": "Status"},
        frozenset(),
    ),
    (
        "a reset activity report",
        NAMES,
        {"user": "User", "at": "Date and Time", "result": "Result"},
        frozenset({"methods", "detail"}),
    ),
)


def _language(head: Head) -> str:
    """The one language in which a header names people and, besides, a time, a result or an activity; "" for others."""
    tokens = [set(re.split(r"[^\w]+", name.casefold())) for name in _likeliest(head)]
    found = [
        (language, any(words & set(others.split()) for words in tokens))
        for language, (person, others) in _LANGUAGES.items()
        if any(words & set(person.split()) for words in tokens)
    ]
    return found[0][0] if len(found) == 1 and found[0][1] else ""


_IN_ENGLISH: Final = (
    "Set the language of the portal to English (Settings, Language + region) and download it again, or export it "
    "through Microsoft Graph, whose names are never translated."
)
# How each calls a user; then a date, a result and an activity, and words for both that only few share.
_LANGUAGES: Final = {
    "German": ("benutzer benutzername benutzerprinzipalname", "datum uhrzeit ergebnis aktivität dienst grund"),
    "French": ("utilisateur", "date heure résultat activité raison motif état statut"),
    "Spanish": ("usuario", "fecha hora resultado actividad motivo estado"),
    "Portuguese": ("usuário utilizador", "data hora resultado atividade motivo estado status"),
    "Italian": ("utente", "data ora risultato attività motivo stato"),
    "Dutch": ("gebruiker gebruikersnaam", "datum tijd resultaat activiteit reden status"),
    "Polish": ("użytkownik użytkownika", "data godzina wynik działanie aktywność przyczyna"),
    "Czech": ("uživatel uživatele", "datum čas výsledek aktivita důvod stav"),
    "Swedish": ("användare användarnamn", "datum tid resultat aktivitet orsak status"),
    "Danish": ("bruger brugernavn", "dato tid resultat aktivitet årsag status"),
    "Norwegian": ("bruker brukernavn", "dato tid resultat aktivitet årsak status"),
    "Finnish": ("käyttäjä käyttäjänimi käyttäjätunnus", "päivämäärä aika tulos toiminto toiminta syy tila"),
    "Hungarian": ("felhasználó felhasználónév", "dátum idő eredmény tevékenység ok állapot"),
    "Turkish": ("kullanıcı", "tarih saat sonuç etkinlik neden durum"),  # noqa: RUF001
    "Russian": ("пользователь пользователя", "дата время результат действие причина состояние"),
    "Japanese": ("ユーザー ユーザー名", "日付 日時 結果 アクティビティ 理由"),
    "Korean": ("사용자", "날짜 시간 결과 활동 이유"),
    "Simplified Chinese": ("用户 用户名", "日期 时间 结果 活动 原因"),
    "Traditional Chinese": ("使用者 使用者名稱", "日期 時間 結果 活動 原因"),
}  # fmt: skip


def _missing(names: Sequence[str]) -> str:
    """What an audit log lacks that has all but one or two of its columns; "" where it looks like none."""
    columns = find_columns(names, COLUMNS)
    people = {"target", "target_id", "actor", "actor_id"} & columns.keys()
    missing = [_SAID[field] for field in NEEDED if field not in columns]
    if not people:
        missing.append("who it is about (Target1UserPrincipalName, TargetResources, InitiatedBy)")
    telling = {"activity", "correlation", "reason"} & columns.keys()
    return " nor ".join(missing) if len(missing) <= 2 and len(telling) >= 2 else ""  # noqa: PLR2004 - a likeness
