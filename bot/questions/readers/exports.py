"""Which rows are wanted as a file."""

from typing import TYPE_CHECKING, get_args

from bot.later import later_import
from bot.questions.parse_error import NoPlaceError, ParseError
from bot.questions.question import Export, Exportable, ExportFormat, FreelyWorded, Question
from bot.questions.question_type import Context
from bot.questions.readers.tokens import without
from bot.questions.text import join, split

if TYPE_CHECKING:
    from bot.analysis.fleet import fleet, numbers
else:  # only a provider asks
    fleet = later_import("bot.analysis.fleet.fleet")
    numbers = later_import("bot.analysis.fleet.numbers")

_ALL_ATTEMPTS = frozenset({"attempts", "activity"})
_QUESTIONS = frozenset(kind.__dataclass_fields__["kind"].default for kind in get_args(Question)) - {"help", "export"}
_NO_ROWS = ("incidents", "time", "helped", "unknown", "data", "fleet")  # shown, and not exported
_SHOWN_ALONE = ("triage", "subscriptions")  # shown likewise, where nothing is done


def read_export(rest: str, context: Context) -> Question:
    """`export QUESTION [as csv|parquet] [classic]`."""
    tokens = split(rest)
    classic = "classic" in map(str.casefold, tokens)
    tokens = without(rest, {"classic"})
    kind = ExportFormat.CSV
    if len(tokens) > 1 and tokens[-2].casefold() == "as":
        word = tokens[-1]
        if word.casefold() not in set(map(str, ExportFormat)):
            raise ParseError(word, f"An export is csv or parquet, not {word}.", ["csv"])
        kind, tokens = ExportFormat(word.casefold()), tokens[:-2]
    if not tokens:
        raise ParseError("export", "export needs a question behind it.", ["export failures 7d"])
    if tokens[0].casefold() in _ALL_ATTEMPTS:
        tokens = ("trend", *tokens[1:])  # the question whose rows are all attempts, whatever became of them
    question = context.ask(join(tokens), context)
    if not isinstance(question, Exportable):
        if isinstance(question, FreelyWorded) and question.kind in _NO_ROWS:
            sentence = f"There are no rows behind {question.kind} to export."
            raise ParseError(join(tokens), sentence, [question.read_as or join(tokens)], whole=True)
        named = tokens[0] if tokens[0].casefold() in _QUESTIONS else "that"
        shown = join(tokens).casefold()
        alone = shown in _SHOWN_ALONE
        suggested = shown if alone else "export failures 7d"
        raise ParseError(join(tokens), f"There are no rows behind {named} to export.", [suggested], whole=alone)
    if question.interpretation and {"names", "masked"} & {*join(tokens).casefold().split()}:
        sentence = "I exported nothing: an export has the user IDs as they are, neither left out nor masked."
        raise ParseError(join(tokens), sentence, ["export attempts 7d classic"] * classic, known=classic, whole=True)
    if question.interpretation and not classic:  # read from free words, and so is the whole
        raise NoPlaceError(join(tokens), ["export failures 7d"], what="what to export")
    return Export(question, kind, classic=classic)
