"""Why Graph does not answer, in a sentence for whoever runs the bot: what, where, what next."""

import json

import httpx

from bot.errors import SourceError

PERMISSION = "AuditLog.Read.All"
_NO_LICENCE = ("NonPremiumTenant", "RequestFromNonPremium", "premium")
_UNAUTHORISED, _FORBIDDEN, _NOT_FOUND, _TOO_MANY = 401, 403, 404, 429
_SHOWN = 200


def refusal(response: httpx.Response, base: str) -> SourceError:
    """Explain an answer that trying again does not change."""
    code, message = _code_and_message(response)
    status = response.status_code
    if status == _UNAUTHORISED:
        return SourceError(
            f"{base} does not accept the token ({code or status}): it has expired, or is for another service or cloud. "
            "Check the app's credentials, or the token that was set, and SSPR_GRAPH_URL."
        )
    if status == _FORBIDDEN:
        return _forbidden(base, code, message)
    if status == _NOT_FOUND or response.is_redirect:
        return _not_graph(base, f"it answers {status}")
    return SourceError(f"{base} refused the request with {status}{_quoted(code, message)}.")


def gave_up(base: str, response: httpx.Response | None, waited: float) -> SourceError:
    """Explain that an answer never came, however often it was asked for."""
    minutes = max(1, round(waited / 60))
    again = "What was read is kept; the next pull goes on from there."
    if response is None:
        return SourceError(
            f"{base} cannot be reached. Check the network, the proxy and SSPR_GRAPH_URL, then pull again. {again}"
        )
    if response.status_code == _TOO_MANY:
        return SourceError(
            f"{base} has asked to wait for more than {minutes} minutes (429, too many requests): another program reads "
            f"the same reports, or pulls follow too fast. {again}"
        )
    if response.is_success:
        return SourceError(f"{base} sent broken JSON again and again; is a proxy in between? {again}")
    return SourceError(f"{base} has trouble of its own ({response.status_code}, again and again). {again}")


def other_host(base: str) -> SourceError:
    """Refuse a next page on another host, or at no address at all: the token is not sent there."""
    return SourceError(
        f"{base} names a next page that is no address there, and the token is not sent to it. Check SSPR_GRAPH_URL."
    )


def endless(base: str) -> SourceError:
    """Refuse a next page that is the page itself."""
    return SourceError(f"{base} names one and the same next page again and again, so the pull was stopped.")


def too_long(base: str, pages: int) -> SourceError:
    """Refuse pages without end."""
    return SourceError(
        f"{base} names ever more pages ({pages:,} by now), so the pull was stopped; what came before is kept."
    )


def too_large(base: str, size: int) -> SourceError:
    """Refuse a page that is no page of a report."""
    return SourceError(f"{base} sent a page of more than {size // 1_000_000} MB, so the pull was stopped.")


def _forbidden(base: str, code: str, message: str) -> SourceError:
    if any(word.casefold() in f"{code} {message}".casefold() for word in _NO_LICENCE):
        return SourceError(
            f"{base} gives these reports only to a tenant with a Microsoft Entra ID P1 or P2 licence ({code}). "
            "Assign one to somebody, or download the audit log in the portal and load the file."
        )
    return SourceError(
        f"{base} does not let this app read the reports (403{f', {code}' if code else ''}): grant it the application "
        f"permission {PERMISSION} and an admin's consent. It takes a few minutes to count, and a new token."
    )


def _not_graph(base: str, what: str) -> SourceError:
    return SourceError(
        f"{base} is not Microsoft Graph: {what}. SSPR_GRAPH_URL is the bare host, like https://graph.microsoft.com."
    )


def _code_and_message(response: httpx.Response) -> tuple[str, str]:
    """Read Graph's own code and words, which name nobody."""
    try:
        error = json.loads(response.content)["error"]
        return str(error["code"])[:_SHOWN], str(error.get("message", ""))[:_SHOWN]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "", ""


def _quoted(code: str, message: str) -> str:
    quoted = ": ".join(word for word in (code, message.rstrip(".")) if word)
    return f" ({quoted})" if quoted else ""
