"""A slow, obvious twin of the cut-offs: one person after another, by the dates as the pages print them."""

from collections.abc import Sequence

from tests.support.frames import Row

PHONES = {"mobilePhone", "alternateMobilePhone", "officePhone"}
QUESTIONS = {"securityQuestion"}
ONE_THING = {
    "alternateMobilePhone": "mobilePhone",
    "softwareOneTimePasscode": "app",
    "microsoftAuthenticatorPush": "app",
}
PASSES = {"mobilePhone", "officePhone", "email", "securityQuestion", "app", "hardwareOneTimePasscode"}


def usable(row: Row) -> set[str]:
    """What passes a check of a reset; of an admin never questions."""
    found = {ONE_THING.get(word, word) for word in row["methods"].split(" + ")} & PASSES
    return found - QUESTIONS if row.get("admin") == "yes" else found


def counted(row: Row, left: set[str]) -> int:
    """How much of what is left counts; of an admin kinds: email, phone, app."""
    if row.get("admin") != "yes":
        return len(left)
    return len({"phone" if one in PHONES else one if one == "email" else "app" for one in left})


def required(rows: Sequence[Row]) -> int | None:
    """What the list shows of the policy."""
    ones = [row for row in rows if row["enabled"] == "yes" and row.get("admin") != "yes" and len(usable(row)) == 1]
    return None if not ones else 1 if any(row["registered"] == "yes" for row in ones) else 2


def losing(rows: Sequence[Row]) -> dict[str, tuple[str, int]]:
    """For each person who loses reset: the date, and how many methods they need then."""
    policy = required(rows) or 1
    found: dict[str, tuple[str, int]] = {}
    for row in rows:
        if row["enabled"] != "yes" or (row["registered"] == "yes" and not row["methods"]):
            continue  # of the registered without a method the list does not say what they have
        needed = 2 if row.get("admin") == "yes" else policy
        has = usable(row)
        guest = row.get("guest") == "yes"
        steps = [("2026-11-09", has)]
        if guest:
            steps += [("2027-03", has - QUESTIONS), ("2027-07-01", has - QUESTIONS - PHONES)]
        else:
            steps += [("2027-02-01", has - PHONES), ("2027-03", has - QUESTIONS - PHONES)]
        for on, left in steps:
            if counted(row, left) < needed:
                found[row["user"]] = on, needed - counted(row, left)
                break
    return found
