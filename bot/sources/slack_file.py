"""A report that somebody shared in Slack: looked at before it is fetched, fetched from Slack alone, with a cap."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

import httpx
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import SourceError
from bot.service.loading.shared_file import SharedFile
from bot.sources.folder import SUFFIXES

MOST_BYTES = 50_000_000
_SECONDS = 60
_HOSTED = ("hosted", "snippet")  # kept by Slack; others are links to other places
_CHUNK = 1 << 20
_NO_ANSWER = "Slack does not hand the file over just now. Please share it again in a minute."
_SCOPE = "I may not read files here: the app lacks files:read. Ask the people who run me to install it again."


@dataclass(frozen=True, slots=True)
class SlackFiles:
    """Files of one workspace. Raises SourceError with a sentence when Slack does not give one."""

    client: WebClient

    def look(self, file_id: str) -> SharedFile:
        """Ask Slack about a file."""
        try:
            described: Mapping[str, Any] = self.client.files_info(file=file_id)["file"]
        except SlackApiError as error:
            missing = error.response.get("error") == "missing_scope"
            raise SourceError(_SCOPE if missing else _NO_ANSWER) from error
        except (SlackClientError, OSError, HTTPException, ValueError, RecursionError) as error:
            raise SourceError(_NO_ANSWER) from error
        name, size = str(described.get("name") or "the file"), int(described.get("size") or 0)
        url, reportlike = str(described.get("url_private_download") or ""), name.lower().endswith(SUFFIXES)
        hosted = bool(url) and described.get("mode") in _HOSTED
        return SharedFile(name, size, url, reportlike, _problem(name, size, hosted=hosted, reportlike=reportlike))

    @contextmanager
    def fetched(self, file: SharedFile) -> Iterator[BinaryIO]:
        """Fetch a file's content to disk, under a name that another process can read; it is gone when it was read."""
        if not self._is_slacks(file.url):
            raise SourceError(f"{file.name} does not lie with Slack, so I do not fetch it.")
        with NamedTemporaryFile() as content:
            try:
                self._copy(file, cast("BinaryIO", content))
            except httpx.HTTPError as error:
                raise SourceError(_NO_ANSWER) from error
            content.seek(0)
            yield cast("BinaryIO", content)

    def _is_slacks(self, url: str) -> bool:
        """Whether the bot's token may go there: to the Slack that the bot talks to, and nowhere else."""
        asked, api = urlsplit(url), urlsplit(self.client.base_url)
        return asked.scheme == api.scheme and asked.netloc in (api.netloc, f"files.{api.netloc}")

    def _copy(self, file: SharedFile, content: BinaryIO) -> None:
        headers = {"Authorization": f"Bearer {self.client.token}"}
        options: dict[str, Any] = {"proxy": self.client.proxy, "timeout": _SECONDS, "follow_redirects": False}
        options |= {"verify": self.client.ssl} if self.client.ssl else {}
        with httpx.stream("GET", file.url, headers=headers, **options) as answer:
            # To a token that may not read it, Slack shows its sign-in page, and says 200 or sends elsewhere.
            if answer.status_code != httpx.codes.OK or answer.headers.get("content-type", "").startswith("text/html"):
                raise SourceError(_SCOPE if answer.is_success or answer.is_redirect else _NO_ANSWER)
            size = 0
            for chunk in answer.iter_bytes(_CHUNK):
                size += len(chunk)
                if size > MOST_BYTES:
                    raise SourceError(f"{file.name} is larger than Slack said, so I stopped reading it.")
                content.write(chunk)


def _problem(name: str, size: int, *, hosted: bool, reportlike: bool) -> str | None:
    """Why a file is not taken."""
    if not hosted:
        return f"{name} is not kept by Slack itself, so I cannot read it. Share the file, not a link to it."
    if not reportlike:
        *kinds, last = (suffix.removeprefix(".").upper() for suffix in SUFFIXES)
        return f"{name} is no report that I could read. I take reports as {', '.join(kinds)} or {last} files."
    if not size:
        return f"{name} is empty."
    if size > MOST_BYTES:
        return (
            f"{name} has {-(-size // 1_000_000):,} MB, and I take up to {MOST_BYTES // 1_000_000} MB here. Put it into "
            "the reports folder, or load it with the command sspr load."
        )
    return None
