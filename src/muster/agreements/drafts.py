"""What a draft of the agreement starts from, and everything that stands in its way."""

from __future__ import annotations

from uuid import UUID

from muster.agreements.models import AgreementVersion
from muster.agreements.queries import version_in_force
from muster.agreements.ready_terms import FIRST, get_ready_terms, ready_terms
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal
from muster.rules.terms import check_terms
from muster.rules.terms.zones import text_in_zone, zone_line

MOST_SHOWN_ERRORS = 50


def start_of_draft(actor: Actor, ready_key: str = "") -> dict[str, str]:
    """What a new draft starts from: a ready file with its days in the network's zone, the version in
    force, or the first ready file."""
    version = None if ready_key else version_in_force(actor)
    if version is not None:
        return {"title": version.title, "terms_text": version.terms_text}
    ready = get_ready_terms(ready_key or FIRST)
    return {"title": ready.name[:200], "terms_text": as_taken(actor, ready.text)}


def as_taken(actor: Actor, terms_text: str) -> str:
    """The terms as a network takes them: a ready file, unchanged, gets the network's own zone, and
    says so on that line. Any other text is somebody's own and stays as it is."""
    if terms_text not in {each.text for each in ready_terms()}:
        return terms_text
    return text_in_zone(terms_text, members.get_network(actor).time_zone)


def refusals_for_draft(
    actor: Actor, *, label: str, terms_text: str, version_id: UUID | None = None
) -> list[Refusal]:
    """Why such a draft cannot be kept, all at once: `terms.invalid` for every mistake with its line,
    `terms.other_zone`, `version.label_taken`. `version_id` is the draft's own, where there is one."""
    refusals = _of_terms(actor, terms_text)
    same_label = AgreementVersion.objects.filter(network_id=actor.network_id, label=label)
    if same_label.exclude(id=version_id).exists():
        refusals.append(Refusal("version.label_taken", None, "label", {"label": label}))
    return refusals


def other_zone(actor: Actor, terms_text: str) -> Refusal | None:
    """Why the days of these terms would not end at the network's midnight; None where they do."""
    named, own = zone_line(terms_text), members.get_network(actor).time_zone
    if named is None or named.zone == own:
        return None
    values = {"line": named.line, "zone": named.zone, "network_zone": own}
    return Refusal("terms.other_zone", None, "terms_text", values)


def _of_terms(actor: Actor, terms_text: str) -> list[Refusal]:
    try:
        terms_text.encode()
    except UnicodeEncodeError as broken:
        line = terms_text.count("\n", 0, broken.start) + 1
        values = {"line": line, "place": "file", "sentence": "Take out the broken character."}
        return [Refusal("terms.invalid", None, "terms_text", values)]
    refusals = [
        Refusal(
            "terms.invalid",
            field="terms_text",
            values={"line": each.line, "place": each.field, "sentence": each.sentence},
        )
        for each in check_terms(terms_text)[:MOST_SHOWN_ERRORS]
    ]
    zone = other_zone(actor, terms_text)
    return [*refusals, zone] if zone else refusals
