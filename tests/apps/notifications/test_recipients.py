"""The table of tellings names facts, fields and kinds that exist."""

import string
from dataclasses import fields

import pytest

from muster.journal.registry import events
from muster.notifications.kinds import KINDS
from muster.notifications.recipients import TELLINGS, Reach
from muster.notifications.telling import NAMED_PARTIES
from muster.notifications.things import THINGS

NAMES = set(NAMED_PARTIES)


@pytest.mark.parametrize("telling", TELLINGS, ids=lambda row: f"{row.event} {row.title[:20]}")
def test_a_row_fits_its_fact(telling):
    fact = events().get(telling.event)
    assert fact is not None, f"no fact is called {telling.event}"
    known = {field.name for field in fields(fact)}
    assert telling.kind in KINDS
    for to in telling.to:
        assert not to.field or to.field in known
        assert to.roles or to.reach in (Reach.PERSON, Reach.SIGNERS, Reach.FILER)
        assert to.reach != Reach.SIGNERS or "roles" in known
        assert to.reach != Reach.FILER or "filed_by_id" in known
    words = {name for _, name, _, _ in string.Formatter().parse(telling.title) if name}
    for name in words:
        assert name in known or (name in NAMES and f"{name}_id" in known), name
    if telling.about == "note":
        assert {"subject_kind", "subject_id"} <= known
    else:
        assert THINGS[telling.about].field in known
