"""What the signed mission order does not name may not be claimed where the agreement says so."""

from __future__ import annotations

import pytest

from muster.deployments import commands, queries
from muster.journal.ids import new_id
from muster.journal.models import Fact
from muster.rules.refusal import NotFound, Refused
from tests.apps.aid.doors import browser, send
from tests.apps.aid.test_pages import fields_of, page
from tests.apps.deployments.same_case import settled_case
from tests.apps.deployments.stage import Stage
from tests.apps.deployments.test_away_and_beyond import put_terms
from tests.apps.deployments.test_logging_work import codes, log, spend
from tests.apps.deployments.test_use_and_supplies import give

ONLY = ("[terms.expenses]", "[terms.claimable]\nonly_agreed = true\n\n[terms.expenses]")


def left_out(stage: Stage) -> set[str]:
    """The labels of what is not claimed since the order does not name it."""
    stage.mission.refresh_from_db()
    settled = queries.running_cost(stage.host, stage.mission.id)
    return {
        line.label
        for line in settled.lines
        if "claimable.not_in_the_order" in [each.code for each in line.reasons]
    }


def outside(stage: Stage, entry_id, **values):
    given = {"mission_id": stage.mission.id, "entry_id": entry_id, "reason": "Never asked for"}
    return commands.put_outside_order(values.pop("actor", stage.host), **{**given, **values})


def test_an_entry_outside_the_order_is_shown_and_not_claimed_until_it_is_taken_in(
    stage: Stage,
) -> None:
    put_terms(stage, ONLY)
    stage.arrive(9)
    log(stage, 8, 4)
    cake, tape = spend(stage, description="Cake"), give(stage, description="Tape")
    assert left_out(stage) == set()
    said = outside(stage, cake.id)
    outside(stage, tape.id, actor=stage.finance)
    assert left_out(stage) == {"Cake", "Tape"}
    case = settled_case(
        queries.terms_of_mission(stage.mission),
        costs=[{"label": "Cake", "price": "18.50", "agreed": False}],
    )
    assert case.lines[0].reasons[0].code == "claimable.not_in_the_order"
    with pytest.raises(Refused) as refused:
        commands.take_into_order(stage.finance, outside_order_id=said.id)
    assert codes(refused) == ["order.not_yours"]
    commands.take_into_order(stage.host, outside_order_id=said.id)
    assert left_out(stage) == {"Tape"}
    with pytest.raises(Refused) as refused:
        commands.take_into_order(stage.host, outside_order_id=said.id)
    assert codes(refused) == ["order.taken_in_already"]
    outside(stage, stage.person.id)
    assert any("hours" in label for label in left_out(stage))
    assert Fact.objects.filter(kind="PutOutsideOrder").count() == 3
    assert Fact.objects.filter(kind="TakenIntoOrder").count() == 1


def test_what_cannot_stand_outside_the_order_is_refused(stage: Stage) -> None:
    cake = spend(stage, description="Cake")
    outside(stage, cake.id)
    for entry_id, reason, code in (
        (new_id(), "Why", "order.entry_unknown"),
        (cake.id, "Why", "order.outside_already"),
        (stage.lot.id, " ", "reason.required"),
    ):
        with pytest.raises(Refused) as refused:
            outside(stage, entry_id, reason=reason)
        assert codes(refused) == [code]
    with pytest.raises(Refused) as refused:
        outside(stage, stage.lot.id, actor=stage.helper)
    assert codes(refused) == ["permission.denied"]
    with pytest.raises(NotFound):
        outside(stage, cake.id, actor=stage.stranger)


def test_page_and_api_say_what_the_order_does_not_name(stage: Stage) -> None:
    put_terms(stage, ONLY)
    cake = spend(stage, description="Cake")
    city, path = browser(stage.world, "city"), f"/missions/{stage.mission.id}/"
    assert "Say what is not in it" in page(city, path)
    form = f"{path}outside-order/"
    fields = {**fields_of(page(city, form)), "entry_id": str(cake.id), "reason": "Never asked for"}
    assert city.post(form, fields).status_code == 302
    assert "Take it in" in page(city, path)
    [row] = city.get(f"/api/v1/missions/{stage.mission.id}/outside-order").json()
    taken = send(city, f"/outside-order/{row['id']}/take-in", {})
    assert taken.status_code == 200, taken.content
    again = {"entry_id": str(cake.id), "reason": "Still not"}
    made = send(city, f"/missions/{stage.mission.id}/outside-order", again)
    assert made.status_code == 201, made.content
    form = f"/outside-order/{made.json()['id']}/take-in/"
    assert city.post(form, fields_of(page(city, form))).status_code == 302
