"""The summary of a report that was read: how it was recognised, and what to be warned of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from bot.errors import ReportError
from bot.knowledge.catalogue import load
from bot.knowledge.vocabulary import Result
from bot.reports import impossible_times, made_up_times
from bot.reports.copies.repeated_rows import on_two_clocks, without_copies
from bot.reports.parsing import cut_off, excerpts
from bot.reports.parsing.assembly import Assembly
from bot.reports.parsing.head import Head
from bot.reports.parsing.read_report import ReadReport
from bot.reports.parsing.times import are_days
from bot.reports.receipt import ReportKind


def summarise(assembly: Assembly, form: str, head: Head) -> ReadReport:
    """The finished report; `form` is a phrase like `CSV with commas`.

    Raises ReportError where its times are on a clock that nobody has named.
    """
    if assembly.clock == "local" and assembly.naive and not assembly.options.zone_known:
        raise ReportError(local_times(head.name))
    impossible_times.check(head.name, assembly.impossible, assembly.rows - assembly.skipped, assembly.options)
    frame = assembly.frame()
    if assembly.kind is ReportKind.RESET:
        _check_results(head.name, frame["result"])
    kept, notes = without_copies(frame)
    assembly.skipped += len(frame) - len(kept)
    said = [name for name in kept.columns if name not in ("at", "line", "event_id")]
    assembly.notes += [*notes, *on_two_clocks(head.name, kept, said), *one_person(kept, len(kept))]
    assembly.notes += made_up_times.warnings(kept)
    lines = kept["line"].to_numpy()
    assembly.notes += impossible_times.lone(
        kept["at"].to_numpy("datetime64[us]").view(np.int64), lambda row: int(lines[row])
    )
    if assembly.kind is ReportKind.RESET:
        assembly.notes += [*one_sided(kept), *mixed_up(kept), *sorted_alone(kept), *nobody_twice(kept)]
    users = assembly.words("user")
    phrases = [f"{assembly.kind} report", head.described(form), _times(assembly), assembly.order.phrase]
    return ReadReport(
        kind=assembly.kind,
        recognised=", ".join(phrase for phrase in phrases if phrase),
        frame=kept,
        rows=assembly.rows,
        rejected=tuple(sorted(assembly.rejected, key=lambda rejected: rejected.line)),
        skipped=assembly.skipped,
        warnings=(*_warnings(assembly, users), *other_code_page(head.encoding, users)),
    )


NO_DETAILS: Final = (
    "It has no column of details: why attempts ended as they did is unknown. Download the report with all its columns."
)


def local_times(name: str) -> str:
    """Why times on the clock of whoever exported a file are not read."""
    return (
        f"The header of {name} says that its times are local, not in UTC. Set SSPR_REPORT_TIMEZONE to the zone of "
        "whoever exported it (Europe/Berlin), or export it with times in UTC."
    )


def _check_results(name: str, results: pd.Series) -> None:
    """Raise ReportError where no result is one of the report's: all would count as no success, and as no failure."""
    if len(results) >= _FEW and not results.isin(_RESULTS).any():
        words = ", ".join(excerpts.cell(word) or "(blank)" for word in results.unique()[:_FEW])
        none = f"None of the results of {name} is one that a reset activity report has (Succeeded, Failed, Blocked ...)"
        what = "Load the report as it was downloaded, in English."
        raise ReportError(f"{none}, but {words}. {what}", logged=f"{none}. {what}")


def _times(assembly: Assembly) -> str | None:
    if assembly.clock == "utc" or (assembly.zoned and not assembly.naive):
        return "times with their zone" if assembly.zoned else "times in UTC"
    if not assembly.naive:
        return None
    taken = f"times taken as {assembly.options.zone.key}"
    return f"{taken} where no zone is written" if assembly.zoned else taken


