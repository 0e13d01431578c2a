"""Links to next pages that lead back, or are none: said, never followed."""

import gzip

import httpx
import pytest

from bot.errors import SourceError
from bot.service.loading.ports import Page
from bot.sources import graph_client
from bot.sources.graph_client import GraphClient
from bot.sources.graph_rate_limit import GraphRateLimit
from bot.sources.graph_tokens import AppTokens

BASE = "https://graph.example"


class Token:
    def token(self) -> str:
        return "t"

    def renew(self) -> None:
        raise AssertionError


def client(links: dict[str, str]) -> GraphClient:
    def answer(request: httpx.Request) -> httpx.Response:
        link = links.get(request.url.path, "")
        return httpx.Response(200, json={"value": [], "@odata.nextLink": link})

    http = httpx.Client(transport=httpx.MockTransport(answer))
    limit = GraphRateLimit(lambda: 0.0, lambda _: None)
    return GraphClient(BASE, Token(), http, limit, lambda _: None, lambda: 0.0)


def follow(graph: GraphClient) -> int:
    page, pages = Page(b"", (), f"{BASE}/a"), 0
    while page.link and pages < 20:
        page, pages = graph.page(page.link), pages + 1
    return pages


def test_links_that_lead_in_a_circle_end() -> None:
    with pytest.raises(SourceError):
        follow(client({"/a": f"{BASE}/b", "/b": f"{BASE}/c", "/c": f"{BASE}/a"}))


@pytest.mark.parametrize("link", [f"{BASE}/b\t", f"{BASE}/\0", "https://[", f"{BASE}/\ud800"])
def test_a_link_that_is_none_is_a_sentence(link: str) -> None:
    graph = client({})
    with pytest.raises(SourceError):
        graph.page(link)


def test_links_that_lead_on_are_followed() -> None:
    assert follow(client({"/a": f"{BASE}/b", "/b": f"{BASE}/c"})) == 3


def test_a_sign_in_that_does_not_answer_is_a_sentence() -> None:
    exceptions = pytest.importorskip("azure.core.exceptions")

    class Away:
        def get_token(self, _scope: str) -> None:
            raise exceptions.ServiceRequestError("no route")

    with pytest.raises(SourceError, match="does not answer"):
        AppTokens(Away, f"{BASE}/.default").token()


def test_pages_without_end_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph_client, "MOST_PAGES", 10)
    with pytest.raises(SourceError, match="ever more pages"):
        follow(client({f"/{'a' * n}": f"{BASE}/{'a' * (n + 1)}" for n in range(1, 30)}))


def test_a_page_that_unpacks_to_a_thousand_times_its_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph_client, "MOST_BYTES", 1_000_000)
    packed = gzip.compress(b'{"value": [' + b" " * 30_000_000 + b"]}")

    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(packed))

    http = httpx.Client(transport=httpx.MockTransport(answer))
    graph = GraphClient(BASE, Token(), http, GraphRateLimit(lambda: 0.0, lambda _: None), lambda _: None, lambda: 0.0)
    with pytest.raises(SourceError, match="more than 1 MB"):
        graph.page(f"{BASE}/a")
