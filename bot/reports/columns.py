"""The frames that everything else stands on: their columns, dtypes and meaning.

Times are `datetime64[us, UTC]`. WordColumn are categoricals: a frame of three million attempts holds each word once.
"""

from typing import Final

import pandas as pd

from bot.knowledge.vocabulary import Result

TIME: Final = "datetime64[us, UTC]"
RESULTS: Final = pd.CategoricalDtype([str(result) for result in Result])

# What a reader hands over: the source's own words, one row a report row.
#   user      str category  as written in the report (never folded)
#   role      str category  "" when the report has none
#   at        TIME
#   methods   str category  join_methods(parse_methods(cell)): sorted set, "" for none
#   result    str category  the canonical Result value; the raw word when no document lists it
#   detail    str category  the raw sentence, blanks trimmed
#   event_id  str or None   object column, only where the source has ids of its own
#   line      int64         the line of the file that the row starts on
READ_ATTEMPTS: Final = ("user", "role", "at", "methods", "result", "detail", "line")
#   datum     str category  join_methods(parse_methods(cell)); one datum almost always
#   failed    bool          only where the source tells of registrations that did not work
READ_REGISTRATIONS: Final = ("user", "role", "at", "datum", "line")

# What a snapshot holds.
#   position  int32         where the row stands in the ledger: grows in the order of loading; int64 past 2,147,483,647
#   at        TIME          rows are sorted by (at, position)
#   user      category      casefolded keys; all frames of a snapshot share Snapshot.people's order
#   role, methods           category
#   result    RESULTS       a word that no document lists is "Unrecognised"
#   detail    category      the catalogue's key; "?" + the raw sentence when the catalogue does not know it
#   started   category      the method that was begun last, where an audit log tells; "" for none. `methods` are those
#                           that were passed, and a failure's detail may name the one that it failed at
#   cause     category      the cause's key; "unrecognised" for such a sentence, "done" for a success
#   took      uint16        seconds from the first step to the last, where an audit log tells: see `ends`
ATTEMPTS: Final = ("position", "at", "user", "role", "methods", "result", "detail", "started", "cause", "took")
#   datum     category
REGISTRATIONS: Final = ("position", "at", "user", "role", "datum")
#   what the audit log tells beside resets, never counted as one
#   kind      category  an AttemptKind but RESET: "unlock", "change", "admin reset"; of a change of policy what
#                       was changed, too: "policy change: ..."
#   result    RESULTS       an admin's reset that succeeded closes the open cases of its user as "helpdesk"
INTERVENTIONS: Final = ("position", "at", "user", "kind", "result")
#   one row a person: the directory's state at the last pull
#   user category, registered bool, enabled bool, capable bool, admin bool, guest bool,
#   methods category (joined, the source's words), seen TIME (when the row was read)
ROSTER: Final = ("user", "registered", "enabled", "capable", "admin", "guest", "methods", "seen")
