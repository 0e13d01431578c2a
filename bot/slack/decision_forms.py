"""Open the form of a decision, take what was filled in, and show the decision where its cases are listed."""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from slack_sdk import WebClient

from bot.analysis.answers import Case
from bot.digests.decision import Decision, DecisionKind
from bot.digests.delivery import DeliveryKey
from bot.digests.due_times import instant
from bot.errors import BotError, RefusedError
from bot.render.answers import why
from bot.render.blocks.message import Block, Message
from bot.render.cases import hand_over, undo_note
from bot.render.views import decision_modal, home
from bot.render.views.decision_modal import EVERYBODY, CaseForm
from bot.service.answers.answering import Reply
from bot.service.asker import Asker
from bot.service.decisions.case_actions import CaseActions, CaseChoice, DecisionRequest, request_of
from bot.service.digests.digesting import Digesting
from bot.service.ports import Clock
from bot.slack.client import ask
from bot.slack.directory.ttl_cache import TtlCache
from bot.slack.payloads import OLD_BUTTON, Json, view_of
from bot.slack.sending.background import Background, Tell
from bot.slack.sending.replies import Replies
from bot.slack.view_state import filled

_PROPOSED = timedelta(days=7)  # the end of a snooze


@dataclass(frozen=True, slots=True)
class FormState:
    """What a form remembers; the client can read it, so that it holds opaque ids alone."""

    kind: str  # a DecisionKind, or "why"
    button_value: str  # the token of a kept answer or of a digest, and a cause
    answer: str = ""  # behind it the forms keep where the answer can be written anew

    def packed(self) -> str:
        """For the form's metadata."""
        return json.dumps([self.kind, self.button_value, self.answer])

    @staticmethod
    def unpacked(metadata: str) -> "FormState":
        """Read what `packed` wrote. Raises RefusedError for anything else."""
        try:
            kind, button_value, answer = map(str, json.loads(metadata))
        except (ValueError, TypeError, RecursionError):
            raise RefusedError(OLD_BUTTON) from None
        return FormState(kind, button_value, answer)


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """An answer on somebody's screen: a message by its response URL, or a modal by its id.

    `shared` says that others see it, so that only a note goes to the URL; `handed` that it is the message of somebody
    to whom a case was assigned, `case` that it is the modal with one case, which was opened from the list `behind` it.
    """

    url: str = ""
    view: str = ""
    title: str = ""
    shared: bool = False
    handed: bool = False
    case: bool = False
    behind: "OpenAnswer | None" = None


@dataclass(frozen=True, slots=True)
class Undoable:
    """A decision that its maker may take back for a minute, and where it is shown."""

    decision: Decision
    state: FormState
    shown: str  # the person, "" for a whole cause


