"""What happens between a decision's button and its form: opened, read, taken, and shown where the cases stand."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from slack_sdk import WebClient

from bot.errors import BotError
from bot.render.answers import why
from bot.render.views import decision_modal, home
from bot.render.views.decision_modal import EVERYBODY, CaseForm
from bot.service.answers.answering import Reply
from bot.service.asker import Asker
from bot.service.decisions.case_actions import Casework, Wish
from bot.service.digests.digesting import Digesting
from bot.service.digests.due_times import instant
from bot.service.digests.ports import Decided, Deed
from bot.slack.client import ask
from bot.slack.directory.ttl_cache import Memory
from bot.slack.payloads import Json
from bot.slack.sending.aside import Aside
from bot.slack.sending.background import Jobs
from bot.slack.sending.replies import Telling, private
from bot.slack.view_state import filled

_PROPOSED = timedelta(days=7)  # the end of a snooze


@dataclass(frozen=True, slots=True)
class Opened:
    """What a form remembers; the client can read it, so that it holds opaque ids alone."""

    deed: str
    place: str  # a kept answer or a digest, and a cause
    answer: str = ""  # behind it the forms keep where the answer can be written anew

    def packed(self) -> str:
        """For the form's metadata."""
        return json.dumps([self.deed, self.place, self.answer])

    @staticmethod
    def unpacked(metadata: str) -> "Opened":
        """What `packed` wrote."""
        deed, place, answer = json.loads(metadata)
        return Opened(deed, place, answer)


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """An answer on somebody's screen: a message by its response URL, or a modal by its id."""

    url: str = ""
    view: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class DecidingForms:
    """Opens the forms and takes what comes back."""

    casework: Casework
    digesting: Digesting
    again: Callable[[str, Asker], Reply]  # a kept answer once more
    outsider: Callable[[str], bool]  # whether a Slack user is no member who could look after a case
    client: WebClient
    telling: Telling
    aside: Aside
    jobs: Jobs
    answers: Memory[str, OpenAnswer]  # response URLs are nobody's business but ours

    def open(self, body: Json, asker: Asker, deed: str, place: str) -> None:
        """Show the form of a decision. Raises RefusedError as `Casework.choice` does."""
        opened = Opened(deed, place, self._remembered(body))
        self.telling.show(body, decision_modal.view(self._form(opened, asker)))

    def open_why(self, body: Json, asker: Asker, place: str) -> None:
        """Show whom one can ask about."""
        self.telling.show(body, decision_modal.why(self._form(Opened("why", place), asker)))

    def explain(self, body: Json, asker: Asker, who: str) -> None:
        """Say in the open modal why the chosen person stands in the digest."""
        view = body["view"]
        opened = Opened.unpacked(view["private_metadata"])
        choice = self.casework.choice(asker, opened.place)
        user = self.casework.case(choice, who).user
        told = why.message(self.digesting.why(user), zone=asker.zone)
        self.casework.record(asker, "why", user)
        ask(self.client.views_update, view_id=view["id"], view=decision_modal.why(self._form(opened, asker), told))

    def complaints(self, view: Json, asker: Asker) -> dict[str, str]:
        """Take what was filled in; what is wrong, by field. Raises RefusedError when it is not theirs to decide."""
        opened, values = Opened.unpacked(view["private_metadata"]), filled(view)
        self.casework.choice(asker, opened.place)
        wish = _wish(opened, values, asker)
        if wish.to and self.outsider(wish.to):
            return {"to": "Choose a member of this workspace."}
        if wish.deed is Deed.SNOOZED and not wish.reason.strip():
            return {"reason": "A snooze needs a reason, so that others know why nobody acts."}
        try:
            decided = self.casework.decide(asker, wish)
        except BotError as refused:
            return {"until" if wish.deed is Deed.SNOOZED else "who": str(refused)}
        self.spread(asker, opened, decided)
        return {}

    def spread(self, asker: Asker, opened: Opened, decided: Decided, body: Json | None = None) -> None:
        """Show it in the answer that it was decided in, then in the digests."""
        tell, answer = self.aside.to(asker, body), self.answers.find(opened.answer)
        if answer:
            self.jobs.put(lambda: self._answer_anew(opened, answer, asker), tell)
        self.jobs.put(lambda: self.casework.tell(opened.place, decided), tell)

    def _answer_anew(self, opened: Opened, answer: OpenAnswer, asker: Asker) -> None:
        message = self.again(opened.place.partition("|")[0], asker).message
        if answer.view:
            ask(self.client.views_update, view_id=answer.view, view=home.opened(answer.title, message))
        else:
            self.telling.replace(answer.url, private(message))

    def _remembered(self, body: Json) -> str:
        """The key to the pressed answer, when it can be written anew because nobody else sees it; "" otherwise."""
        view, channel = body.get("view"), (body.get("channel") or {}).get("id") or ""
        alone = (body.get("container") or {}).get("is_ephemeral") or channel.startswith("D")
        if view:
            answer = OpenAnswer(view=view["id"], title=view["title"]["text"])
        elif alone and body.get("response_url"):
            answer = OpenAnswer(url=body["response_url"])
        else:
            return ""
        key = secrets.token_hex(8)
        self.answers.keep(key, answer)
        return key

    def _form(self, opened: Opened, asker: Asker) -> CaseForm:
        choice = self.casework.choice(asker, opened.place)
        until = (self.casework.deciding.clock() + _PROPOSED).astimezone(asker.zone).date()
        return CaseForm(opened.deed, opened.packed(), choice.cause, choice.cases, asker.zone, until)


def _wish(opened: Opened, values: dict[str, Any], asker: Asker) -> Wish:
    return Wish(
        deed=Deed(opened.deed),
        place=opened.place,
        who=values.get("who") or EVERYBODY,
        to=values.get("to") or "",
        reason=values.get("reason") or "",
        until=_beginning(values.get("until") or "", asker),
    )


def _beginning(day: str, asker: Asker) -> datetime | None:
    """The first moment of a day, where the person is."""
    return instant(date.fromisoformat(day), time(), asker.zone) if day else None
