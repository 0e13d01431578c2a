"""Filters as people write them: `result:blocked`, `cause:onprem`, `cause:-onprem`, `role:...`, `domain:...`."""

import re
from collections.abc import Callable

from bot.knowledge.admin_roles import ANY
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.vocabulary import Method, Result, is_documented_method, parse_methods, parse_result
from bot.questions.parse_error import ParseError, listed, nearest
from bot.questions.words.recognition.vocabulary import vocabulary

KEYS = ("result", "cause", "method", "role", "domain")
LEFT_OUT = ("not_result", "not_cause")  # what `result:-blocked` and `cause:-onprem` take away
OPEN = frozenset({"role", "domain"})  # filters by what stands in the reports, which nobody can list beforehand

_FILTER = re.compile(r"([A-Za-z]+)[:=](.*)", re.DOTALL)
_RESULT_WORDS = tuple(
    str(result).casefold().replace(" ", "_") for result in Result if result is not Result.UNRECOGNISED
)
_METHOD_WORDS = tuple(str(method).casefold().replace(" ", "_") for method in Method)
_DOMAIN = re.compile(r"[^\s@<>:]{1,253}")
_LONGEST_ROLE = 100
_ADMINS = frozenset({"admin", "admins", "administrator", "administrators"})

Taken = tuple[str, str, int]


def take_filter(tokens: tuple[str, ...], catalogue: Catalogue) -> Taken | None:
    """The filter that the words begin with: its field, its value, how many words it took; None when none does."""
    match = _FILTER.fullmatch(tokens[0])
    if match is None:
        return None
    key, value = match[1].casefold(), match[2].strip()
    if len(key) == 1:  # a drive's letter: `C:\\reports`
        return None
    if key == "tenant":  # where there are several it is taken off before
        raise ParseError(
            tokens[0], f"I serve one tenant here, so {tokens[0]} has no place: ask without it.", [""], known=True
        )
    if key not in KEYS:
        close = [f"{other}:{value}" for other in nearest(key, KEYS)]
        raise ParseError(tokens[0], f"There is no filter {key}; there are {listed(KEYS)}.", close, known=True)
    count = 1 if value or len(tokens) == 1 else 2  # `result: blocked`
    value = value or " ".join(tokens[1:count])
    but = "-" if value.startswith("-") else ""
    if but and f"not_{key}" not in LEFT_OUT:
        raise ParseError(tokens[0], f"Only a result or a cause can be left out, no {key}.", known=True)
    value, read = value.removeprefix(but).strip(), _READERS[key]
    name = f"not_{key}" if but else key
    if key in {"result", "method", "cause"} and (two := read(" ".join((value, *tokens[count : count + 1])), catalogue)):
        return name, two, min(count + 1, len(tokens))
    if one := read(value, catalogue):
        return name, one, count
    raise _refusal(tokens[0], key, but, value if tokens[0][-1:] not in ":=" else "", catalogue)


def _refusal(word: str, key: str, but: str, value: str, catalogue: Catalogue) -> ParseError:
    known = examples(key, catalogue)
    if not value:
        example = {"result": "failed", "method": "mobile_phone"}.get(key, known[0])
        return ParseError(word, f"{key}: needs a value right behind the colon.", [f"{key}:{but}{example}"], known=True)
    close = _meant(key, value)
    if not close or key == "method":  # a phone may be either
        close = tuple(dict.fromkeys((*close, *nearest(re.sub(r"[\s-]+", "_", value.split(",", maxsplit=1)[0]), known))))
    return ParseError(
        word, f"{value} is no {key}; there are {listed(known)}.", [f"{key}:{but}{other}" for other in close], known=True
    )


def _meant(key: str, value: str) -> tuple[str, ...]:
    """What another word stands for: `license` for no_license, `not_registered` for methods_missing."""
    tags = vocabulary().phrases.get(tuple(re.split(r"[\s_-]+", value.casefold())), frozenset())
    named = (tag.partition(".") for tag in sorted(tags))
    meant = tuple(word for family, _, word in named if family == key and word)
    return meant or (("methods_missing",) if key == "cause" and "unregistered" in tags else ())


def examples(key: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Words that a filter understands: all of them, or one as an example where they come from the reports."""
    match key:
        case "result":
            return _RESULT_WORDS
        case "cause":
            return catalogue.cause_words()
        case "method":
            return _METHOD_WORDS
        case "role":
            return ("user",)
        case _:
            return ("contoso.com",)


def _result(value: str, _: Catalogue) -> str | None:
    result = parse_result(value)
    return str(result) if result else None


def _cause(value: str, catalogue: Catalogue) -> str | None:
    word = re.sub(r"[\s-]+", "_", value.casefold()).replace("licence", "license")
    return word if word in catalogue.cause_words() else None


def _method(value: str, _: Catalogue) -> str | None:
    methods = parse_methods(value)
    return methods[0] if len(methods) == 1 and is_documented_method(methods[0]) else None


def _role(value: str, _: Catalogue) -> str | None:
    """A role as the reports spell it; `admin` is each that is an administrator's."""
    if value.casefold() in _ADMINS:
        return ANY
    return value if 0 < len(value) <= _LONGEST_ROLE else None


def _domain(value: str, _: Catalogue) -> str | None:
    value = value.removeprefix("@").casefold()
    return value if _DOMAIN.fullmatch(value) else None


_READERS: dict[str, Callable[[str, Catalogue], str | None]] = {
    "result": _result,
    "cause": _cause,
    "method": _method,
    "role": _role,
    "domain": _domain,
}
