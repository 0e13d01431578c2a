"""The rows of the questions that are answered from the documents and from the table of questions itself."""

from typing import Final

from bot.knowledge.search import FixAnswer
from bot.privacy import Visibility
from bot.questions import question as q
from bot.questions.help_topics import help_for
from bot.questions.question_type import HelpAnswer
from bot.render.answers import cannot as cannot_message
from bot.render.answers import fix as fix_message
from bot.render.answers import help as help_message
from bot.render.answers import misunderstood as misunderstood_message
from bot.service.answers.answerer import Answerer, Audience, nobody

HELP: Final[Answerer[q.Help, HelpAnswer]] = Answerer(
    ask=lambda asked, request: help_for(asked.topic, request.asker.role, many=request.fleet is not None),
    message=lambda answer, to: help_message.message(answer, token=to.token),
    audience=Audience.ASKER,  # about nobody, but of use to the asker alone
    subject=nobody,
    all_rows=lambda answer, _: help_message.all_rows(answer),
    export_rows=None,
    cacheable=False,
    asked_again=True,
)

FIX: Final[Answerer[q.Fix, FixAnswer]] = Answerer(
    ask=lambda asked, request: request.catalogue.fix(asked.text),
    message=lambda answer, to: fix_message.message(
        answer, known=to.catalogue, token=to.token, own=to.own if to.show is not Visibility.COUNTS else None
    ),
    audience=Audience.PUBLIC,
    subject=nobody,
    all_rows=None,
    export_rows=None,
    cacheable=False,
    asked_again=True,
)

MISUNDERSTOOD: Final[Answerer[q.Misunderstood, q.Misunderstood]] = Answerer(
    ask=lambda asked, _: asked,
    message=lambda answer, to: misunderstood_message.message(answer, token=to.token),
    audience=Audience.ASKER,  # about nobody, but of use to the asker alone
    subject=nobody,
    all_rows=None,
    export_rows=None,
    cacheable=False,
    asked_again=True,
)

CANNOT: Final[Answerer[q.Cannot, q.Cannot]] = Answerer(
    ask=lambda asked, _: asked,
    message=lambda answer, to: cannot_message.message(answer, token=to.token),
    audience=Audience.ASKER,  # it may repeat whom it was asked about
    subject=nobody,
    all_rows=None,
    export_rows=None,
    cacheable=False,
    asked_again=True,
)
