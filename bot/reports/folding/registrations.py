"""Registration events of both services as rows of the registration activity report."""

import re
from typing import Final

import numpy as np
import pandas as pd

from bot.knowledge.vocabulary import PASSKEY, TEMPORARY_ACCESS, WINDOWS_HELLO, Method, join_methods
from bot.reports.folding.groups import sessions
from bot.reports.folding.rows import Rows, Word, categories, starts_of
from bot.reports.folding.steps import Activity
from bot.reports.instants import utc

# The reasons vary freely from tenant to tenant: plain words in them tell the datum; what tells none stays as it is.
_DATA: Final = (
    (re.compile(r"passkey|fido"), (PASSKEY,)),
    (re.compile(r"temporary access pass"), (TEMPORARY_ACCESS,)),
    (re.compile(r"windows hello"), (WINDOWS_HELLO,)),
    (re.compile(r"e-?mail"), (Method.ALTERNATE_EMAIL,)),
    (re.compile(r"office"), (Method.OFFICE_PHONE,)),
    (re.compile(r"question"), (Method.SECURITY_QUESTIONS,)),
    (re.compile(r"\bapp\b.*notification.*code"), (Method.APP_CODE, Method.APP_NOTIFICATION)),
    (re.compile(r"\bapp\b.*notification"), (Method.APP_NOTIFICATION,)),
    (re.compile(r"\bapp\b.*code|software oath|soft(?:ware)? ?token"), (Method.APP_CODE,)),
    (re.compile(r"microsoft authenticator|\bauthenticator\b"), (Method.APP_NOTIFICATION,)),
    (re.compile(r"hardware"), (Method.HARDWARE_CODE,)),
    (re.compile(r"mobile|phone|\bsms\b"), (Method.MOBILE_PHONE,)),
)
_AROUND = re.compile(
    r"^(?:user|admin) (?:registered|saved|added|updated|deleted)\s+|\s+method for user$", re.IGNORECASE
)
_SAYS_NOTHING: Final = frozenset({"", "none", "success", "security info"})


def datum_of(activity: Activity, reason: str) -> str:
    """What was registered, in the report's words where they fit; "" where the event does not say."""
    return datum_in(reason) if activity is Activity.SAVED else ""


def datum_in(reason: str) -> str:
    """The datum that a reason names, whatever was done with it; "" where it names none."""
    rest = _AROUND.sub("", reason.strip().rstrip(".")).strip()
    if rest.casefold() in _SAYS_NOTHING:
        return ""
    found = next((methods for pattern, methods in _DATA if pattern.search(rest.casefold())), (rest,))
    return join_methods(tuple(sorted(str(method) for method in found)))


def registrations_of(rows: Rows) -> pd.DataFrame:
    """One row a person and datum and sitting, with the columns of `fold.FOLDED_REGISTRATIONS`.

    Both services log the same act, and a finished registration is logged beside its data: an event that names no datum
    counts only in a sitting that names none at all.
    """
    rows = rows.only(np.array([_counts(word) for word in rows.words] or [False], bool)[rows.word])
    said = np.array([datum_of(word.activity, word.reason) for word in rows.words] or [""], object)
    data, of_word = np.unique(said, return_inverse=True)
    datum, sitting = of_word[rows.word], sessions(rows)
    order = np.lexsort((rows.micros, datum, sitting))
    rows, datum, sitting = rows.only(order), datum[order], sitting[order]
    names_any = np.bincount(sitting, weights=data[datum] != "", minlength=1) > 0
    keep = starts_of(sitting, datum) & ~(names_any[sitting] & (data[datum] == ""))
    return _frame(rows.only(keep), categories(datum[keep], list(data)))


def _counts(word: Word) -> bool:
    return word.success and word.activity in (Activity.SAVED, Activity.REGISTERED)


def _frame(rows: Rows, datum: pd.Categorical) -> pd.DataFrame:
    began = np.datetime_as_string(rows.second.view("M8[s]"))
    keys = [
        f"{rows.keys[user]} registration {at} {word}" for user, at, word in zip(rows.user, began, datum, strict=True)
    ]
    return pd.DataFrame(
        {
            "user": categories(rows.user, rows.users),
            "role": categories(np.zeros(len(rows.user), np.int64), [""]),
            "at": utc(rows.micros),
            "datum": datum,
            "key": pd.Series(keys, dtype="str"),
        }
    )
