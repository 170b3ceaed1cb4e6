"""What the catalogue and the agreement add to a party's page."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from muster.rules.actor import Actor
from muster.web.panels import render_panels
from tests.apps.catalog.stage import DUTY, Stage

pytestmark = pytest.mark.django_db


def shown(actor: Actor, party) -> str:
    request = RequestFactory().get("/")
    request.actor = actor  # type: ignore[attr-defined]
    return str(render_panels(request, "party.main", party))


def test_a_partys_page_says_what_it_lends_and_whether_it_meets_the_baseline():
    stage = Stage().seed()
    stage.laptops()
    party = stage.parties["sagebrush_county"]
    own = shown(stage.actor("sagebrush_county", DUTY), party)
    other = shown(stage.actor("juniper_flats", DUTY), party)
    for page in (own, other):
        assert "Equipment</a>: 1" in page and "Not met" in page
    assert "risk assessment" in own.lower() and "risk assessment" not in other.lower()
    assert "List what you can lend" not in own
    assert "Nothing is listed" in shown(
        stage.actor("cottonwood_bend", DUTY), stage.parties["cottonwood_bend"]
    )
