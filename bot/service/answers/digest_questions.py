"""The questions about digests: subscriptions, previews, digests at once, and why somebody was in one."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot.analysis.answers import Case
from bot.analysis.people.person_search import Matching, find
from bot.analysis.why import NotInDigest, WhyAnswer
from bot.digests.decision import key_of
from bot.digests.follow import Followed, Unfollowed
from bot.digests.notice import since_on
from bot.digests.plan import SubscriptionPlan
from bot.digests.subscription import Subscription, SubscriptionState
from bot.errors import RefusedError
from bot.privacy import Role
from bot.questions.dates.calendar import Moment
from bot.questions.dates.windows import default_window
from bot.render.blocks import icons
from bot.render.blocks.blocks import context, section
from bot.render.blocks.compose import assemble
from bot.render.blocks.message import Message
from bot.render.blocks.wording import count, listing
from bot.render.digests import subscriptions
from bot.render.digests.subscriptions import Subscribed
from bot.reports.window import Window
from bot.service.asker import Asker
from bot.service.authorization import sees_people
from bot.service.decisions.following import Following
from bot.service.digests.digesting import Digesting
from bot.service.digests.ports import DecisionStore, DeliveryStore
from bot.service.digests.subscribing import Subscribing
from bot.service.notices.ports import NoticeStore
from bot.service.ports import Snapshots
from bot.service.posting import Poster

Work = Callable[[], None]


@dataclass(frozen=True, slots=True)
class DigestQuestions:
    """Answers the questions about digests. `later` runs what takes longer than an answer may."""

    subscribing: Subscribing
    digesting: Digesting
    deliveries: DeliveryStore
    decisions: DecisionStore
    snapshots: Snapshots
    poster: Poster | None  # None where there is no Slack
    later: Callable[[Work], None] = lambda work: work()
    notices: NoticeStore | None = None  # None where nobody is written to
    following: Following | None = None  # None where nobody can be written to
    channels_of: Callable[[str], Collection[str]] = lambda _: ()  # of a Slack user; empty where that is not known

    def subscribe(self, asker: Asker, plan: SubscriptionPlan) -> Message:
        """Make a subscription of the channel. Raises RefusedError with what to do instead."""
        made = self.subscribing.subscribe(asker, asker.channel, plan)
        return subscriptions.added(self.subscribing.shown(made), zone=asker.zone)

    def unsubscribe(self, asker: Asker, which: str | None) -> Message:
        """End subscriptions of the channel. Raises RefusedError with what to do instead."""
        ended = self.subscribing.unsubscribe(asker, asker.channel, which)
        return subscriptions.removed([self.subscribing.shown(one) for one in ended])

    def subscriptions(self, asker: Asker) -> Message:
        """The subscriptions of the channel; to an admin in direct messages those of the whole workspace.

        Raises RefusedError where there are none and may be none, with what to do instead.
        """
        in_a_channel = asker.channel[:1] in {"C", "G"}
        everywhere = None if in_a_channel else self.listed(asker)
        if everywhere:
            return subscriptions.everywhere(everywhere, zone=asker.zone)
        found = [self.subscribing.shown(one) for one in self.subscribing.not_ended(asker.channel)]
        if in_a_channel and not found:
            self.subscribing.refuse_unlisted(asker.channel)
        return subscriptions.message(found, zone=asker.zone, editable=asker.role >= Role.ADMIN)

    def why(self, person: str, matching: Matching, asker: Asker) -> WhyAnswer | NotInDigest:
        """Why a person was in the last digest that named them, of the asker's channel first.

        Which other channel it was is told to admins, who see all digests: it may be private.
        """
        found = self.digesting.why(self._meant(person, matching), asker.channel)
        if isinstance(found, WhyAnswer) and asker.role < Role.ADMIN and found.channel != asker.channel:
            return replace(found, channel="")
        return found

    def preview(self, asker: Asker, window: Window, now: datetime) -> Message | None:
        """What the channel's first digest would say now.

        None for another window than the usual one, where no digest is subscribed, and for those who see no people.
        """
        usual = window.label == default_window(Moment(now, asker.zone)).window.label
        existing = self.subscribing.not_ended(asker.channel) if usual and sees_people(asker) else ()
        if not existing:
            return None
        first, *rest = self.digesting.preview(existing[0])
        more = f"In its thread there would be {count(len(rest), 'more message')}. " if rest else ""
        note = f"{more}Nothing was posted, and nothing counts as told."
        return Message(first.text, (*first.blocks, context(note)))

    def send_now(self, asker: Asker) -> Message:
        """Begin to post the channel's digests; how many come is said at once, what did not come in a direct message.

        Raises RefusedError for others than admins, and where nothing is subscribed.
        """
        existing = [one for one in self.subscribing.not_ended(asker.channel) if one.state is SubscriptionState.ACTIVE]
        if asker.role < Role.ADMIN or self.poster is None or not existing:
            self.digesting.send_now(asker, asker.channel)  # which refuses, and says why
        self.later(lambda: self._send(asker, existing))
        says = f"{icons.WAIT} {count(len(existing), 'digest')} will stand in this channel in a moment."
        return assemble(says, [section(says)])

    def listed(self, asker: Asker) -> tuple[tuple[str, Subscribed], ...] | None:
        """Every digest of the workspace with its channel; None for others than admins."""
        if asker.role < Role.ADMIN:
            return None
        return tuple((one.channel, self.subscribing.shown(one)) for one in self.subscribing.not_ended())

    def of_my_channels(self, asker: Asker) -> tuple[tuple[str, Subscribed], ...]:
        """The digests of the channels that this person is in, where they could ask for them, too.

        None for admins, who see all, nor for who may ask only about themselves.
        """
        if not Role.VIEWER <= asker.role < Role.ADMIN:
            return ()
        existing = self.subscribing.not_ended()
        mine = self.channels_of(asker.id) if existing else ()
        return tuple((one.channel, self.subscribing.shown(one)) for one in existing if one.channel in mine)

    def follow(self, asker: Asker, case: Case) -> Followed:
        """Note that this person wants to hear when a case is over. Raises RefusedError with what to do instead."""
        following, key = self._following(), key_of(case)
        first_time = following.follow(asker, key)
        number = next(one.number for one in following.mine(asker) if one.case == key and one.remind_at is None)
        return Followed(case, first_time, number)

    def unfollow(self, asker: Asker, person: str | None) -> Unfollowed:
        """End what this person wanted to hear, about whoever a user ID or its beginning means; None for all.

        `dan` is dan@ before dana@. Raises RefusedError where several people are followed whose user IDs begin so.
        """
        following, meant = self._following(), (person or "").strip().casefold()
        begun = {user for one in following.mine(asker) if (user := one.case.user).startswith(meant)}
        users = {user for user in begun if meant in {user, user.partition("@")[0]}} or begun
        if meant and len(users) > 1:
            raise RefusedError("You follow several people whose user IDs begin so: name one of them whole.")
        ended = following.stop(asker, lambda one: not meant or one.case.user in users)
        return Unfollowed(person or "", ended, following.mine(asker))

    def _following(self) -> Following:
        if self.following is None:
            raise RefusedError("I can write to nobody from here: ask me in Slack.")
        return self.following

    def writes_to_people(self, asker: Asker) -> bool | None:
        """Whether people who can help themselves are written to; None for others than admins."""
        if asker.role < Role.ADMIN or self.notices is None:
            return None
        return since_on(self.notices.all()) is not None

    def last(self, asker: Asker, number: int) -> tuple[Message, ...]:
        """The newest digest of a subscription's channel as it was posted, to the byte; what its files are is said.

        Raises RefusedError when there is none, or it was for another channel and this person is no admin.
        """
        one = self.subscribing.found(number)
        if asker.role < Role.VIEWER or (asker.role < Role.ADMIN and asker.channel != one.channel):
            raise RefusedError("Ask in the channel that gets this digest.")
        delivery = self.deliveries.newest(channel=one.channel)
        messages = [part for part in delivery.parts if part.content is None] if delivery else []
        if delivery is None:
            raise RefusedError("This channel has had no digest yet.")
        if not messages:
            raise RefusedError("The last digest had nothing to say, so nothing was posted.")
        named = delivery.answer.new or delivery.answer.recovered or delivery.answer.helpdesk
        self.digesting.access_log.record(
            asker, "last digest", None, "answered", str(delivery.key), rows=len(messages), personal=bool(named)
        )
        return tuple(Message(part.payload["text"], tuple(part.payload["blocks"])) for part in messages)

    def _meant(self, person: str, matching: Matching) -> str:
        """The user ID of the one person who is meant; the words as they are where that is nobody or several."""
        people = self.snapshots.current().people
        found = find(people, person, matching)
        return people.keys[found[0]] if len(found) == 1 else person

    def _send(self, asker: Asker, existing: list[Subscription]) -> None:
        sent = self.digesting.send_now(asker, asker.channel)
        failed = [one for one in existing if one.number not in {done.number for done in sent}]
        if failed and self.poster:
            numbers = listing([str(one.number) for one in failed])
            says = (
                f"{icons.WARNING} Digest {numbers} may not stand in the channel yet: it could not be posted from here, "
                "or was on its way already. What is missing is tried again."
            )
            self.poster.post(self.poster.direct(asker.id), assemble(says, [section(says)]))
