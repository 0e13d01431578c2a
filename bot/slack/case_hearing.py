"""One case in front of its reader, and what they want to hear of it later."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.analysis.answers import Case
from bot.digests.decision import CaseKey, key_of
from bot.digests.follow import Follow, Unfollowed
from bot.knowledge.runbooks import Runbooks
from bot.render.blocks.blocks import section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Block, Message
from bot.render.blocks.mrkdwn import time
from bot.render.cases import follow_notes
from bot.render.lines.runbook import Own
from bot.render.views import case_view
from bot.service.asker import Asker
from bot.service.decisions.case_actions import CaseActions
from bot.service.decisions.following import Following
from bot.slack.payloads import Json

_REMIND, _UNFOLLOW = "remind", "unfollow"


@dataclass(frozen=True, slots=True)
class Hearing:
    """Show a case, and note who wants to hear of it. Every method raises RefusedError as `CaseActions.choice` does."""

    case_actions: CaseActions
    following: Following
    runbooks: Callable[[], Runbooks]

    def owner(self, case: Case) -> str:
        """Who looks after such cases by the operator's runbook; "" for nobody."""
        book = self.runbooks().find(case.cause.key, case.detail)
        return book.owner if book else ""

    def case(self, asker: Asker, button_value: str, note: Sequence[Block] = ()) -> Json:
        """The modal with one case."""
        choice = self.case_actions.choice(asker, button_value)
        case = self.case_actions.case(choice, [*button_value.split("|"), "", ""][2])
        self.case_actions.record(asker, "case", case.user)
        case = self.following.newest(key_of(case), self.following.clock()) or case  # a digest's is as old as the digest
        return case_view.view(
            case,
            "|".join(button_value.split("|")[:3]),
            decision=self.case_actions.counting(case),
            catalogue=self.case_actions.catalogue,
            zone=asker.zone,
            note=note,
            own=Own(self.runbooks(), self.following.clock()),
            owner=self.owner(case),
            followed=any(_waits_for(one, key_of(case)) for one in self.following.mine(asker)),
        )

    def of_case(self, asker: Asker, kind: str, button_value: str) -> Json:
        """Note that somebody wants to hear of one case; the modal with it."""
        choice = self.case_actions.choice(asker, button_value)
        case = self.case_actions.case(choice, [*button_value.split("|"), "", ""][2])
        if kind == _UNFOLLOW:
            ended = self.following.stop(asker, lambda one: _waits_for(one, key_of(case)))
            return self.case(asker, button_value, self._no_more(asker, case.shown, ended).blocks)
        says = follow_notes.followed(case, case.cause, remind=self._note(asker, kind, key_of(case)))
        return self.case(asker, button_value, (section(says),))

    def of_cause(self, asker: Asker, kind: str, button_value: str) -> Message:
        """Note that somebody wants to hear of everybody with a cause."""
        cause = self.case_actions.choice(asker, button_value).cause
        when = self._note(asker, kind, CaseKey("", cause.key))
        says = follow_notes.followed(None, cause, remind=when)
        number = max(one.number for one in self.following.mine(asker) if one.case == CaseKey("", cause.key))
        return assemble(says, [section(says)], [follow_notes.stop(number)])

    def stop(self, asker: Asker, number: str) -> Message:
        """End one wish of this person, by its number."""
        return self._no_more(asker, "", self.following.stop(asker, lambda one: str(one.number) == number))

    def _no_more(self, asker: Asker, about: str, ended: tuple[Follow, ...]) -> Message:
        answer = Unfollowed(about, ended, self.following.mine(asker))
        return follow_notes.unfollowed(answer, self.case_actions.catalogue)

    def _note(self, asker: Asker, kind: str, case: CaseKey) -> str:
        """When they will be told; "" for when it is over."""
        if kind == _REMIND:
            return time(self.following.remind_tomorrow(asker, case), asker.zone)
        self.following.follow(asker, case)
        return ""


def _waits_for(one: Follow, case: CaseKey) -> bool:
    """Whether a wish is to hear that a case is over."""
    return one.case == case and one.remind_at is None
