"""Graph, page by page, on a good day and on a bad one."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import httpx
import pytest
from azure.core.exceptions import ClientAuthenticationError

from bot.errors import SourceError
from bot.reports.window import Window
from bot.service.loading.ports import LinkExpired, Page
from bot.sources.graph import Graph, open_graph
from bot.sources.graph_client import GraphClient, _page
from bot.sources.graph_rate_limit import GraphRateLimit
from bot.sources.graph_tokens import AppTokens, GivenToken, tokens_for
from tests.support.fake_graph import TOKEN, FakeGraph, person

END = datetime(2026, 11, 23, 12, tzinfo=UTC)
WEEK = Window(END - timedelta(days=7), END, "the week")


@dataclass
class FakeTime:
    """Sleeping moves the clock and takes no time."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class CountedTokens:
    """token-1, token-2 ..., a new one whenever one is refused."""

    number: int = 1

    def token(self) -> str:
        return f"token-{self.number}"

    def renew(self) -> None:
        self.number += 1


def records(count: int) -> list[dict[str, str]]:
    """Newest first, a minute apart."""
    return [
        {"id": str(number), "activityDateTime": f"{(END - timedelta(minutes=number)).isoformat()[:19]}Z"}
        for number in range(count)
    ]


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def opened(time: FakeTime) -> Iterator[Callable[[FakeGraph], Graph]]:
    made: list[Graph] = []

    def make(fake: FakeGraph) -> Graph:
        graph = open_graph(fake.url, GivenToken(TOKEN), sleep=time.sleep, clock=time.clock, jitter=lambda: 0.5)
        client = graph.client
        rate_limit = GraphRateLimit(time.clock, time.sleep)
        made.append(Graph(GraphClient(client.base, CountedTokens(), client.http, rate_limit, time.sleep, lambda: 0.5)))
        return made[-1]

    yield make
    for graph in made:
        graph.close()


def all_pages(graph: Graph) -> list[Page]:
    pages = [graph.audit_page(WEEK, "")]
    while pages[-1].link:
        pages.append(graph.audit_page(WEEK, pages[-1].link))
    return pages


def ids(pages: list[Page]) -> list[str]:
    return [record["id"] for page in pages for record in page.records]


def test_every_page_is_followed_to_the_last(opened: Callable[[FakeGraph], Graph]) -> None:
    with FakeGraph(records(25), page=10).running() as fake:
        pages = all_pages(opened(fake))
        assert [len(page.records) for page in pages] == [10, 10, 5]
        assert ids(pages) == [str(number) for number in range(25)]
        assert [json.loads(page.content)["value"] for page in pages] == [list(page.records) for page in pages]


def test_only_time_is_filtered_by_the_service_and_links_go_back_as_they_came(
    opened: Callable[[FakeGraph], Graph],
) -> None:
    with FakeGraph(records(11), page=10).running() as fake:
        pages = all_pages(opened(fake))
        assert "loggedByService" not in fake.asked[0]
        assert "ge%202026-11-16T12:00:00.000Z" in fake.asked[0]
        assert fake.asked[1] == pages[0].link.removeprefix(fake.url)


def test_records_outside_the_window_do_not_come(opened: Callable[[FakeGraph], Graph]) -> None:
    with FakeGraph(records(120)).running() as fake:
        hour = Window(END - timedelta(hours=1), END, "an hour")
        assert len(opened(fake).audit_page(hour, "").records) == 61


@pytest.mark.parametrize("seed", range(5))
def test_whatever_goes_wrong_on_the_way_every_record_comes_once(
    seed: int, opened: Callable[[FakeGraph], Graph]
) -> None:
    bad = FakeGraph(records(300), page=10, throttled=0.2, failing=0.1, truncated=0.1, dropped=0.1, seed=seed, lives=7)
    with bad.running() as fake:
        assert ids(all_pages(opened(fake))) == [str(number) for number in range(300)]
        assert fake.token > 1


def test_no_more_than_five_requests_in_ten_seconds(time: FakeTime) -> None:
    rate_limit, times = GraphRateLimit(time.clock, time.sleep), []
    for _ in range(23):
        rate_limit.wait()
        times.append(time.now)
        time.now += 0.3
    assert all(sixth - first > 9.999 for first, sixth in zip(times, times[5:], strict=False))
    assert all(later - sooner <= 10 for sooner, later in pairwise(times))


@pytest.mark.parametrize(("named", "seconds"), [("17", 17.0), ("12.5", 12.5)])
def test_a_throttled_request_waits_as_long_as_it_is_told(
    named: str, seconds: float, time: FakeTime, opened: Callable[[FakeGraph], Graph]
) -> None:
    with FakeGraph(records(1), throttled=1.0, retry_after=named).running() as fake:
        with pytest.raises(SourceError, match="429, too many requests"):
            opened(fake).audit_page(WEEK, "")
        assert set(time.slept) == {seconds}
        assert sum(time.slept) <= 900