def _warnings(assembly: Assembly, users: set[str]) -> Iterator[str]:
    rows = assembly.rows - assembly.headers
    if not rows:
        yield "The report holds no rows."
    limits = load().limits
    yield from ceilings(rows - assembly.cut, assembly.headers, (limits["max_rows"], limits["older_max_rows"]))
    if assembly.cut:
        yield cut_off.WARNING
    if assembly.short:
        yield shorter_rows(assembly.short)
    if assembly.naive and assembly.clock == "local":
        yield local_taken(assembly.options.zone.key)
    elif assembly.naive and assembly.clock != "utc":
        yield zoneless(assembly.options.zone.key)
    yield from odd_hours(assembly.doubled, assembly.missing)
    yield from nameless(users)
    if assembly.naive + assembly.zoned and are_days(assembly.clocks, assembly.midnights):
        yield NO_CLOCKS
    if assembly.half_days.warning:
        yield assembly.half_days.warning
    yield from assembly.notes


NO_CLOCKS: Final = (
    "The file has days without a time of day: all were taken as midnight, and what happened first on a day is unknown."
)
NO_REASONS: Final = (
    "The reasons (ResultReason) are missing: why attempts ended as they did is unknown, and some that were "
    "cancelled may count as failed."
)


def few_reasons(blank: int, steps: int) -> str:
    """That some of an audit log's steps do not say which they are."""
    return (
        f"{blank:,} of {steps:,} steps have no reason (ResultReason): how far such attempts came, and why they ended, "
        "may be unknown. Load the report as it was downloaded."
    )


def ceilings(rows: int, headers: int, most: tuple[int, ...], what: str = "report") -> Iterator[str]:
    """The warning that a file has exactly as many rows as its source gives, or as a spreadsheet takes."""
    if rows in most:
        yield (
            f"The file has exactly {rows:,} rows, the most that one {what} holds: it is probably cut off. "
            "Download a shorter span."
        )
    lines = rows + headers + 1
    if lines in SHEETS:
        yield (
            f"The file has exactly {lines:,} lines, the most that a spreadsheet holds: it is probably cut off. "
            "Load the report as it was downloaded."
        )


SHEETS = (1_048_576, 65_536)  # lines of a worksheet, today and before 2007


def shorter_rows(rows: int) -> str:
    """That rows had fewer cells than the header."""
    those = "1 row has" if rows == 1 else f"{rows:,} rows have"
    return f"{those} fewer cells than the header: what is left out at the end was taken as blank."


def local_taken(zone: str) -> str:
    """That times on somebody's clock were read by the zone that is set."""
    return f"The header says that the times are local: they were taken as {zone}, which SSPR_REPORT_TIMEZONE sets."


def zoneless(zone: str) -> str:
    """That times do not say on which clock they are."""
    return f"The times are written without a zone and were taken as {zone}; SSPR_REPORT_TIMEZONE sets another."


_UNZONED: Final = ("written without a zone", "says that the times are local")  # in every warning that says so


_GUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
NAMELESS: Final = (
    f"Most of its user IDs have no @, as names for display and masked ones have: whoever shares such a name "
    f"{cut_off.ONE_PERSON}, and other reports call them otherwise."
)

OF_WINDOWS: Final = (
    "{} of an account of Windows (DOMAIN\\name): such a person counts as another than the one with the address."
)


def several_names(accounts: int) -> str:
    """That accounts are named otherwise in other rows, of the file or of earlier loads."""
    those = "1 account (object ID) is" if accounts == 1 else f"{accounts:,} accounts (object IDs) are"
    return f"{those} named {cut_off.RENAMED}, as after a change of name: they count as a person under each."


NO_PERSON: Final = "an app"  # who changes a policy and is nobody


def nameless(users: Iterable[str]) -> Iterator[str]:
    """That people of a report are given by something else than a user ID: most, or by names of a Windows domain."""
    found = list(users)
    others = [user for user in found if "@" not in user]
    named = [user for user in others if user != NO_PERSON and not _GUID.fullmatch(user)]
    if len(named) > len(found) - len(others):
        yield NAMELESS
    elif windows := sum("\\" in user for user in others):
        yield OF_WINDOWS.format("1 user ID is the name" if windows == 1 else f"{windows:,} user IDs are names")
    yield from cut_short(found)


