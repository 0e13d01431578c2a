"""Sharing an answer in a channel: looked at first, once in each channel, and taken back by whoever shared it."""

from dataclasses import dataclass

from bot.errors import BotError, RefusedError
from bot.service.answers.answerer import Audience
from bot.service.answers.answering import Answering, Reply
from bot.service.answers.table import answerer
from bot.service.asker import Asker
from bot.service.ports import Clock, ShareStore

_ALREADY = "This answer is in this channel already. Whoever shared it can take it back there."
_NOT_YOURS = "Only whoever shared an answer can take it back."
_GONE = "This answer is not shared here any more."


@dataclass(frozen=True, slots=True)
class Sharing:
    """Shares answers in the channel that the asker is in. Safe to share between threads."""

    answering: Answering
    shares: ShareStore
    clock: Clock

    def preview(self, token: str, asker: Asker) -> Reply:
        """What the channel would see, names masked. Raises RefusedError as `share` does."""
        if self.shares.sharer(token, asker.channel):
            raise RefusedError(_ALREADY)
        return self.answering.shareable(token, asker)

    def names_people(self, reply: Reply) -> bool:
        """Whether an answer is about people, and not only kept from the channel because nobody else asked."""
        return reply.personal and (
            reply.subject is not None or answerer(reply.question).audience is Audience.PUBLIC_NUMBERS
        )

    def share(self, token: str, asker: Asker, *, names: bool) -> Reply:
        """The answer for the channel, which is from now on in it; people are masked unless `names`.

        Raises RefusedError when it is too old, not theirs to share, or in the channel already.
        """
        if not self.shares.claim(token, asker.channel, asker.id, self.clock()):
            raise RefusedError(_ALREADY)
        try:
            return self.answering.share(token, asker, names=names)
        except BotError:
            self.undo(token, asker)
            raise

    def undo(self, token: str, asker: Asker) -> None:
        """Forget a share that did not reach the channel."""
        self.shares.release(token, asker.channel)

    def take_back(self, token: str, asker: Asker) -> None:
        """Let the answer go from the channel. Raises RefusedError when it is not theirs, or not there."""
        by = self.shares.sharer(token, asker.channel)
        if by != asker.id:
            raise RefusedError(_NOT_YOURS if by else _GONE)
        self.shares.release(token, asker.channel)
        self.answering.record_taken_back(asker)
