"""Links to questions: the answer is shown below one, where nobody reads along who may not see it.

A link is soon pasted: below one there are no numbers of a few people, whoever pasted it.
"""

from collections.abc import Iterator
from dataclasses import replace

from slack_bolt import App
from slack_sdk import WebClient

from bot.privacy import Role
from bot.render.blocks.message import Block
from bot.render.lines.question_link import question_in
from bot.render.views import unfurl
from bot.service.answers.answering import Answering
from bot.service.asker import Asker
from bot.slack.access import Access, Refused
from bot.slack.client import ask
from bot.slack.directory.channels import Channels
from bot.slack.payloads import Json, installed_in
from bot.slack.sending.replies import Replies

_MOST = 3  # links of one message


def register(
    app: App,
    answering: Answering,
    channels: Channels,
    client: WebClient,
    access: Access,
    replies: Replies,
    public_url: str,
) -> None:
    """Listen to links to this bot, which is reached at `public_url`."""

    @app.event("link_shared")
    def on_link(event: Json, context: Json) -> None:
        channel = event["channel"]
        if not event.get("is_bot_user_member") or event.get("source") == "composer":
            return  # who reads along cannot be asked of a conversation that we are not in
        asker = access.asker(installed_in(context), event.get("user"), channel)
        if isinstance(asker, Refused) or channels.shared_outside(channel, afresh=True) is not False:
            return
        unfurls = dict(_shown([str(link["url"]) for link in event["links"][:_MOST]], asker))
        if unfurls:
            where = {"channel": channel, "ts": event["message_ts"]}
            replies.in_request(lambda: ask(client.chat_unfurl, **where, unfurls=unfurls))

    def _shown(addresses: list[str], asker: Asker) -> Iterator[tuple[str, dict[str, list[Block]]]]:
        for address in addresses:
            question = question_in(public_url, address)
            if question is None:
                continue
            if answering.is_personal(question, asker):
                yield address, {"blocks": unfurl.about_people(question)}
            else:
                reply = answering.answer(question, replace(asker, role=min(asker.role, Role.VIEWER)))
                yield address, {"blocks": unfurl.answer(reply.message, question)}
