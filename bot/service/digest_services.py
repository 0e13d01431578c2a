"""The services around digests, put together once and passed whole."""

from dataclasses import dataclass

from bot.service.answers.digest_questions import DigestQuestions
from bot.service.decisions.case_actions import CaseActions
from bot.service.decisions.decisions import Deciding
from bot.service.decisions.following import Following
from bot.service.digests.delivery import Delivering
from bot.service.digests.digesting import Digesting
from bot.service.digests.edit_posted import EditPosted
from bot.service.digests.ports import DecisionStore, DeliveryStore, SlotStore, SubscriptionStore
from bot.service.digests.subscribing import Subscribing
from bot.service.notices.notices import Notices
from bot.service.posting import Poster


@dataclass(frozen=True, slots=True)
class Digests:
    """What can be done with digests where nothing is posted, such as on a terminal."""

    subscriptions: SubscriptionStore
    slots: SlotStore
    deliveries: DeliveryStore
    decisions: DecisionStore
    subscribing: Subscribing
    digesting: Digesting
    deciding: Deciding
    questions: DigestQuestions


@dataclass(frozen=True, slots=True)
class PostedDigests(Digests):
    """The same with a poster: digests are delivered and edited, and cases have buttons."""

    poster: Poster
    delivering: Delivering
    edit_posted: EditPosted
    case_actions: CaseActions
    following: Following
    notices: Notices
