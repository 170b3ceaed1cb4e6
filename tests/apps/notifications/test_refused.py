"""Notices are one's own: nobody else reads them away, and there are no kinds but the listed."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from muster.notifications.commands import choose_mail, read_all_notices, read_notice
from muster.notifications.models import Notice
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refused

pytestmark = pytest.mark.django_db

SOMEBODY = Actor(UUID(int=1), UUID(int=2), UUID(int=3), frozenset({"duty_officer"}))
NOBODY = replace(SOMEBODY, person_id=None, roles=frozenset())


def test_whoever_is_nobody_has_no_notices() -> None:
    for attempt in (
        lambda: read_notice(NOBODY, notice_id=UUID(int=4)),
        lambda: read_all_notices(NOBODY),
        lambda: choose_mail(NOBODY, kinds=[]),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.refusals[0].code == "permission.denied"


def test_a_notice_that_is_not_ones_own_is_not_found() -> None:
    with pytest.raises(NotFound):
        read_notice(SOMEBODY, notice_id=UUID(int=4))
    assert not Notice.objects.exists()


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        choose_mail(SOMEBODY, kinds=["nonsense"])
    assert refused.value.refusals[0].code == "notice.unknown_kind"
