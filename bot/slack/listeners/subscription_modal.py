"""Digests set up with buttons and a form: a new one, another plan, the end of one."""

from collections.abc import Callable
from datetime import time

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.digests.plan import EVERY_DAY, Frequency, SubscriptionPlan
from bot.errors import RefusedError
from bot.knowledge.catalogue import Catalogue
from bot.questions.timezones import zones_by_region
from bot.render.digests import subscriptions
from bot.render.digests.subscriptions import ADD, EDIT
from bot.render.views import subscription_modal as form
from bot.render.views.answer_modals import view as notice
from bot.service.asker import Asker
from bot.service.digests.plan_form import Complaints, fill, read_form
from bot.service.digests.subscribing import Subscribing
from bot.slack.client import ask
from bot.slack.payloads import OLD_BUTTON, Json, view_of
from bot.slack.sending.background import Background
from bot.slack.sending.replies import Replies
from bot.slack.view_state import filled

_DIGITS = 9


def register(
    app: App,
    *,
    subscribing: Subscribing,
    catalogue: Catalogue,
    home: Callable[[Asker], Json],
    client: WebClient,
    replies: Replies,
    background: Background,
) -> None:
    """Listen to the form of a subscription and to the buttons that open it."""

    def republish(asker: Asker) -> None:
        background.submit(lambda: _publish(client, asker, home))

    _offer_new(app, subscribing=subscribing, catalogue=catalogue, replies=replies)

    @app.action(EDIT)
    def on_edit(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        one = subscribing.own(asker, subscription_number(action.get("value", "")))
        ack()
        values, zones = fill(one.plan), zones_by_region()
        view = form.view(values, catalogue=catalogue, zones=zones, channel=one.channel, number=one.number)
        replies.open_modal(body, view)

    @app.view(form.SUBMIT)
    def on_submit(ack: Ack, view: Json, asker: Asker) -> None:
        subscribing.admit(asker, asker.channel, "subscribe")
        values = filled(view)
        channel = str(values.pop("channel", ""))
        number = view.get("private_metadata")
        plan = _plan(values if number else _usual(asker) | values, catalogue)
        if isinstance(plan, Complaints):
            ack(response_action="errors", errors=dict(plan.by_field))
            return
        try:
            if number:
                one = subscribing.change(asker, subscription_number(number), plan)
            else:
                one = subscribing.subscribe(asker, channel, plan)
        except RefusedError as refused:
            if number:
                raise
            ack(response_action="errors", errors={"channel": str(refused)})
            return
        shown, zone = subscribing.shown(one), asker.zone
        message = subscriptions.changed(shown, zone=zone) if number else subscriptions.added(shown, zone=zone)
        ack(response_action="update", view=notice("Saved" if number else "Subscribed", message.blocks))
        republish(asker)

    @app.action(form.END)
    def on_end(ack: Ack, body: Json, action: Json, asker: Asker) -> None:
        view, one = view_of(body), subscribing.own(asker, subscription_number(action.get("value", "")))
        ended = subscribing.unsubscribe(asker, one.channel, str(one.number))
        ack()
        message = subscriptions.removed([subscribing.shown(each) for each in ended])
        replies.update_modal(view["id"], notice("Stopped", message.blocks))
        republish(asker)


def _offer_new(app: App, *, subscribing: Subscribing, catalogue: Catalogue, replies: Replies) -> None:
    """Listen to the button of a new digest, and to the one for all of its settings."""

    @app.action(ADD)
    def on_add(ack: Ack, body: Json, asker: Asker) -> None:
        subscribing.admit(asker, asker.channel, "subscribe")
        ack()
        channel = asker.channel if asker.channel[:1] in ("C", "G") else ""
        replies.open_modal(body, form.short_view(_usual(asker), channel=channel))

    @app.action(form.MORE)
    def on_more(ack: Ack, body: Json, asker: Asker) -> None:
        subscribing.admit(asker, asker.channel, "subscribe")
        ack()
        shown = view_of(body)
        values = filled(shown)
        channel = str(values.pop("channel", ""))
        view = form.view(_usual(asker) | values, catalogue=catalogue, zones=zones_by_region(), channel=channel)
        replies.update_modal(shown["id"], view)


def _usual(asker: Asker) -> dict[str, str | tuple[str, ...]]:
    """The fields of a new digest before anything is chosen: at nine on weekdays, where the asker is."""
    return dict(fill(SubscriptionPlan(Frequency.DAILY, asker.zone.key or "UTC", time(9), EVERY_DAY[:5])))


def _plan(values: form.Filled, catalogue: Catalogue) -> SubscriptionPlan | Complaints:
    """The plan of a form. Raises RefusedError when it holds a choice that our form does not offer."""
    try:
        return read_form(values, catalogue=catalogue)
    except ValueError:
        raise RefusedError(OLD_BUTTON) from None


def subscription_number(value: object) -> int:
    """The subscription that a button carries: its number, or a digest of it."""
    number = str(value).partition("-")[0]
    if not (number.isdecimal() and len(number) <= _DIGITS):
        raise RefusedError(OLD_BUTTON)
    return int(number)


def _publish(client: WebClient, asker: Asker, home: Callable[[Asker], Json]) -> None:
    ask(client.views_publish, user_id=asker.id, view=home(asker))
