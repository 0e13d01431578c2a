import pytest

from bot.local_slack.actions.typing import as_sent
from bot.local_slack.workspace.workspace import Workspace


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("@sspr help", "<@U0THEBOT> help"),
        ("is @bob blocked", "is <@U2> blocked"),
        ("@nobody here", "@nobody here"),
        ("bob@contoso.com", "<mailto:bob@contoso.com|bob@contoso.com>"),
        ("o'hara+x@contoso.com", "<mailto:o'hara+x@contoso.com|o'hara+x@contoso.com>"),
        ("see https://contoso.com/a?b=1&c=2", "see <https://contoso.com/a?b=1&c=2>"),
        ("<script>alert(1)</script> & more", "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("<@U2> and <@U404>", "<@U2> and &lt;@U404&gt;"),
    ],
)
def test_what_is_typed_arrives_as_slack_stores_it(workspace: Workspace, typed: str, sent: str) -> None:
    assert as_sent(workspace, typed) == sent
