"""The rows of the questions about digests. Some of them do something, so no button asks them again."""

from typing import Final

from bot.analysis.answers import CaseState
from bot.analysis.digest import DigestAnswer, preview
from bot.analysis.people.person_search import find
from bot.analysis.status import PersonStatus, StatusAnswer, status
from bot.analysis.why import NotInDigest, WhyAnswer
from bot.digests.follow import Followed, Unfollowed
from bot.questions import question as q
from bot.render.answers import status as status_message
from bot.render.answers import why as why_message
from bot.render.blocks.message import Message
from bot.render.cases import follow_notes
from bot.render.digests import first_message
from bot.render.digests.settings import Setting
from bot.service.answers.answerer import Answerer, Audience, Display, Request, nobody
from bot.service.answers.person_rows import STATUS


def _finished(answer: Message, _: Display) -> Message:
    """What the questions about subscriptions are answered with is a message already."""
    return answer


SUBSCRIBE: Final[Answerer[q.Subscribe, Message]] = Answerer(
    ask=lambda asked, request: request.digests.subscribe(request.asker, asked.plan),
    message=_finished,
    audience=Audience.ASKER,
    subject=nobody,
    all_rows=None,
    export_rows=None,
    cacheable=False,
    asked_again=False,
)

UNSUBSCRIBE: Final[Answerer[q.Unsubscribe, Message]] = Answerer(
    ask=lambda asked, request: request.digests.unsubscribe(request.asker, asked.which),
    message=_finished,
    audience=Audience.ASKER,
    subject=nobody,
    all_rows=None,
    export_rows=None,
    cacheable=False,
    asked_again=False,
)

SUBSCRIPTIONS: Final[Answerer[q.Subscriptions, Message]] = Answerer(
    ask=lambda _, request: request.digests.subscriptions(request.asker),
    message=_finished,
    audience=Audience.ASKER,
    subject=nobody,
    all_rows=None,
    export_rows=None,
    cacheable=False,
    asked_again=False,
)


def _digest(asked: q.Digest, request: Request) -> Message | DigestAnswer:
    """Begin to post, or preview: the channel's own digest where it has one, else all that is new in the window."""
    if asked.now:
        return request.digests.send_now(request.asker)
    digests, asker = request.digest_questions, request.asker
    return (digests.preview(asker, asked.window, request.now) if digests else None) or preview(
        request.snapshot,
        asked.window,
        catalogue=request.catalogue,
        now=request.now,
        zone=asker.zone,
        budget=request.incident_budget,
    )


def _digest_message(answer: Message | DigestAnswer, to: Display) -> Message:
    if isinstance(answer, Message):
        return answer
    return first_message.message(
        answer, Setting(to.zone, to.show, note="Preview", smallest_group=to.smallest_group)
    ).preview


DIGEST: Final[Answerer[q.Digest, Message | DigestAnswer]] = Answerer(
    ask=_digest,
    message=_digest_message,
    audience=Audience.PUBLIC_NUMBERS,
    subject=nobody,
    all_rows=None,
    export_rows=None,
    cacheable=False,
    asked_again=False,
)


def _why(asked: q.Why, request: Request) -> WhyAnswer | NotInDigest | StatusAnswer:
    """Why somebody stood in a digest, or who may be meant: of several nothing is said as of one."""
    who, matching = asked.person or "", request.matching
    if len(find(request.snapshot.people, who, matching)) > 1:
        return status(request.snapshot, who, matching=matching, catalogue=request.catalogue, now=request.now)
    return request.digests.why(who, matching, request.asker)


def _why_message(answer: WhyAnswer | NotInDigest | StatusAnswer, to: Display) -> Message:
    if isinstance(answer, WhyAnswer | NotInDigest):
        return why_message.message(answer, zone=to.zone)
    return status_message.message(answer, zone=to.zone, token=to.token, ask="why")


def _why_subject(asked: q.Why, answer: WhyAnswer | NotInDigest | StatusAnswer | None) -> str | None:
    return answer.case.user if isinstance(answer, WhyAnswer) else asked.person


WHY: Final[Answerer[q.Why, WhyAnswer | NotInDigest | StatusAnswer]] = Answerer(
    ask=_why,
    message=_why_message,
    audience=Audience.ASKER,
    subject=_why_subject,
    all_rows=None,
    export_rows=None,
    cacheable=False,
    asked_again=True,
)


def _follow(asked: q.Follow, request: Request) -> Followed | StatusAnswer:
    """Note the wish about somebody's open case; without one, how it is with them, or who may be meant."""
    found = status(
        request.snapshot, asked.person or "", matching=request.matching, catalogue=request.catalogue, now=request.now
    )
    case = found.case if isinstance(found, PersonStatus) else None
    return request.digests.follow(request.asker, case) if case and case.state is CaseState.OPEN else found


def _follow_message(answer: Followed | StatusAnswer, to: Display) -> Message:
    if isinstance(answer, Followed):
        return follow_notes.message(answer, to.zone)
    if isinstance(answer, PersonStatus):
        return follow_notes.nobody_to_follow(answer.shown, STATUS.message(answer, to))
    return follow_notes.unclear(status_message.message(answer, zone=to.zone, token=to.token, ask="follow"))


def _follow_subject(asked: q.Follow, answer: Followed | StatusAnswer | None) -> str | None:
    match answer:
        case Followed():
            return answer.case.user
        case PersonStatus():
            return answer.user
        case _:
            return asked.person


FOLLOW: Final[Answerer[q.Follow, Followed | StatusAnswer]] = Answerer(
    ask=_follow,
    message=_follow_message,
    audience=Audience.ASKER,
    subject=_follow_subject,
    all_rows=None,
    export_rows=None,
    cacheable=False,
    asked_again=False,
)


UNFOLLOW: Final[Answerer[q.Unfollow, Unfollowed]] = Answerer(
    ask=lambda asked, request: request.digests.unfollow(request.asker, asked.person),
    message=lambda answer, to: follow_notes.unfollowed(answer, to.catalogue),
    audience=Audience.ASKER,
    subject=lambda asked, _: asked.person,
    all_rows=None,
    export_rows=None,
    cacheable=False,
    asked_again=False,
)
