"""Registration details as a file: Graph's JSON, the portal's download, and what scripts write, today's and older."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO, Final

import numpy as np
import pyarrow as pa

from bot.errors import ReportError
from bot.reports.impossible_times import are_impossible
from bot.reports.instants import from_micros
from bot.reports.parsing import excerpts, powershell
from bot.reports.parsing.csv_rows import CsvFormat
from bot.reports.parsing.csv_table import table_of
from bot.reports.parsing.cut_off import FILTERED
from bot.reports.parsing.encoding import utf8_of
from bot.reports.parsing.head import Head
from bot.reports.parsing.headers import Layout, clock_of, find_columns, find_header, squash
from bot.reports.parsing.json_records import JsonRecords, json_keys
from bot.reports.parsing.options import Progress, ReadOptions
from bot.reports.parsing.read_report import Reading
from bot.reports.parsing.summary import nameless, zoneless
from bot.reports.parsing.times import UNREADABLE, parse_times
from bot.reports.parsing.zones import to_utc
from bot.reports.people.audit_people import fields_of, whole_text
from bot.reports.people.id_columns import unnamed
from bot.reports.receipt import ReportKind
from bot.reports.roster import Roster, person, roster_of

# The service's name of each member, and how files call it; as `headers.bare` gives them.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "userPrincipalName": ("userprincipalname", "upn", "username"),
    "isSsprRegistered": ("isssprregistered", "ssprregistered", "isssprregisteredbyuser", "isregistered"),
    "isSsprEnabled": ("isssprenabled", "ssprenabled", "isssprenabledbyadmins", "isssprenabledbyadmin", "isenabled"),
    "isSsprCapable": ("isssprcapable", "ssprcapable", "iscapable"),
    "isAdmin": ("isadmin", "admin", "isadminuser"),
    "userType": ("usertype",),
    "methodsRegistered": ("methodsregistered", "registeredauthmethods", "registeredmethods", "authmethods"),
    "id": ("id", "objectid", "userobjectid"),
    "lastUpdatedDateTime": ("lastupdateddatetime", "lastupdatedtime", "lastupdated"),
}
_FLAGS: Final = ("isSsprRegistered", "isSsprEnabled", "isSsprCapable", "isAdmin")
_SAYS_WHOSE_ID: Final = "isssprregistered"  # the older list has an id of its own rows
NEEDED: Final = ("userPrincipalName", "isSsprRegistered", "isSsprEnabled")
# As the service and scripts say it; then TRUE and FALSE as spreadsheets write them in other languages.
_YES: Final = frozenset(
    {"true", "yes", "1", "1.0", "registered", "enabled", "capable", "admin", "wahr", "ja", "vrai", "oui", "verdadero",
     "sí", "verdadeiro", "sim", "vero", "waar", "prawda", "sand", "sant", "tosi", "igaz", "pravda"}
)  # fmt: skip
_NO: Final = frozenset(
    {"false", "no", "0", "0.0", "disabled", "incapable", "falsch", "nein", "faux", "non", "falso", "não", "onwaar",
     "fałsz", "falsk", "usann", "falskt", "epätosi", "hamis", "nepravda"}
)  # fmt: skip
_NOT: Final = re.compile(r"(?:not?|un)[ -]?(?=registered|enabled|capable|admin)")
# Methods as the portal and the older API call them, in the words of today's service.
_METHODS: Final = {
    "mobilephone": "mobilePhone", "alternatemobilephone": "alternateMobilePhone", "officephone": "officePhone",
    "email": "email", "securityquestions": "securityQuestion", "securityquestion": "securityQuestion",
    "microsoftauthenticatorapppushnotification": "microsoftAuthenticatorPush",
    "appnotification": "microsoftAuthenticatorPush",
    "softwareoathtoken": "softwareOneTimePasscode", "appcode": "softwareOneTimePasscode",
    "hardwareoathtoken": "hardwareOneTimePasscode", "fido2securitykey": "fido2", "fido": "fido2",
    "temporaryaccesspass": "temporaryAccessPass", "windowshelloforbusiness": "windowsHelloForBusiness",
}  # fmt: skip
_LOST: Final = (
    "The registered methods of {} are lost: PowerShell wrote the type of the list in their place. Export with "
    "ConvertTo-Json -Depth 10, or join the methods of each person."
)

_FEW: Final = 3  # people: so few may be listed twice by chance
_SOME: Final = 5  # people; fewer may well all be alike
_MANY: Final = 10  # people; fewer may all be so by chance
ALL_REGISTERED: Final = f"Everybody in it is registered, {FILTERED} that: whoever is not would be missing."
NONE_REGISTERED: Final = f"Nobody in it is registered, {FILTERED} that: whoever is would count as disabled or deleted."
ALIKE: Final = f"{{}}, {FILTERED} that: all others would count as disabled or deleted."
_ONE_SIDED: Final = {  # what no whole list says of everybody, but for those of who is registered
    ("capable", False): "Nobody in it is able to reset",
    ("enabled", False): "Nobody in it is allowed to reset",
    ("admin", True): "Everybody in it is an administrator",
    ("guest", True): "Everybody in it is a guest",
}
_UNDATED: Final = "The file has no date that can be read: taken as of its load, and any reset counts as newer than it."


def recognises(head: Head) -> bool:
    """Whether a file begins with registration details, in a table or as JSON."""
    keys = json_keys(head.text)
    if keys:
        return bool({"isssprregistered", "userprincipalname"} <= keys or {"isregistered", "authmethods"} <= keys)
    return find_header(head.text, layout_of) is not None


def is_page(head: Head) -> bool:
    """Whether a file begins with registration details as the service answers with them, a page at a time."""
    return bool(json_keys(head.text)) and recognises(head)


def read(head: Head, stream: BinaryIO, options: ReadOptions, progress: Progress | None = None) -> Reading:
    """Reads the file. Raises ReportError when it is not whole: who is missing in a roster leaves the directory."""
    data = utf8_of(head, stream, progress)
    if json_keys(head.text):
        records, form, first, broken = _of_json(data.decode(), options)
    else:
        records, form, first, broken = _of_csv(head, data)
    if broken:
        raise ReportError(
            f"{head.name} holds registration details, but not all of them: {broken} Who is missing in them would count "
            "as disabled or deleted, so they are taken whole or not at all."
        )
    if any(powershell.is_object(str(record.get("userPrincipalName") or "")) for record in records):
        raise ReportError(powershell.nameless(head.name))
    users = [person(one.get("userPrincipalName")) for one in records]
    records = [{**one, "userPrincipalName": user} for one, user in zip(records, users, strict=True)]
    again = _listed_twice(records)
    if again >= _FEW and 2 * again >= len({_name(record) for record in records}):
        raise ReportError(
            f"{head.name} holds several lists of registration details: {again:,} people stand in it more than once, "
            "and not alike. Load each list as a file of its own."
        )
    whole = pa.array([user if user == whole_text(user) else "" for user in users], pa.string())
    for row, fault in unnamed(whole).items():
        who = excerpts.cell(users[row])
        raise ReportError(f"{head.name} holds registration details, but a user ID in it ({who}) {fault}.")
    roster = roster_of([_in_words(record) for record in records], first)
    as_of, naive = _newest([str(record.get("lastUpdatedDateTime") or "") for record in records], options)
    if as_of and naive and (header := find_header(head.text, layout_of)) and header.layout.clock == "utc":
        as_of, naive = _newest(
            [f"{text} UTC" for record in records if (text := record["lastUpdatedDateTime"])], options
        )
    lost = sum(powershell.is_object(str(record.get("methodsRegistered") or "")) for record in records)
    return Reading(
        rosters=(
            replace(
                roster,
                recognised=f"registration details, {head.described(form)}",
                as_of=as_of,
                warnings=(*_warnings(roster, lost, as_of, options.zone.key if naive else ""), *_again(again)),
            ),
        )
    )


def _listed_twice(records: Sequence[Mapping[str, Any]]) -> int:
    """How many people have several rows that differ."""
    first = dict[str, Mapping[str, Any]]()
    return len({_name(one) for one in records if first.setdefault(_name(one), one) != one})


def _name(record: Mapping[str, Any]) -> str:
    return str(record["userPrincipalName"]).casefold()


def _again(people: int) -> Iterator[str]:
    if people:
        those = "1 person stands" if people == 1 else f"{people:,} people stand"
        yield f"{those} in it more than once, and not alike: the last row counts."


def _warnings(roster: Roster, lost: int, as_of: datetime | None, zone: str) -> Iterator[str]:
    if not roster.rows:
        yield "The report holds no rows."
    if lost:
        yield _LOST.format("1 person" if lost == 1 else f"{lost:,} people")
    if roster.rows and not as_of:
        yield _UNDATED
    yield from _all_alike(roster)
    if zone:
        yield zoneless(zone)
    yield from nameless(roster.frame["user"])


def _all_alike(roster: Roster) -> Iterator[str]:
    """That everybody in it is so, as if only such people were asked for."""
    people = len(roster.frame)
    if people < _SOME:
        return
    chance = "" if people >= _MANY else " So few people may all be so."
    values = {
        name: set(roster.frame[name].astype(bool)) for name in ("registered", "capable", "enabled", "admin", "guest")
    }
    if len(values["registered"]) == 1:
        yield (ALL_REGISTERED if True in values["registered"] else NONE_REGISTERED) + chance
        values.pop("capable")  # the same again
    yield from (ALIKE.format(who) + chance for (name, value), who in _ONE_SIDED.items() if values.get(name) == {value})


def layout_of(names: Sequence[str]) -> Layout | None:
    """Where the fields stand; None when this is no header of registration details."""
    columns = find_columns(names, COLUMNS)
    if not set(NEEDED) <= columns.keys():
        return None
    positions = {field: found[0] for field, found in columns.items()}
    required = max(positions[field] for field in NEEDED) + 1
    clock = clock_of(names[positions["lastUpdatedDateTime"]]) if "lastUpdatedDateTime" in positions else ""
    return Layout(ReportKind.ROSTER, tuple(names), positions, clock, required)


_Rows = tuple[list[dict[str, Any]], str, int, str]  # records, form, line of the first, why the file is not whole


def _of_csv(head: Head, data: bytes) -> _Rows:
    header = find_header(head.text, layout_of)
    assert header is not None
    table = table_of(data, header.lines, CsvFormat(header.delimiter, header.layout))
    columns = {field: column.to_pylist() for field, column in table.columns.items()}
    if _SAYS_WHOSE_ID not in map(squash, header.layout.header):
        columns.pop("id", None)
    records = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    broken = f"line {table.rejected[0].line} cannot be read ({table.rejected[0].reason})." if table.rejected else ""
    return records, "CSV", header.lines + 1, broken


def _of_json(text: str, options: ReadOptions) -> _Rows:
    records = JsonRecords(text)
    found = list(records)
    fields = [fields_of(record.value) for record in found if record.value is not None]
    values = [
        {
            name: next((one[key] for key in keys if key in one), None)
            for name, keys in COLUMNS.items()
            if name != "id" or _SAYS_WHOSE_ID in one
        }
        for one in fields
    ]
    broken = ""
    if records.cut or any(record.value is None for record in found):
        broken = "the file ends in the middle, or is broken."
    elif records.more_pages and not options.more_pages:
        broken = "it is one page of several (@odata.nextLink)."
    elif records.errors:
        broken = "an answer in it is an error."
    return values, "JSON", 1, broken


def _in_words(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record as the service itself tells it."""
    said = {"userPrincipalName": record.get("userPrincipalName"), "userType": _plain(record.get("userType"))}
    said["id"] = str(record.get("id") or "")
    flags = {name: _flag(name, record.get(name)) for name in _FLAGS}
    if record.get("isSsprCapable") is None:  # it is nothing else
        flags["isSsprCapable"] = flags["isSsprRegistered"] and flags["isSsprEnabled"]
    return {**said, **flags, "methodsRegistered": _methods(record.get("methodsRegistered"))}