_AT_ONE_LENGTH: Final = 5  # user IDs; fewer may be as long as each other by chance
CUT_SHORT: Final = (
    "Many of its user IDs end at one length, in the middle of their domain: they are cut off, and whoever begins alike "
    "counts as one person. Load the report with whole user IDs."
)


def cut_short(users: Sequence[str]) -> Iterator[str]:
    """That the longest user IDs are as long as each other, and their domains are beginnings of one another."""
    most = max(map(len, users), default=0)
    domains = [domain.casefold() for user in users if len(user) == most for domain in [user.partition("@")[2]]]
    longest = max(domains, key=len, default="")
    cut = [domain for domain in domains if longest.startswith(domain)]
    if len(cut) >= _AT_ONE_LENGTH and len(set(cut)) > 1:
        yield CUT_SHORT


# What Windows-1252 makes of letters of other code pages, as of a command prompt or a Mac: signs that no user ID has,
# and capitals in the middle of small letters.
_STRANGE: Final = re.compile(
    "[\x80-\x9f\xa1-\xa9\xab-\xb3\xb5\xb6\xb8\xb9\xbb-\xbf\xd7\xf7\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a"
    "\u2013\u2014\u2122\u02c6\u02dc\u0192]|[a-z][\u0152\u0160\u0178\u017d\xc6\xd0\xde](?=[a-z@.])"
)
OTHER_CODE_PAGE: Final = (
    "User IDs in it hold signs that no name has, as where a file of another code page is read as Windows-1252: such "
    "people are called otherwise in other reports. Export it again as UTF-8."
)


def other_code_page(encoding: str, users: Iterable[str]) -> Iterator[str]:
    """That letters of user IDs may be others than those that were written."""
    if encoding == "cp1252" and any(_STRANGE.search(user) for user in users):
        yield OTHER_CODE_PAGE


_RESULTS: Final = frozenset(map(str, Result))
_MANY: Final = 20  # attempts; fewer may be one person's, or end alike by chance
_PEOPLE: Final = {True: 8, False: 5}  # of whom all succeeded, or all failed: fewer may by chance, as most succeed
# So many are no chance. Where 80, 90, 95 % of attempts succeed, of honest files with 8 attempts 17, 43, 66 % hold
# successes alone, with 20 attempts 1, 12, 36 %, with 60 fewer than 0.01, 0.2, 5 %; with 5 attempts fewer than 0.04 %
# hold none.
_SURELY: Final = {True: 60, False: _MANY}
ALL_FAILED: Final = (
    f"None of its attempts succeeded, {cut_off.FILTERED} result: whoever succeeded since would count as stuck. If it "
    "is, load it whole."
)
ALL_WORKED: Final = (
    f"All its attempts succeeded, {cut_off.FILTERED} result: whoever failed would be missing. If it is, load it whole."
)


def one_sided(attempts: pd.DataFrame) -> Iterator[str]:
    """That so many attempts of a report all succeeded, or none, where all its results are known ones."""
    different, good = set(attempts["result"].unique()), {str(Result.SUCCEEDED)}
    many = len(attempts) >= _MANY or attempts["user"].nunique() >= _PEOPLE[different == good]
    if many and different <= _RESULTS and (different == good or not different & good):
        said = ALL_WORKED if different == good else ALL_FAILED
        yield said if len(attempts) >= _SURELY[different == good] else f"{said} {cut_off.BY_CHANCE}"


_OF_EACH: Final = 10  # people whose rows stand together, each person's: by chance in order of time once in 10!
_NEARLY_ALL: Final = 0.95  # of them, as programs differ in the order of signs


def sorted_alone(attempts: pd.DataFrame) -> Iterator[str]:
    """That users and times both run in order: where rows are sorted by user, the times begin again with each one."""
    at, codes = attempts["at"].astype("int64").to_numpy(), attempts["user"].cat.codes.to_numpy()
    steps, begins = np.diff(at), np.flatnonzero(np.diff(codes, prepend=-1))
    users = codes[begins]
    if len(users) < _OF_EACH or not ((steps >= 0).all() or (steps <= 0).all()):
        return
    if np.bincount(users).max() > 1 or len(np.unique(at[begins])) < _NEARLY_ALL * len(users):
        return
    names = [str(name).casefold() for name in attempts["user"].cat.categories[users]]
    up = sum(one < other for one, other in pairwise(names)) / (len(names) - 1)
    if not 1 - _NEARLY_ALL < up < _NEARLY_ALL:
        yield (
            f"Its users and its times {cut_off.BOTH_IN_ORDER}, as where one of these columns was sorted by itself: "
            "then its rows are those of other people. Load the report as it was downloaded."
        )


