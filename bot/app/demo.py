"""`sspr demo`: a sample tenant, a local Slack in the browser, and the real bot between them."""

import secrets
import threading
import webbrowser
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app.core import Core, build_core
from bot.playground.local_slack import LocalSlack
from bot.playground.people import Channel, Person, UserGroup

ADA, HARPER, VIC, DANA, GUS = "U0ADA", "U0HARPER", "U0VIC", "U0DANA", "U0GUS"
HELPDESK_GROUP, VIEWER_GROUP = "S0HELPDESK", "S0ROLLOUT"

PEOPLE = (
    Person(HARPER, "Harper", "harper@contoso.com", about="helpdesk: may ask about people"),
    Person(ADA, "Ada", "ada@contoso.com", is_admin=True, about="identity admin: may do everything"),
    Person(VIC, "Vic", "vic@contoso.com", about="rollout team: sees numbers, no names"),
    Person(DANA, "Dana", "dana@contoso.com", about="employee: may ask about herself"),
    Person(GUS, "Gus", "gus@fabrikam.com", is_guest=True, about="guest of another company: is refused"),
)
GROUPS = (UserGroup(HELPDESK_GROUP, "helpdesk", (HARPER,)), UserGroup(VIEWER_GROUP, "rollout", (VIC,)))
CHANNELS = (
    Channel("C0HELPDESK", "helpdesk", (ADA, HARPER, VIC), topic="Callers, resets, digests"),
    Channel("C0IDENTITY", "identity", (ADA,), private=True, topic="The rollout of self-service reset"),
    Channel("C0PARTNERS", "with-fabrikam", (ADA, HARPER, GUS), ext_shared=True, topic="Shared with another company"),
)


@dataclass(slots=True)
class DemoClock:
    """The real time, moved ahead by hand."""

    ahead: timedelta = field(default=timedelta())

    def __call__(self) -> datetime:
        """What time it is in the demo."""
        return datetime.now(UTC) + self.ahead

    def go_to(self, moment: datetime) -> None:
        """Move on; never back."""
        self.ahead = max(self.ahead, moment - datetime.now(UTC))
