"""The four questions that Slack suggests in the direct messages with the bot, by what the person may ask."""

from typing import Final

from bot.privacy import Role

TITLE: Final = "Ask me about password reset"

# What the button says, and what it sends.
PROMPTS: Final[dict[Role, tuple[tuple[str, str], ...]]] = {
    Role.SELF: (
        ("Can I reset my password?", "status me"),
        ("How do I register?", "how do I register"),
        ("I see an error code", "fix SSPR_0029"),
        ("What may I ask?", "help"),
    ),
    Role.VIEWER: (
        ("Why do people fail this week?", "failures 7d by cause"),
        ("Is it getting better?", "trend 30d"),
        ("How far is the rollout?", "rollout"),
        ("Who loses reset, and when?", "cutoffs"),
    ),
    Role.HELPDESK: (
        ("Who is stuck right now?", "stuck"),
        ("Why do people fail this week?", "failures 7d by cause"),
        ("A caller reads out a code", "fix SSPR_0029"),
        ("What may I ask?", "help"),
    ),
    Role.ADMIN: (
        ("Who is stuck right now?", "stuck"),
        ("Is the data up to date?", "data"),
        ("How far is the rollout?", "rollout"),
        ("Which digests are there?", "subscriptions"),
    ),
}


def prompts(role: Role) -> list[dict[str, str]]:
    """The suggestions as Slack takes them."""
    return [{"title": title, "message": question} for title, question in PROMPTS[role]]