def _plain(value: object) -> str:
    return str(value or "").strip().casefold()


def _flag(name: str, value: object) -> bool:
    """Raises ReportError for a word that says neither yes nor no, and where a column that is needed says nothing."""
    if isinstance(value, bool):
        return value
    word = str(value if value is not None else "").strip().casefold()
    if not word and name not in NEEDED:
        return False
    if _NOT.match(word) or word in _NO:
        return False
    if word not in _YES:
        said = f'says "{excerpts.cell(word)}", which is' if word else "is blank in a row, which says"
        raise ReportError(f"The column {name} {said} neither yes nor no.")
    return True


def _methods(value: object) -> list[str]:
    """The methods of a list, or of a cell that joins them."""
    if isinstance(value, str):
        value = [] if powershell.is_object(value) else _split(value.strip("[]{} "))
    words = [str(word).strip(" \"'") for word in value] if isinstance(value, list) else []
    return [_METHODS.get(squash(word), word) for word in words if word and word.casefold() != "none"]


def _split(text: str) -> list[str]:
    """The words of a cell; blanks part them only where each is a word of the service's own."""
    pieces = re.split(r"[,;|+\n]", text)
    words = text.split()
    return words if len(pieces) == 1 and all(squash(word) in _WORDS for word in words) else pieces


# The service's words for methods, letters and digits alone.
_WORDS: Final = frozenset(map(squash, _METHODS.values())) | {
    "microsoftauthenticatorpasswordless", "passkeydevicebound", "passkeydeviceboundauthenticator", "passkeysynced",
    "passkeydeviceboundwindowshello", "macossecureenclavekey", "externalauthmethod", "appnotification", "appcode",
    "apppassword",
}  # fmt: skip


def _newest(texts: Sequence[str], options: ReadOptions) -> tuple[datetime | None, bool]:
    """When the newest row was refreshed, where all such times can be read in one way; whether that has no zone."""
    filled = [text for text in texts if text.strip()]
    if not filled:
        return None, False
    times = parse_times(pa.chunked_array([pa.array(filled, pa.string())]))
    readable = [one for one in (times.month_first, times.day_first) if not (one == UNREADABLE).any()]
    if not readable or not np.array_equal(readable[0], readable[-1]):
        return None, False
    if are_impossible(readable[0], options.now).any():
        return None, False
    newest = int(readable[0].argmax())
    if times.zoned[newest]:
        return from_micros(int(readable[0][newest])), False
    return from_micros(int(to_utc(readable[0][[newest]], options.zone).at[0])), True