def test_json_too_deep_to_read_is_no_page() -> None:
    assert _page(httpx.Response(200, content=b'{"value": ' + b"[" * 100_000)) is None


def test_without_a_named_time_each_wait_is_twice_the_last(time: FakeTime, opened: Callable[[FakeGraph], Graph]) -> None:
    with FakeGraph(records(1), failing=1.0).running() as fake:
        with pytest.raises(SourceError, match=r"trouble of its own \(503"):
            opened(fake).audit_page(WEEK, "")
        waits = [seconds for seconds in time.slept if seconds != 10]
        assert waits[:4] == [0.75, 1.5, 3.0, 6.0]


@pytest.mark.parametrize(
    ("status", "code", "message", "said"),
    [
        (403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", "Neither tenant is B2C", "P1 or P2 licence"),
        (
            403,
            "Authentication_MSGraphPermissionMissing",
            "Calling principal does not",
            r"permission AuditLog\.Read\.All",
        ),
        (404, "", "", "is not Microsoft Graph"),
        (302, "", "", "is not Microsoft Graph"),
        (400, "BadRequest", "Invalid filter clause", "Invalid filter clause"),
        (401, "InvalidAuthenticationToken", "", "does not accept the token"),
    ],
)
def test_a_refusal_is_a_sentence_at_once(
    status: int, code: str, message: str, said: str, time: FakeTime, opened: Callable[[FakeGraph], Graph]
) -> None:
    with FakeGraph(refusal=(status, code, message)).running() as fake:
        with pytest.raises(SourceError, match=said):
            opened(fake).audit_page(WEEK, "")
        assert not time.slept


def test_a_service_that_is_not_there_is_a_sentence(time: FakeTime, opened: Callable[[FakeGraph], Graph]) -> None:
    with FakeGraph().running() as fake:
        graph = opened(fake)
    with pytest.raises(SourceError, match="cannot be reached"):
        graph.audit_page(WEEK, "")


def test_the_token_never_goes_to_another_host(opened: Callable[[FakeGraph], Graph]) -> None:
    with (
        FakeGraph(records(20), page=10, elsewhere="https://graph.contoso.com").running() as fake,
        pytest.raises(SourceError, match="no address there"),
    ):
        all_pages(opened(fake))


def test_a_link_that_the_service_has_forgotten_is_told_apart(opened: Callable[[FakeGraph], Graph]) -> None:
    with FakeGraph(records(20), page=10).running() as fake:
        graph = opened(fake)
        link = graph.audit_page(WEEK, "").link
        fake.forget()
        with pytest.raises(LinkExpired):
            graph.audit_page(WEEK, link)


def test_a_given_token_that_is_refused_is_named() -> None:
    with FakeGraph(token=2).running() as fake:
        graph = open_graph(fake.url, GivenToken(TOKEN))
        with pytest.raises(SourceError, match="SSPR_GRAPH_TOKEN"):
            graph.audit_page(WEEK, "")
        graph.close()


def test_checks_say_what_is_missing(opened: Callable[[FakeGraph], Graph]) -> None:
    with FakeGraph(records(3), [person("dana@contoso.com")]).running() as fake:
        graph = opened(fake)
        assert [problem for _, problem in graph.checks(END)] == [None, None]
        fake.refusal = (403, "Authentication_MSGraphPermissionMissing", "")
        assert all("AuditLog.Read.All" in str(problem) for _, problem in graph.checks(END))


@pytest.mark.parametrize("url", ["http://graph.microsoft.com", "https://graph.microsoft.com/v1.0"])
def test_an_address_that_cannot_be_right_is_refused(url: str) -> None:
    with pytest.raises(SourceError, match="SSPR_GRAPH_URL"):
        open_graph(url, GivenToken(TOKEN))


@pytest.mark.parametrize(
    ("host", "scope"),
    [
        ("https://graph.microsoft.com", "https://graph.microsoft.com/.default"),
        ("https://graph.microsoft.us", "https://graph.microsoft.us/.default"),
        ("https://microsoftgraph.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn/.default"),
    ],
)
def test_each_cloud_has_its_own_scope(host: str, scope: str) -> None:
    tokens = tokens_for(host, None)
    assert isinstance(tokens, AppTokens)
    assert tokens.scope == scope


def test_a_credential_that_is_refused_names_the_number_of_the_sign_in_page() -> None:
    class Refused:
        def get_token(self, _scope: str) -> object:
            raise ClientAuthenticationError("AADSTS7000215: Invalid client secret for dana@contoso.com")

    with pytest.raises(SourceError, match="AADSTS7000215") as raised:
        AppTokens(Refused, "https://graph.microsoft.com/.default").token()
    assert "dana" not in str(raised.value)


def test_a_token_is_not_shown() -> None:
    assert "secret" not in repr(GivenToken("secret"))


def test_without_the_extra_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "azure.identity", None)
    with pytest.raises(SourceError, match=r"sspr-bot\[graph\]"):
        tokens_for("https://graph.microsoft.com", None)
