"""The sentences that a digest opens with: what closed, what is new, what is unusual about it."""

from collections import Counter
from datetime import UTC, datetime, tzinfo

from bot.analysis.digest import DigestAnswer
from bot.privacy import Visibility
from bot.render.blocks import icons
from bot.render.blocks.mrkdwn import plain, time, words
from bot.render.blocks.wording import count, listing, people
from bot.render.cases.incidents import burst
from bot.render.cases.since_then import otherwise
from bot.render.digests.people import OTHERWISE, failing_again, newest_per_person, users
from bot.render.digests.settings import Setting
from bot.render.digests.tables import is_left
from bot.render.lines.change import usual_by_then

_NOTE = 600
_INCIDENTS = 2


def closing_line(answer: DigestAnswer, zone: tzinfo = UTC, least: int = 0) -> str:
    """What became of those who were failing in the last digest, each person counted once.

    "" when nobody was, or where one of its numbers would be of fewer than `least` people.
    """
    if not answer.was_open:
        return ""
    ended, again = users([*answer.recovered, *answer.helpdesk]), failing_again(answer)
    back, recovered = len(ended & again), len(users(answer.recovered) - again)
    helped = len(ended - again) - recovered
    by_hand = answer.was_open - len(ended) - answer.still_stuck - answer.no_longer
    then = f"before {time(answer.since, zone)}" if answer.by_time and answer.since else "in the last digest"
    if until := _ends_before(answer):
        return (
            f"Whether any of the {people(answer.was_open)} failing {then} has succeeded since cannot be said: "
            f"the data ends {time(until, zone)}.{f' {_no_longer(answer)}.' if answer.no_longer else ''}"
        )
    other = otherwise(case for case in answer.recovered if case.user not in again)
    sizes = (recovered - other, other, back, answer.still_stuck, answer.no_longer, helped, by_hand)
    if any(0 < size < least for size in sizes):
        return ""
    parts = [f"{_number(recovered - other)} {'has' if recovered - other <= 1 else 'have'} since succeeded"]
    parts += [f"*{other:,}* {_are(other)} in {OTHERWISE}"] if other else []
    parts += [f"*{back:,}* {_are(back)} back again"] if back else []
    still = f"{_number(answer.still_stuck)} {_are(answer.still_stuck)} still stuck"
    parts.append(f"{still}{_for_another_cause(answer, least)}")
    parts += [_no_longer(answer)] if answer.no_longer else []
    parts += [f"*{helped:,}* went to the helpdesk"] if helped else []
    parts += [f"*{by_hand:,}* {'was' if by_hand == 1 else 'were'} closed by hand"] if by_hand > 0 else []
    return f"Of {people(answer.was_open)} failing {then}, {listing(parts)}."


def _for_another_cause(answer: DigestAnswer, least: int) -> str:
    number, rest = answer.other_cause, answer.still_stuck - answer.other_cause
    if not number or rest < 0 or any(0 < size < least for size in (number, rest)):
        return ""
    return f" ({number:,} for another cause than was said)"


def _no_longer(answer: DigestAnswer) -> str:
    """What became of a failure of which the data says something else that is no success, or nothing any more."""
    return f"*{answer.no_longer:,}* no longer {'counts' if answer.no_longer == 1 else 'count'} as failing"


def closing(answer: DigestAnswer, setting: Setting) -> str:
    """The closing line as a channel may see it."""
    return closing_line(answer, setting.zone, setting.smallest_group if setting.show is Visibility.COUNTS else 0)


def _ends_before(answer: DigestAnswer) -> datetime | None:
    """When the loaded data ends, where that is before the time that a digest is about and nothing has come since."""
    until, since = answer.coverage.until or answer.coverage.last, answer.since
    heard = (
        answer.coverage.rows
        or answer.recovered
        or answer.helpdesk
        or answer.was_open - answer.no_longer != answer.still_stuck
    )
    return until if until and since and until < since and not heard else None


