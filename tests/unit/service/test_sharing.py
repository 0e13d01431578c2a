"""What may be shared, how people are named in it, and that a refused share leaves nothing behind."""

from dataclasses import replace

import pytest

from bot.errors import RefusedError
from bot.privacy import Role
from bot.render.blocks.compose import SHARE
from bot.service.answers.sharing import Sharing
from tests.support.asking import NOW, ListedLog, answering, asker
from tests.support.fake_answering import RememberedShares
from tests.support.frames import snapshot


@pytest.fixture
def sharing() -> Sharing:
    drawn = snapshot(
        """
        at               | user | result | detail
        2017-02-28 12:00 | dana | Failed | failed.no_license
        """
    )
    return Sharing(answering(drawn), RememberedShares(), lambda: NOW)


def kept(sharing: Sharing, text: str, role: Role = Role.HELPDESK) -> str:
    token = sharing.answering.answer(text, asker(role)).token
    assert token
    return token


def test_an_answer_about_somebody_is_masked_for_the_channel_unless_names_are_asked_for(sharing: Sharing) -> None:
    token = kept(sharing, "status dana@contoso.com")
    reply = sharing.preview(token, asker(Role.HELPDESK))
    assert sharing.names_people(reply)
    assert "d***@contoso.com" in str(reply.message)
    assert "dana@contoso.com" not in str(reply.message)
    assert "dana@contoso.com" in str(sharing.share(token, asker(Role.HELPDESK), names=True).message)


def test_what_a_viewer_may_not_share_is_not_marked_as_shared(sharing: Sharing) -> None:
    token = kept(sharing, "status dana@contoso.com")
    with pytest.raises(RefusedError, match="Only the helpdesk"):
        sharing.share(token, asker(Role.VIEWER), names=False)
    assert sharing.share(token, asker(Role.HELPDESK), names=False)


def test_a_document_names_nobody(sharing: Sharing) -> None:
    assert not sharing.names_people(sharing.preview(kept(sharing, "fix SSPR_0029"), asker(Role.HELPDESK)))


def test_the_log_says_who_shared_and_who_took_it_back(sharing: Sharing) -> None:
    token = kept(sharing, "status dana@contoso.com")
    sharing.share(token, asker(Role.HELPDESK), names=False)
    sharing.take_back(token, asker(Role.HELPDESK))
    log = sharing.answering.access_log
    assert isinstance(log, ListedLog)
    assert [line.outcome for line in log.lines][-2:] == ["shared", "taken back"]


def test_in_a_direct_message_there_is_nobody_to_share_with(sharing: Sharing) -> None:
    channel, direct = asker(Role.HELPDESK), replace(asker(Role.HELPDESK), channel="D0ME")
    assert SHARE in str(sharing.answering.answer("stuck", channel).message)
    assert SHARE not in str(sharing.answering.answer("stuck", direct).message)
