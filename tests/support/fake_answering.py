"""A small honest stand-in for Answering: it answers from a list of words, and remembers who asked."""

from datetime import datetime
from typing import Any

from typing_extensions import override

from bot.errors import RefusedError
from bot.privacy import Role
from bot.questions import question as q
from bot.render.blocks.compose import ALL, NEXT, SHARE, answer_buttons
from bot.render.blocks.message import Message
from bot.reports.coverage import Coverage
from bot.service.answers.answering import Answering, Reply
from bot.service.asker import Asker
from bot.service.ports import ShareStore

_NOTHING = Coverage((), 0, None, None, None)
SECRET_OF_A_PERSON = "dana.secret@contoso.com"


class RememberedShares(ShareStore):
    """Who shared which answer where."""

    def __init__(self) -> None:
        self.by: dict[tuple[str, str], str] = {}

    @override
    def claim(self, token: str, channel: str, by: str, now: datetime) -> bool:
        if (token, channel) in self.by:
            return False
        self.by[token, channel] = by
        return True

    @override
    def sharer(self, token: str, channel: str) -> str | None:
        return self.by.get((token, channel))

    @override
    def release(self, token: str, channel: str) -> None:
        self.by.pop((token, channel), None)


class FakeAnswering(Answering):
    """`status X` is personal, `boom` fails as a fault of ours, `wrong` as one of the person; the rest are numbers."""

    asked: list[tuple[str, Asker]]
    shared: list[tuple[str, Asker]]

    def __init__(self) -> None:
        for name in ("asked", "shared"):
            object.__setattr__(self, name, [])  # the class that it stands in for is frozen

    def answer(self, text: str, asker: Asker, *, now: datetime | None = None, whole: bool = False) -> Reply:
        del now, whole
        self.asked.append((text, asker))
        return self._canned(text, asker, token=f"kept-{len(self.asked)}")

    def shareable(self, token: str, asker: Asker, *, names: bool = False) -> Reply:
        text = self._asked_as(token)
        reply = self._canned(text if names else text.replace("dana", "d***"), asker, token)
        if reply.personal and asker.role < Role.HELPDESK:
            raise RefusedError("Only the helpdesk may share answers about people.")
        return reply

    def share(self, token: str, asker: Asker, *, names: bool = False) -> Reply:
        reply = self.shareable(token, asker, names=names)
        self.shared.append((token, asker))
        return reply

    def record_taken_back(self, asker: Asker) -> None:
        self.shared.remove(next(one for one in self.shared if one[1].id == asker.id))

    def show_all(self, token: str, asker: Asker) -> dict[str, Any]:
        return self._canned_modal("Show all", f"All of: {self._asked_as(token)}, for {asker.role.name.lower()}")

    def next_steps(self, token: str, asker: Asker) -> dict[str, Any]:
        return self._canned_modal("Next steps", f"Steps of: {self._asked_as(token)}, for {asker.role.name.lower()}")

    def home(self, asker: Asker) -> dict[str, Any]:
        text = {"type": "mrkdwn", "text": f"You are {asker.role.name.lower()}"}
        return {"type": "home", "blocks": [{"type": "section", "text": text}]}

    def _asked_as(self, token: str) -> str:
        number = token.removeprefix("kept-")
        if not number.isdecimal() or int(number) > len(self.asked):
            raise RefusedError("That answer is too old for its buttons; ask again.")
        return self.asked[int(number) - 1][0]

    def _canned(self, text: str, asker: Asker, token: str) -> Reply:
        if text == "boom":
            try:
                dict[str, str]()[SECRET_OF_A_PERSON]
            except KeyError as error:
                raise RuntimeError(f"nothing known of {SECRET_OF_A_PERSON}") from error
        if text == "wrong":
            raise RefusedError("That day is not in the calendar.")
        words = f"{asker.role.name.lower()} asked: {text}"
        blocks = (
            {"type": "section", "text": {"type": "mrkdwn", "text": words}},
            *answer_buttons(token, SHARE, ALL, NEXT),
        )
        personal = text.startswith("status")
        return Reply(q.Help(), Message(words, blocks), None, _NOTHING, personal, "dana" if personal else None, token)

    def _canned_modal(self, title: str, text: str) -> dict[str, Any]:
        block = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
        return {"type": "modal", "title": {"type": "plain_text", "text": title}, "blocks": [block]}