@dataclass(frozen=True, slots=True)
class DecisionForms:
    """Open the forms and take what comes back."""

    case_actions: CaseActions
    digesting: Digesting
    again: Callable[[str, Asker], Reply]  # a kept answer once more
    may_decide: Callable[[str], bool]  # whether a Slack user could look after a case
    helpers: Callable[[], Mapping[str, str]]  # those who could, by name
    client: WebClient
    replies: Replies
    background: Background
    clock: Clock
    answers: TtlCache[str, OpenAnswer]  # response URLs are nobody's business but ours
    undoable: TtlCache[str, Undoable]
    home: Callable[[Asker], Json]
    case_view: Callable[[Asker, str, Sequence[Block]], Json]
    owner: Callable[[Case], str]  # who looks after such cases by the operator's runbook

    def open(self, body: Json, asker: Asker, kind: str, button_value: str) -> None:
        """Show the form of a decision. Raises RefusedError as `CaseActions.choice` does."""
        state = FormState(kind, button_value, self.remembered(body, button_value))
        self.replies.open_modal(body, decision_modal.view(self._form(state, asker)))

    def open_why(self, body: Json, asker: Asker, button_value: str) -> None:
        """Show whom one can ask about."""
        self.replies.open_modal(body, decision_modal.why(self._form(FormState("why", button_value), asker)))

    def explain(self, body: Json, asker: Asker, who: str) -> None:
        """Explain in the open modal why the digest lists the chosen person."""
        view = view_of(body)
        state = FormState.unpacked(view["private_metadata"])
        choice = self.case_actions.choice(asker, state.button_value)
        user = self.case_actions.case(choice, who).user
        message = why.message(self.digesting.why(user), zone=asker.zone)
        self.case_actions.record(asker, "why", user)
        self.replies.update_modal(view["id"], decision_modal.why(self._form(state, asker), message))

    def submit(self, view: Json, asker: Asker) -> dict[str, str]:
        """Take what was filled in; what is wrong, by field. Raises RefusedError when it is not theirs to decide."""
        state, values = FormState.unpacked(view["private_metadata"]), filled(view)
        choice = self.case_actions.choice(asker, state.button_value)
        request = _request(state, values, asker)
        if request.to and not self.may_decide(request.to):
            return {"to": "Choose a member of the helpdesk or an admin: nobody else may see cases."}
        if request.kind is DecisionKind.SNOOZED and not request.reason.strip():
            return {"reason": "A snooze needs a reason, so that others know why nobody acts."}
        try:
            decision = self.case_actions.decide(asker, request)
        except BotError as refused:
            return {"until" if request.kind is DecisionKind.SNOOZED else "who": str(refused)}
        self.show_everywhere(asker, state, decision, choice)
        self._hand_over(asker, choice, request, decision)
        return {}

    def decide(self, asker: Asker, request: DecisionRequest) -> tuple[CaseChoice, Decision]:
        """Take a decision that needs no form. Raises RefusedError when it is not theirs to decide."""
        return self.case_actions.choice(asker, request.button_value), self.case_actions.decide(asker, request)

    def escalate(self, body: Json, asker: Asker, button_value: str) -> None:
        """Give a case to the owner of its runbook. Raises RefusedError where there is none, or they may not see it."""
        request = request_of(DecisionKind.ASSIGNED, button_value)
        choice = self.case_actions.choice(asker, button_value)
        owner = self.owner(self.case_actions.case(choice, request.who))
        if not owner or not self.may_decide(owner):
            raise RefusedError("The owner that the runbook names may not see cases here. Assign it to somebody else.")
        request = replace(request, to=owner)
        decision = self.case_actions.decide(asker, request)
        state = FormState(str(DecisionKind.ASSIGNED), button_value, self.remembered(body, button_value))
        self.show_everywhere(asker, state, decision, choice, body)
        self._hand_over(asker, choice, request, decision)

    def undo(self, body: Json, asker: Asker, key: str) -> None:
        """Take a decision back. Raises RefusedError when its minute is over, or others have decided since."""
        made = self.undoable.get(key)
        if made is None:
            raise RefusedError("A decision can be taken back for a minute; that is over. Decide anew instead.")
        decision = self.case_actions.undo(asker, made.decision)
        cause = self.case_actions.catalogue.causes[decision.case.cause]
        note = undo_note.undone(decision, cause, made.shown)
        self._show(asker, made.state, decision, note, self.replies.private_note(asker, body))

    def show_everywhere(
        self, asker: Asker, state: FormState, decision: Decision, choice: CaseChoice, body: Json | None = None
    ) -> None:
        """Show a decision in the answer that it was taken in, in the digests and on Home; for a minute with an undo."""
        shown = next((case.shown for case in choice.cases if case.user == decision.case.user), "")
        key = secrets.token_hex(8)
        self.undoable.put(key, Undoable(decision, state, shown))
        note = undo_note.done(decision, choice.cause, shown, key)
        self._show(asker, state, decision, note, self.replies.private_note(asker, body))

    def _show(self, asker: Asker, state: FormState, decision: Decision, note: Message, tell: Tell) -> None:
        answer = self.answers.get(state.answer)
        if answer:
            self.background.submit(lambda: self._answer_anew(state, answer, asker, decision, note), tell)
        if answer and answer.behind:
            behind = answer.behind
            self.background.submit(lambda: self._list_anew(state, behind, asker))
        self.background.submit(lambda: self.case_actions.announce(state.button_value, decision), tell)
        self.background.submit(lambda: self._home_anew(asker))

    def _home_anew(self, asker: Asker) -> None:
        ask(self.client.views_publish, user_id=asker.id, view=self.home(asker))

    def _hand_over(self, asker: Asker, choice: CaseChoice, request: DecisionRequest, decision: Decision) -> None:
        """Tell whoever it was assigned to; nobody needs telling what they took themselves."""
        if decision.to is None or decision.to == asker.id:
            return
        to, cases = decision.to, choice.cases
        if request.who != EVERYBODY:
            cases = [self.case_actions.case(choice, request.who)]
        value = "|".join([*request.button_value.split("|")[:2], request.who, hand_over.HANDED])
        message = hand_over.message(decision, choice.cause, cases, value, zone=asker.zone)
        tell = self.replies.private_note(asker)
        self.background.submit(lambda: self._tell(to, message), tell)

    def _tell(self, user: str, message: Message) -> None:
        self.replies.direct_message(user, message)

    def _answer_anew(
        self, state: FormState, answer: OpenAnswer, asker: Asker, decision: Decision, note: Message
    ) -> None:
        """Write the answer anew with what was just done above it; where others see it, the note goes to one person."""
        if answer.shared:
            self.replies.respond({"response_url": answer.url}, note)
            return
        if answer.case:
            view = self.case_view(asker, state.button_value, note.blocks)
            ask(self.client.views_update, view_id=answer.view, view=view)
            return
        if answer.handed:
            message = self._handed_anew(state, asker, decision)
        else:
            message = self.again(state.button_value.partition("|")[0], asker).message
        self._replace(answer, Message(message.text, (*note.blocks, *message.blocks)))

    def _list_anew(self, state: FormState, behind: OpenAnswer, asker: Asker) -> None:
        """Write the list behind a case's modal anew; what was just done stands in the modal."""
        self._replace(behind, self.again(state.button_value.partition("|")[0], asker).message)

    def _replace(self, answer: OpenAnswer, message: Message) -> None:
        if answer.view:
            ask(self.client.views_update, view_id=answer.view, view=home.opened(answer.title, message))
        else:
            self.replies.replace(answer.url, message)

    def _handed_anew(self, state: FormState, asker: Asker, decision: Decision) -> Message:
        choice = self.case_actions.choice(asker, state.button_value)
        cases = [case for case in choice.cases if decision.case.user in ("", case.user)]
        if decision.kind is DecisionKind.ACKNOWLEDGED:
            return hand_over.acknowledged(decision, choice.cause, cases, state.button_value, zone=asker.zone)
        return hand_over.message(decision, choice.cause, cases, state.button_value, zone=asker.zone)

    def remembered(self, body: Json, button_value: str) -> str:
        """The key to the pressed answer: it is written anew where nobody else sees it; "" where it cannot be."""
        view, channel = body.get("view"), (body.get("channel") or {}).get("id") or ""
        alone = (body.get("container") or {}).get("is_ephemeral") or channel.startswith("D")
        handed, url = button_value.endswith(f"|{hand_over.HANDED}"), body.get("response_url") or ""
        # A digest is written anew from what was kept of it.
        shared = not handed and (not alone or DeliveryKey.parse(button_value.partition("|")[0]) is not None)
        if view and view.get("type") == "modal":
            title = (view.get("title") or {}).get("text", "")
            behind = self.answers.get(_list_key(body, button_value)) if view.get("private_metadata") else None
            answer = OpenAnswer(view=view["id"], title=title, case=bool(view.get("private_metadata")), behind=behind)
        elif url:
            answer = OpenAnswer(url=url, shared=shared, handed=handed)
        else:
            return ""
        key = secrets.token_hex(8)
        self.answers.put(key, answer)
        return key

    def remember_list(self, body: Json, button_value: str) -> None:
        """Note from where a case is opened, so that the list shows what is then decided about it."""
        answer = self.answers.get(self.remembered(body, button_value))
        if answer and not (answer.shared or answer.handed or answer.case):
            self.answers.put(_list_key(body, button_value), answer)

    def _form(self, state: FormState, asker: Asker) -> CaseForm:
        choice = self.case_actions.choice(asker, state.button_value)
        until = (self.clock() + _PROPOSED).astimezone(asker.zone).date()
        helpers = self.helpers() if state.kind == DecisionKind.ASSIGNED else {}
        who = [*state.button_value.split("|"), "", ""][2] or EVERYBODY
        return CaseForm(state.kind, state.packed(), choice.cause, choice.cases, asker.zone, until, helpers, who)


def _list_key(body: Json, button_value: str) -> str:
    """The key to the list that somebody opened a case from: theirs, by the kept answer."""
    return f"{body['user']['id']}|{button_value.partition('|')[0]}"


def _request(state: FormState, values: Mapping[str, object], asker: Asker) -> DecisionRequest:
    """What the form asks for. Raises RefusedError when no form of ours was filled in like this."""
    given = {name: value for name, value in values.items() if isinstance(value, str)}
    try:
        kind, until = DecisionKind(state.kind), _beginning(given.get("until", ""), asker)
    except ValueError:
        raise RefusedError(OLD_BUTTON) from None
    return DecisionRequest(
        kind=kind,
        button_value=state.button_value,
        who=given.get("who") or EVERYBODY,
        to=given.get("to", ""),
        reason=given.get("reason", ""),
        until=until,
    )


def _beginning(day: str, asker: Asker) -> datetime | None:
    """The first moment of a day, where the person is. Raises ValueError for what is no day."""
    return instant(date.fromisoformat(day), time(), asker.zone) if day else None
