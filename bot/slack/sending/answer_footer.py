"""What stands below an answer: a link to its question, and the buttons that say whether it helped."""

from dataclasses import dataclass, replace

from bot.analysis.status import NobodyFound, SeveralPeople
from bot.questions.question import Misunderstood
from bot.render.blocks.blocks import context
from bot.render.blocks.compose import above_buttons
from bot.render.blocks.mrkdwn import link
from bot.render.lines.question_link import link_to
from bot.render.views import feedback
from bot.service.answers.answering import Reply
from bot.slack.listeners.feedback import KINDS

_ASKS_BACK = (SeveralPeople, NobodyFound, Misunderstood)  # no answer yet, so nothing to think something of


@dataclass(frozen=True, slots=True)
class AnswerFooter:
    """Put below answers what belongs there; `public_url` is where browsers reach the bot, "" for nowhere."""

    public_url: str = ""

    def below(self, reply: Reply, typed: str) -> Reply:
        """The reply with its footer, where there is an answer to think something of.

        No link where only the asker may see the answer, nor with an address in it: links travel.
        """
        if reply.answer is None or reply.question.kind not in KINDS or isinstance(reply.answer, _ASKS_BACK):
            return reply
        message = reply.message
        if self.public_url and not reply.personal and "@" not in typed:
            address = link_to(self.public_url, typed)
            message = above_buttons(message, context(link(address, "Link to this question")))
        return replace(reply, message=feedback.with_feedback(message, reply.question.kind))
