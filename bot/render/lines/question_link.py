"""A link to a question, which asks it again for whoever opens it: the question stands in it, never an answer."""

from urllib.parse import parse_qs, urlencode, urlsplit

PATH = "/ask"
_LONGEST = 500


def link_to(base: str, question: str) -> str:
    """The address of a question; `base` is where people reach the bot, like https://sspr.contoso.com."""
    return f"{base.rstrip('/')}{PATH}?{urlencode({'q': question})}"


def question_in(base: str, address: str) -> str | None:
    """The question that an address of ours holds; None for any other address."""
    try:
        asked, ours = urlsplit(address), urlsplit(f"{base.rstrip('/')}{PATH}")
        question = parse_qs(asked.query, max_num_fields=5).get("q", [""])[0].strip()
    except ValueError:
        return None
    same = (asked.scheme, asked.netloc, asked.path) == (ours.scheme, ours.netloc, ours.path)
    return question if same and 0 < len(question) <= _LONGEST else None
