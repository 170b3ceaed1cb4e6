"""A note travels as far as its incident, or less far; never further."""

from __future__ import annotations

import pytest

from muster.aid import commands, queries
from muster.aid.models import Incident
from muster.journal.models import Fact
from muster.rules.refusal import Refused
from tests.apps.aid.doors import browser
from tests.apps.aid.steps import ask, offer
from tests.apps.aid.world import World

WORDS = "Quartz lamp: the domain controllers too."


def write(world: World, subject, party: str = "city", **given):
    return commands.write_note(
        world.actor(party),
        subject_kind="aid_request",
        subject_id=subject.id,
        text=WORDS,
        **given,
    )


def readers(world: World, aid_request) -> set[str]:
    actors = {
        **{party: world.actor(party) for party in ("city", "county", "school")},
        "coordinator": world.actor(None, "coordinator"),
        "auditor": world.actor(None, "auditor"),
    }
    return {
        name
        for name, actor in actors.items()
        if any(note.text == WORDS for note in queries.notes(actor, "aid_request", aid_request.id))
    }


EVERYBODY = {"city", "county", "school", "coordinator", "auditor"}


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("", EVERYBODY),
        ("TLP:AMBER", EVERYBODY),
        ("TLP:AMBER+STRICT", EVERYBODY),
        ("TLP:RED", EVERYBODY - {"school"}),
    ],
)
def test_a_red_note_is_for_those_concerned(world: World, label: str, expected: set[str]) -> None:
    aid_request = ask(world)
    offer(world, aid_request, "county", ("technician", 1))
    write(world, aid_request, sharing_label=label)

    assert readers(world, aid_request) == expected
    shown = browser(world, "school").get(f"/requests/{aid_request.id}/").content.decode()
    assert (WORDS in shown) is ("school" in expected)


def test_who_wrote_a_red_note_reads_it(world: World) -> None:
    aid_request = ask(world)
    write(world, aid_request, "school", sharing_label="TLP:RED")
    assert readers(world, aid_request) == EVERYBODY - {"county"}


def test_that_a_red_note_was_written_is_told_to_those_concerned_alone(world: World) -> None:
    aid_request = ask(world)
    write(world, aid_request, sharing_label="TLP:RED")
    fact = Fact.objects.get(kind="NoteWritten")
    assert fact.audience == [str(world.parties["city"].id)]


@pytest.mark.parametrize("label", ["TLP:GREEN", "TLP:CLEAR"])
def test_a_note_is_never_wider_than_its_incident(world: World, label: str) -> None:
    aid_request = ask(world)
    with pytest.raises(Refused) as refused:
        write(world, aid_request, sharing_label=label)
    assert [each.code for each in refused.value.refusals] == ["note.label_too_wide"]


def test_a_note_follows_its_incident_when_that_is_narrowed(world: World) -> None:
    aid_request = ask(world)
    write(world, aid_request, sharing_label="TLP:AMBER")
    Incident.objects.update(sharing_label="TLP:RED")
    shown = queries.notes(world.actor("city"), "aid_request", aid_request.id)
    assert [note.label for note in shown] == ["TLP:RED"]


def test_an_unknown_label_is_refused(world: World) -> None:
    with pytest.raises(Refused) as refused:
        write(world, ask(world), sharing_label="TLP:PINK")
    assert [each.code for each in refused.value.refusals] == ["field.unknown_choice"]
