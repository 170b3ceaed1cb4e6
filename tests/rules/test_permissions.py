"""Who may try what: a denial names those who may."""

from __future__ import annotations

from uuid import UUID

import pytest

from muster.rules.actor import Actor
from muster.rules.permissions import PERMISSIONS, need
from muster.rules.refusal import Refused

NOBODY = Actor(UUID(int=1))


def denial(permission: str) -> str:
    with pytest.raises(Refused) as refused:
        need(NOBODY, permission)
    return str(refused.value.refusals[0].values["who"])


def test_a_denial_names_the_roles_that_may():
    assert denial("person.invite") == "coordinator or authorized representative"


@pytest.mark.parametrize("permission", sorted(PERMISSIONS))
def test_every_denial_says_who_may(permission: str):
    if "public" in PERMISSIONS[permission]:
        need(NOBODY, permission)
    else:
        assert denial(permission)
