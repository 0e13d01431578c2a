"""Whoever may not see people is answered about themselves or not at all: no other user ID reaches them."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import RefusedError
from bot.privacy import Role
from bot.questions.question_types import QUESTION_TYPES
from bot.service.asker import Asker
from tests.support.asking import ListedLog, answering, asker
from tests.support.frames import snapshot

PEOPLE = (
    "dana@tailspintoys.com",
    "dana@tailspintoys.com.br",
    "dan.b@tailspintoys.com",
    "john@tailspintoys.com.mx",
    "erik@fabrikam.com",
)
DATA = snapshot(
    "at | user | result | detail\n"
    + "\n".join(f"2017-02-2{day} 12:00 | {user} | Failed | failed.no_license" for day, user in enumerate(PEOPLE)),
    "at | user | datum\n2017-02-27 12:00 | dana@tailspintoys.com | Mobile Phone",
)


def _slips(address: str) -> st.SearchStrategy[str]:
    """Addresses that look like a loaded one: cut, longer, one letter off, with a tag, in another case."""
    name, _, domain = address.partition("@")
    places = st.integers(0, len(address) - 1)
    return st.one_of(
        places.map(lambda end: address[: end + 1]),
        places.map(lambda at: address[:at] + "x" + address[at + 1 :]),
        places.map(lambda at: address[:at] + address[at + 1 :]),
        st.sampled_from(
            [f"{name}+tag@{domain}", f"{address}.br", f"{name}@x{domain}", address.upper(), f" {address} "]
        ),
    )


@st.composite
def _askers(draw: st.DrawFn) -> Asker:
    own = draw(st.sampled_from(PEOPLE).flatmap(_slips) | st.none())
    return Asker("U0ME", draw(st.sampled_from([Role.SELF, Role.VIEWER])), own, asker(Role.SELF).zone, "C0GENERAL")


def _addresses(text: str) -> set[str]:
    return set(re.findall(r"[\w.+-]+@[\w.-]*\w", text.casefold()))


_TEXTS = st.one_of(
    st.sampled_from([text for kind in QUESTION_TYPES for text in (*kind.examples, *kind.free)]),
    st.sampled_from(["status me", "why me", "status", "export status me", "am i blocked?", "<@U0OTHER>"]),
    st.sampled_from(PEOPLE).flatmap(_slips).map("status {}".format),
    st.sampled_from(PEOPLE).flatmap(_slips).map("is {} blocked".format),
)


@given(_askers(), _TEXTS)
def test_no_other_user_id_is_in_what_a_person_without_a_role_hears(who: Asker, text: str) -> None:
    bot = answering(DATA, users={"U0OTHER": "dana@tailspintoys.com"})
    own = (who.user or "").strip().casefold()
    try:
        reply = bot.answer(text, who)
        heard = [reply.message.payload()]
        heard += [bot.next_steps(reply.token, who)] if reply.token and own in PEOPLE and "status" in text else []
    except RefusedError as refusal:
        heard = [{"text": str(refusal)}]
    named = _addresses(json.dumps([*heard, bot.home(who)])) & set(PEOPLE)
    assert named <= {own} | _addresses(text)
    assert isinstance(bot.access_log, ListedLog)
    subjects = {line.subject for line in bot.access_log.lines if line.outcome == "answered" and line.subject}
    assert subjects <= {own}
