"""Help: all kinds of question, or one of them, or how windows and filters are written."""

from bot.privacy import Role
from bot.questions.filters import KEYS
from bot.questions.parse_error import nearest
from bot.questions.question_type import HelpAnswer, QuestionType, Topic
from bot.questions.question_types import NAMED, QUESTION_TYPES

GUIDES: tuple[Topic, ...] = (
    Topic(
        name="windows",
        usage="24h | 7d | 2w | today | yesterday | this week | last month | since DAY | DAY..DAY | feb 2017 | all",
        sentence="Spans of time, in your own time zone; the last seven days where none is named, or the last ninety"
        " of `changes` and `helped`.",
        who=Role.SELF,
        examples=(
            *("failures 24h", "failures last 3 days", "failures last week", "failures since monday"),
            *("failures 2017-02-01..2017-02-15", "failures feb 2017", "failures all"),
        ),
        also=("window",),
    ),
    Topic(
        name="filters",
        usage=" ".join(f"{key}:X" for key in KEYS),
        sentence="What counts; a value with blanks stands in quotes. `cause:-X` and `result:-X` leave X out of "
        "failures, stuck, trend and compare; `role:admin` is each role that is an administrator's.",
        who=Role.SELF,
        examples=(
            *("failures result:blocked", "failures cause:onprem", "failures cause:-onprem"),
            *("failures method:mobile", 'failures role:"Global Administrator"', "failures domain:contoso.com"),
        ),
        also=("filter",),
    ),
    Topic(
        name="results",
        usage="Succeeded | Failed | Blocked | Contacted admin | Abandoned | Cancelled",
        sentence="Failed: not set up, or refused. Blocked: too many tries, held off for 24 hours. Contacted admin: "
        "asked for help. Abandoned: left part-way. Cancelled: pressed Cancel. Succeeded: the password was set.",
        who=Role.SELF,
        examples=("failures by result", "failures result:blocked", "failures result:abandoned"),
        also=("result", "blocked", "abandoned", "cancelled", "succeeded"),
    ),
)
TOPICS: tuple[Topic, ...] = (*QUESTION_TYPES, *GUIDES)


def askable(role: Role, *, many: bool) -> tuple[QuestionType, ...]:
    """What a role may ask, themselves included; about all tenants at once where there are many."""
    theirs = (kind for kind in QUESTION_TYPES if kind.who <= role or kind.name == "status")
    return tuple(kind for kind in theirs if many or kind.name != "fleet")


def help_for(topic: str | None, role: Role = Role.ADMIN, *, many: bool = False) -> HelpAnswer:
    """What `help` or `help TOPIC` shows: to each role what it may ask, about all tenants where there are `many`."""
    names = tuple(entry.name for entry in TOPICS if many or entry.name != "fleet")
    if topic is None:
        return HelpAnswer(None, askable(role, many=many), names, role=role)
    word = topic.casefold()
    found = tuple(entry for entry in TOPICS if word in {entry.name, *entry.also})
    close = () if found else nearest(word, (*names, *NAMED), most=1)
    return HelpAnswer(topic, found, names, close[0] if close else None)