_FEW: Final = 3  # rows: fewer may be odd in the log itself
_PART: Final = 0.05


def mixed_up(attempts: pd.DataFrame) -> Iterator[str]:
    """That so many rows have the result of another row, as their details are documented with another one."""
    known, against = 0, 0
    for result, text, rows in _pairs(attempts["result"], attempts["detail"]):
        detail = load().match(text) if text and result in _RESULTS else None
        if detail:
            known += rows
            against += rows * (detail.result != result)
    if against >= max(_FEW, _PART * known) or 1 < against >= known / 2:
        yield (
            f"{against:,} of {known:,} results {cut_off.MIXED_UP}, as where one column was sorted or pasted by itself: "
            "results or details may be those of other rows, and other people. Load the report as it was downloaded."
        )


def _pairs(one: pd.Series, other: pd.Series) -> Iterator[tuple[str, str, int]]:
    """What two columns of words say together, and in how many rows."""
    width = len(other.cat.categories)
    rows = np.bincount(one.cat.codes.to_numpy(np.int64) * width + other.cat.codes.to_numpy())
    for place in np.flatnonzero(rows).tolist():
        yield one.cat.categories[place // width], other.cat.categories[place % width], int(rows[place])


_AT_ALL: Final = 30  # attempts; of fewer, or of a few days, nobody may have tried twice
_DAYS: Final = timedelta(days=3)
_FAILED: Final = 12  # of them that did not succeed


def nobody_twice(attempts: pd.DataFrame) -> Iterator[str]:
    """That nobody tried twice, though many did not succeed."""
    failed = int((attempts["result"] != str(Result.SUCCEEDED)).sum())
    if len(attempts) < _AT_ALL or attempts["at"].max() - attempts["at"].min() < _DAYS:
        return
    if failed >= _FAILED and attempts["user"].nunique() == len(attempts):
        yield (
            f"Nobody stands in it twice, though {failed:,} attempts did not succeed, {cut_off.FILTERED} user (Remove "
            "Duplicates): what else they tried would be missing. If it is, load it whole."
        )


def one_person(rows: pd.DataFrame, attempts: int) -> Iterator[str]:
    """That attempts, or registrations, are all of one user ID: over more than a day, or so many."""
    users = rows["user"].unique()
    if len(users) != 1 or "@" not in users[0] or attempts < 2:  # noqa: PLR2004 - one is one person's
        return
    if attempts >= _MANY or rows["at"].max() - rows["at"].min() >= timedelta(days=1):
        also = " If it was put there in place of others, several people count as one." if attempts >= _MANY else ""
        those = f"All its {len(rows):,} rows name one user ID, {cut_off.FILTERED} person"
        yield f"{those}: what others did is missing.{also}"


def have_zone(warnings: Iterable[str]) -> bool:
    """Whether the times that a report's warnings are about were written with their zone."""
    return not any(words in warning for warning in warnings for words in _UNZONED)


HEADER_SAYS_UTC: Final = (
    "The times are written without a zone and were taken as UTC, as the header says. If a spreadsheet has saved the "
    "file again, they may be on another clock: load the report as it was downloaded."
)


def odd_hours(doubled: int, missing: int) -> Iterator[str]:
    """That some times lie where a clock was changed."""
    if doubled:
        yield f"{_count(doubled)} in the hour that happens twice when summer time ends; the first was taken."
    if missing:
        yield f"{_count(missing)} in the hour that summer time leaves out; read as an hour later."


def _count(times: int) -> str:
    return f"{times:,} {'time lies' if times == 1 else 'times lie'}"
