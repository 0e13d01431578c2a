"""What Slack's refusals mean for a posting: whether to try again later, and what a person can do."""

from bot.service.posting import PostError
from bot.slack.client import NO_ANSWER, SlackError

_INVITE = "I am not in this channel. Invite me there with /invite @sspr."
_TOKEN = "Slack does not accept the bot's token. Install the app again and set SLACK_BOT_TOKEN."  # noqa: S105 - a sentence
_OURS = "Slack refuses the message as malformed. Please report this to the people who run this bot."
_FEW = "Only some people may post in this channel. Ask a workspace admin to allow this app."
_GONE = "The message is no longer there, so it cannot be changed."

_CHANNEL_OR_MESSAGE = {
    "channel_not_found": "I cannot find this channel. If it is private, invite me there with /invite @sspr.",
    "not_in_channel": _INVITE,
    "is_archived": "This channel is archived. Unarchive it, or subscribe another one.",
    "restricted_action": _FEW,
    "restricted_action_read_only_channel": _FEW,
    "restricted_action_thread_only_channel": _FEW,
    "restricted_action_non_threadable_channel": _FEW,
    "restricted_action_thread_locked": _FEW,
    "message_not_found": _GONE,
    "thread_not_found": _GONE,
    "cant_update_message": _GONE,
    "edit_window_closed": "The message is too old to be changed in this workspace.",
    "user_not_found": "This person is no longer in the workspace.",
    "messages_tab_disabled": "This person cannot get messages from apps.",
    "msg_too_long": _OURS,
    "msg_blocks_too_long": _OURS,
    "invalid_blocks": _OURS,
    "invalid_blocks_format": _OURS,
    "no_text": _OURS,
    "metadata_too_large": _OURS,
}
# Nothing is wrong with channel or message: once the operator has mended the app, the same posting goes through.
_THE_APP = {
    "invalid_auth": _TOKEN,
    "token_revoked": _TOKEN,
    "token_expired": _TOKEN,
    "account_inactive": _TOKEN,
    "not_authed": _TOKEN,
    "org_login_required": "The workspace is being moved by Slack. I try again later.",
    "missing_scope": "The app lacks a permission. Install it again with the manifest of this version.",
    "no_permission": "The app lacks a permission. Install it again with the manifest of this version.",
    "ekm_access_denied": "The workspace's own encryption keys forbid the app to write. Ask a workspace admin.",
}
_SLACKS_OWN = {
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
    NO_ANSWER,
}
_RATE = {"ratelimited", "rate_limited", "message_limit_exceeded"}
_SERVER_ERROR = 500


def is_rate_limit(error: SlackError) -> bool:
    """Whether Slack only asks to wait; then nothing was done."""
    return error.code in _RATE


def post_failed(error: SlackError) -> PostError:
    """Turn a refusal into a PostError; a code that is not known here is taken as final."""
    if is_rate_limit(error):
        sentence, transient = "Slack asks me to wait before I post again.", True
    elif error.code in _THE_APP:
        sentence, transient = _THE_APP[error.code], True
    elif error.code in _SLACKS_OWN or (error.status or 0) >= _SERVER_ERROR:
        sentence, transient = "Slack does not answer. I try again later.", True
    else:
        unlisted = f"Slack refuses: {error.code}. Please tell the people who run this bot."
        sentence, transient = _CHANNEL_OR_MESSAGE.get(error.code, unlisted), False
    return PostError(sentence, code=error.code, transient=transient, retry_after=error.retry_after)