def opening(answer: DigestAnswer, setting: Setting, *, causes: bool) -> list[str]:
    """What there is to know before any list; with `causes` where no table of them follows."""
    return [line for line in (closing(answer, setting), *_what_is_new(answer, setting, causes)) if line]


def failing(answer: DigestAnswer) -> int:
    """How many people the new cases are of."""
    return len(users(case for group in answer.new for case in group.cases))


def by_cause(answer: DigestAnswer) -> str:
    """`No license 5 and On-premises service unreachable 2`, in the order of the groups."""
    return listing([f"{plain(group.cause.title)} {len(users(group.cases)):,}" for group in answer.new], limit=4)


def left_out(answer: DigestAnswer) -> str:
    """That causes are left out where numbers alone are shown; "" where none is."""
    if not answer.fewer_than:
        return ""
    return f"Causes of few people are left out: nothing is shown here about fewer than {people(answer.fewer_than)}."


def note(setting: Setting) -> str:
    """What is said about this digest itself: that it is a preview, or late."""
    return f"{icons.INFO} {words(setting.note, _NOTE)}" if setting.note else ""


def _are(number: int) -> str:
    return "is" if number <= 1 else "are"


def _number(number: int) -> str:
    return f"*{number:,}*" if number else "*none*"


def _what_is_new(answer: DigestAnswer, setting: Setting, causes: bool) -> tuple[str, ...]:
    return (
        *_incidents(answer, setting),
        _new(answer, setting, causes),
        usual_by_then(answer.day, setting.zone) if answer.day else "",
        _methods(answer, setting),
        _again(answer, setting),
        note(setting),
    )


def _new(answer: DigestAnswer, setting: Setting, causes: bool) -> str:
    loaded = "" if answer.by_time else " in the rows loaded"  # some come late, and tell of what was before the last one
    since = f"{loaded} since {time(answer.since, setting.zone)}" if answer.since else ""
    least = "At least " if answer.fewer_than else ""
    listed = f": {by_cause(answer)}" if causes and answer.new else ""
    says = f"*{least}{people(failing(answer))} newly failing*{since}{listed}."
    return f"{says} {left_out(answer)}".rstrip()


def _incidents(answer: DigestAnswer, setting: Setting) -> list[str]:
    """The newest thing that hit many at once; the groups come incidents first."""
    found = [(group, one) for group in answer.new for one in group.bursts]
    lines = [
        f"{icons.URGENT if group.cause.urgent and is_left(group.cases, setting) else icons.WARNING} "
        f"*{plain(group.cause.title)}*. One incident: {burst(one, setting.zone)}."
        for group, one in found[:_INCIDENTS]
    ]
    more = len(found) - _INCIDENTS
    return [*lines, *([f"{count(more, 'more incident')} in the thread."] if more > 0 else [])]


def _methods(answer: DigestAnswer, setting: Setting) -> str:
    """At which methods they fail, where that is known: those who pass one method may fail at the next."""
    cases = (case for group in answer.new for case in group.cases)
    newest = newest_per_person(sorted(cases, key=lambda case: case.last_at))
    at = Counter(case.failed_at for case in newest if case.failed_at)
    if not at:
        return ""
    methods = [f"{words(name)} {size:,}" for name, size in sorted(at.items(), key=lambda one: (-one[1], one[0]))]
    rest = len(newest) - at.total()
    if setting.show is Visibility.COUNTS and any(0 < few < setting.smallest_group for few in (*at.values(), rest)):
        return ""
    return (
        f"Last failed at: {listing(methods, limit=6)}{f'; {rest:,} at no method that the data names' if rest else ''}."
    )


def _again(answer: DigestAnswer, setting: Setting) -> str:
    """How many had recovered before; that closing line counts those of the last digest alone."""
    back = len(users(answer.back_again))
    if not back or (setting.show is Visibility.COUNTS and back < setting.smallest_group):
        return ""
    fail = "fails" if back == 1 else "fail"
    return f"{icons.AGAIN} Back again: {people(back)} had recovered and {fail} for the same cause once more."
