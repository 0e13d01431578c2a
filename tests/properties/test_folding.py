"""Folding against a slow oracle, and against what must not matter: order, splits, repetition, missing ids."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reports.folding.fold import fold

START = datetime(2026, 11, 20, 8, tzinfo=UTC)
NOW = START + timedelta(hours=8)
ENDS = {
    "User cancelled before passing the required authentication methods": (5, "Cancelled"),
    "User contacted an admin after trying the email verification option": (4, "Contacted admin"),
    "Password reset is not enabled for this user. Enable password reset under the configure tab to resolve this": (
        3,
        "Failed",
    ),
    "FuzzyPolicyViolationInvalidPassword": (3, "Failed"),
    "User entered too many invalid SMS verification codes and is blocked for 24 hours": (6, "Blocked"),
    "User successfully reset password": (7, "Succeeded"),
    "Something new went wrong": (1, "Failed"),
}
STAGES = {
    "User submitted their user ID": (1, "User abandoned after entering their user ID"),
    "User started the mobile SMS verification option": (
        3,
        "User abandoned after starting the mobile SMS verification option",
    ),
    "User started the email verification option": (
        3,
        "User abandoned after starting the email verification option",
    ),
    "User completed the mobile SMS verification option": (
        4,
        "User abandoned after completing the mobile SMS verification option",
    ),
    "User completed the email verification option": (
        4,
        "User abandoned after completing the email verification option",
    ),
    "User submitted a new password": (6, "User abandoned while selecting a new password"),
}
ENTERS = "User submitted their user ID"
METHODS = {
    "User completed the mobile SMS verification option": "Mobile Phone",
    "User completed the email verification option": "Alternate Email",
}
STARTED = {reason.replace("completed", "started"): method for reason, method in METHODS.items()}
BLOCKED_BY = {
    "User started the mobile SMS verification option": "User entered too many invalid SMS verification codes and is blocked for 24 hours",
    "User started the email verification option": "User entered too many invalid email verification codes and is blocked for 24 hours",
}


@dataclass(frozen=True)
class Step:
    at: datetime
    user: str
    correlation: str
    activity: str
    reason: str
    success: bool


def frame(steps: list[Step]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "at": pd.DatetimeIndex([step.at for step in steps], tz="UTC").as_unit("us"),
            "user": pd.Series([step.user for step in steps], dtype="str").astype("category"),
            "correlation": pd.Series([step.correlation for step in steps], dtype="str").astype("category"),
            "activity": pd.Series([step.activity for step in steps], dtype="str").astype("category"),
            "reason": pd.Series([step.reason for step in steps], dtype="str").astype("category"),
            "success": pd.Series([step.success for step in steps], dtype=bool),
        }
    )


def folded(steps: list[Step], *, now: datetime = NOW, without: tuple[str, ...] = ()) -> list[dict[str, object]]:
    attempts = fold(frame(steps), now=now).attempts.drop(columns=list(without))
    return sorted(
        (dict(zip(attempts.columns, row, strict=True)) for row in attempts.itertuples(index=False)), key=shown
    )


def shown(row: dict[str, object]) -> str:
    return f"{row['user']} {row['at']} {row.get('key', '')} {row['detail']}"


def second(step: Step) -> datetime:
    return step.at.replace(microsecond=0)


def oracle(steps: list[Step], *, now: datetime = NOW) -> list[dict[str, object]]:
    """The same attempts, the slow and obvious way."""
    people: dict[str, list[Step]] = defaultdict(list)
    spelled: dict[str, str] = {}
    for step in sorted(steps, key=lambda step: step.user):
        spelled.setdefault(step.user.casefold(), step.user)
        people[step.user.casefold()].append(step)
    return sorted(
        (
            {"user": spelled[user], "role": "", **attempt(group, user, name, kind, now)}
            for user, mine in people.items()
            for kind, name, group in attempts(once(mine))
        ),
        key=shown,
    )


def once(steps: list[Step]) -> list[Step]:
    """Each step of a person once; of twins the one whose id is shared by more steps, and the earliest time."""
    twins: dict[object, list[Step]] = defaultdict(list)
    shared: dict[str, set[object]] = defaultdict(set)
    for step in with_seconds(steps):
        what = (second(step), step.activity, step.reason, step.success)
        twins[what].append(step)
        if step.correlation:
            shared[step.correlation].add(what)
    return [
        replace(
            min(same, key=lambda step: (-len(shared.get(step.correlation, ())), step.correlation)),
            at=min(step.at for step in same),
        )
        for same in twins.values()
    ]


def with_seconds(steps: list[Step]) -> list[Step]:
    """Without the steps of a file saved again without seconds that are there with theirs."""
    earliest: dict[object, Step] = {}
    for step in sorted(steps, key=lambda step: step.at):
        earliest.setdefault((second(step), step.correlation, step.activity, step.reason, step.success), step)

    def minute(step: Step) -> datetime:
        return step.at.replace(second=0, microsecond=0)

    def said(step: Step) -> object:
        return minute(step), step.correlation, step.activity, step.reason, step.success

    exact = {said(step) for step in earliest.values() if step.at != minute(step)}
    return [step for step in earliest.values() if step.at != minute(step) or said(step) not in exact]


def attempts(steps: list[Step]) -> list[tuple[str, str, list[Step]]]:
    found = []
    for kind in ("change", "admin reset"):
        for moment in {second(step) for step in steps if step.activity == kind}:
            group = [step for step in steps if step.activity == kind and second(step) == moment]
            found.append((kind, f"{kind} {moment:%Y-%m-%dT%H:%M:%S}", group))
    tries = [step for step in steps if step.activity in {"flow", "reset", "blocked", "unlock"}]
    tries.sort(key=lambda step: (second(step), step.correlation or "~", step.activity, step.reason, step.success))
    seen: set[str] = set()
    for group in sorted((one for some in grouped(tries) for one in ended(*some)), key=lambda one: second(one[0])):
        known = [step.correlation for step in group if step.correlation]
        began = f"{second(group[0]):%Y-%m-%dT%H:%M:%S}"
        name = known[0] if known else began
        if name in seen:
            name = f"{name} {began}"
        seen.add(name)
        said = {step.activity for step in group}
        told = any(step.activity == "flow" and step.reason == "User successfully reset password" for step in group)
        kind = "unlock" if "unlock" in said and not said & {"reset", "blocked"} and not told else "reset"
        found.append((kind, f"reset {name}", group))
    return found


def grouped(steps: list[Step]) -> list[tuple[bool, list[Step]]]:
    """By id where ids are trusted, else by a quarter of an hour of silence. The steps are in order."""
    sessions: list[list[Step]] = []
    for step in steps:
        if sessions and second(step) - second(sessions[-1][-1]) < timedelta(minutes=15):
            sessions[-1].append(step)
        else:
            sessions.append([step])
    counts = {step.correlation: sum(other.correlation == step.correlation for other in steps) for step in steps}
    groups: dict[tuple[bool, str], list[Step]] = defaultdict(list)
    for number, session in enumerate(sessions):
        trusted = any(step.correlation and counts[step.correlation] > 1 for step in session)
        name = next((step.correlation for step in session if step.correlation), "")
        for step in session:
            name = step.correlation or name
            groups[trusted, name if trusted else str(number)].append(step)
    return [(by_id, sorted(group, key=second)) for (by_id, _), group in groups.items()]


def ended(by_id: bool, group: list[Step]) -> list[list[Step]]:
    """The attempts of one id or session: one is over once it has ended and something else begins."""
    found: list[list[Step]] = []
    for step in sorted(group, key=lambda one: (second(one), *in_its_second(one))):
        if not found or begins_anew(found[-1], step, by_id=by_id):
            found.append([])
        found[-1].append(step)
    return [[step for step in group if step in attempt] for attempt in found]


def in_its_second(step: Step) -> tuple[object, ...]:
    weight = weight_of(step)
    place = 0 if is_entering(step) else 3 if weight >= 7 else 1 + (weight > 0)
    return place, step.activity, step.reason, step.success


def begins_anew(attempt: list[Step], step: Step, *, by_id: bool) -> bool:
    if second(step) - second(attempt[-1]) >= timedelta(minutes=30):
        return True
    decided = [one for one in attempt if weight_of(one)]
    done = [one for one in decided if weight_of(one) >= 7]
    if is_entering(step):
        return bool(decided) or (not by_id and not all(map(is_entering, attempt)))
    resets = [one for one in decided if one.activity != "unlock" or weight_of(one) >= 7]
    if step.activity == "unlock" and resets and weight_of(resets[-1]) < 7:
        return second(step) > second(resets[-1])
    if weight_of(step) >= 7:
        same = [one for one in done if one.activity == step.activity]
        return not by_id and bool(same) and second(step) - second(same[-1]) >= timedelta(minutes=1)
    return bool(done) and (weight_of(step) > 0 or second(step) - max(map(second, done)) >= timedelta(minutes=1))


def is_entering(step: Step) -> bool:
    return step.activity == "flow" and step.reason == ENTERS


def weight_of(step: Step) -> int:
    """How much a step says of the end: nothing (0), a failure, or a success (7 and 8)."""
    if step.activity == "blocked":
        return 6
    if step.activity != "flow":
        return 8 if step.success and step.reason not in ENDS else 3
    weight = ENDS.get(step.reason, (0, ""))[0]
    return weight if weight > 1 or not step.success else 0


def attempt(group: list[Step], user: str, name: str, kind: str, now: datetime) -> dict[str, object]:
    result, detail = outcome(group, kind, now)
    return {
        "at": min(step.at for step in group),
        "methods": " + ".join(sorted({METHODS[step.reason] for step in group if step.reason in METHODS})),
        "started": STARTED[max(begun)[1]] if (begun := begun_in(group)) else "",
        "result": result,
        "detail": detail,
        "key": f"{user} {name}",
        "kind": kind,
        "retries": max(0, sum(step.reason == "User submitted a new password" for step in group) - 1),
        "steps": len(group),
        "last_at": max(step.at for step in group),
    }


def begun_in(group: list[Step]) -> list[tuple[datetime, str]]:
    return [(second(step), step.reason) for step in group if step.activity == "flow" and step.reason in STARTED]


def outcome(group: list[Step], kind: str, now: datetime) -> tuple[str, str]:
    verdicts = []
    for step in group:
        if step.activity == "unlock" and kind != "unlock":
            continue
        if step.activity == "blocked":
            verdicts.append((6, second(step), step.reason if step.reason in ENDS else "", "Blocked"))
        elif step.activity != "flow":
            plain = "User successfully reset password" if step.activity == "reset" else ""
            verdicts.append(
                (8, second(step), plain, "Succeeded")
                if step.success and step.reason not in ENDS
                else (3, second(step), step.reason, "Failed")
            )
        elif step.reason in ENDS and (ENDS[step.reason][0] > 1 or not step.success):
            verdicts.append((ENDS[step.reason][0], second(step), step.reason, ENDS[step.reason][1]))
    if verdicts:
        _, _, detail, result = max(verdicts)
        if result == "Blocked" and not detail:
            started = [step for step in group if step.reason in BLOCKED_BY]
            last = max(started, key=lambda step: (second(step), step.reason), default=None)
            detail = BLOCKED_BY[last.reason] if last else "Blocked from self-service password reset"
        return result, detail
    stages = [(second(step), STAGES[step.reason][0], step.reason) for step in group if step.reason in STAGES]
    reached = max(stages, default=(START, 0, "User submitted their user ID"))[2]
    over = now - max(step.at for step in group) >= timedelta(minutes=15)
    return ("Abandoned", STAGES[reached][1]) if over else ("In progress", reached)


moments = st.one_of(
    st.integers(0, 3 * 60).map(lambda minutes: START + timedelta(minutes=minutes)),
    st.integers(0, 90 * 60_000).map(lambda milliseconds: START + timedelta(milliseconds=milliseconds)),
)
flows = st.tuples(st.just("flow"), st.sampled_from([*ENDS, *STAGES]), st.booleans())
finals = st.tuples(
    st.sampled_from(["reset", "unlock", "change", "admin reset"]),
    st.sampled_from(["Successfully completed reset.", "FuzzyPolicyViolationInvalidPassword"]),
    st.just(True),
)
blocks = st.tuples(st.just("blocked"), st.sampled_from(["", "None", [*ENDS][4]]), st.booleans())
drawn_steps = st.builds(
    lambda at, user, correlation, said: Step(at, user, correlation, *said),
    moments,
    st.sampled_from(["dana@contoso.com", "Dana@contoso.com", "bob@contoso.com"]),
    st.sampled_from(["", "c1", "c2", "c3", "c4", "c5", "c6"]),
    st.one_of(flows, flows, flows, finals, blocks),
)
drawn_logs = st.lists(drawn_steps, max_size=14)


@given(drawn_logs, st.sampled_from([timedelta(hours=8), timedelta(minutes=70)]))
@settings(max_examples=200, deadline=None)
def test_folding_is_what_the_slow_oracle_says(log: list[Step], later: timedelta) -> None:
    assert folded(log, now=START + later) == oracle(log, now=START + later)


@given(drawn_logs, st.data())
@settings(max_examples=60, deadline=None)
def test_order_and_repetition_of_the_rows_do_not_matter(log: list[Step], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(log), max_size=6)) if log else []
    assert folded(data.draw(st.permutations(log + again))) == folded(log)


@given(drawn_logs, st.data())
@settings(max_examples=60, deadline=None)
def test_folding_the_people_of_each_load_again_ends_where_one_load_does(log: list[Step], data: st.DataObject) -> None:
    kept: list[Step] = []
    attempts: dict[object, dict[str, object]] = {}
    rest = list(log)
    while rest:
        size = data.draw(st.integers(1, len(rest)))
        load, rest = rest[:size], rest[size:]
        kept += load
        people = {step.user.casefold() for step in load}
        theirs = folded([step for step in kept if step.user.casefold() in people])
        attempts = {key: row for key, row in attempts.items() if str(row["user"]).casefold() not in people}
        attempts |= {row["key"]: row for row in theirs}
    assert sorted(attempts.values(), key=shown) == folded(log)


sittings = st.lists(
    st.lists(st.tuples(st.integers(0, 25 * 60), st.one_of(flows, blocks)), min_size=2, max_size=6, unique_by=str),
    max_size=4,
)
# Within a session's length, and nobody begins or succeeds twice: where ids are missing that is another attempt.
short_sittings = st.lists(
    st.lists(
        st.tuples(st.integers(0, 14 * 60), st.one_of(flows, blocks).filter(lambda said: said[1] != ENTERS)),
        min_size=2,
        max_size=6,
        unique_by=lambda step: step[1][1],
    ),
    max_size=4,
)


@given(short_sittings, st.sampled_from(["removed", "one per row"]))
@settings(max_examples=60, deadline=None)
def test_attempts_far_apart_need_no_correlation_ids(
    drawn: list[list[tuple[int, tuple[str, str, bool]]]], ids: str
) -> None:
    log = [
        Step(START + timedelta(hours=number, seconds=seconds), "dana@contoso.com", f"c{number}", *said)
        for number, sitting in enumerate(drawn)
        for seconds, said in sitting
    ]
    bare = [replace(step, correlation="" if ids == "removed" else f"r{row}") for row, step in enumerate(log)]
    assert folded(bare, without=("key",)) == folded(log, without=("key",))


@given(sittings)
@settings(max_examples=60, deadline=None)
def test_every_attempt_has_a_key_of_its_own(drawn: list[list[tuple[int, tuple[str, str, bool]]]]) -> None:
    log = [
        Step(START + timedelta(minutes=10 * number, seconds=seconds), "dana@contoso.com", "c" * (number % 3), *said)
        for number, sitting in enumerate(drawn)
        for seconds, said in sitting
    ]
    keys = [row["key"] for row in folded(log)]
    assert len(keys) == len(set(keys))
