"""An id that a client made: its first result for whoever made it, a refusal for everybody else."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
import time_machine

from muster.agreements import commands
from muster.agreements.models import Attestation
from tests.apps.joining.papers import NOW, Papers, refused, terms

pytestmark = pytest.mark.django_db


def test_the_id_of_another_networks_version_is_refused() -> None:
    papers, others = Papers(), Papers(slug="others")
    given = {"label": "2027", "title": "Next", "terms_text": terms(), "version_id": uuid4()}
    first = commands.draft_version(papers.coordinator, **given)
    assert commands.draft_version(papers.coordinator, **given) == first
    assert refused(commands.draft_version, others.coordinator, **given) == ["id.taken"]


def test_the_id_of_another_partys_attestation_is_refused() -> None:
    with time_machine.travel(NOW, tick=False):
        papers = Papers()
        papers.add_party("second", "Second City", standing="in_force")
        made = Attestation.objects.create(
            network=papers.network,
            party=papers.parties["newcomer"],
            item_key="mfa",
            statement="We do",
            made_at=NOW,
            valid_from=NOW.date(),
            valid_until=date(2027, 1, 1),
        )
        given = {"item_key": "mfa", "statement": "We do", "attestation_id": made.id}
        assert commands.make_attestation(papers.director, **given) == made
        codes = refused(commands.make_attestation, papers.signer("second"), **given)
        assert codes == ["id.taken"]
