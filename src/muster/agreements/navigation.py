"""Where the agreement stands in the navigation, and what it asks of people on the home page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.urls import reverse

from muster.agreements import queries
from muster.journal import clock
from muster.rules.actor import Actor
from muster.rules.attesting import AttestationState
from muster.rules.permissions import is_permitted
from muster.web.navigation import register_entry
from muster.web.todo import Todo, register_todos

SENTENCES = {
    AttestationState.MISSING: "Attest: {title}",
    AttestationState.LAPSED: "Attest anew, it has lapsed: {title}",
    AttestationState.LAPSING: "Attest anew before it lapses: {title}",
}

register_entry("Agreement", "agreements:agreement", order=60, place="more")
register_entry("Our attestations", "agreements:attestations", order=61, place="more")
register_entry("Baseline of the parties", "agreements:baseline", order=62, place="more")


def attestations_to_make(actor: Actor) -> Iterator[Todo]:
    """What a representative should attest, for the home page."""
    if actor.party_id is None or not is_permitted(actor, "attestation.make"):
        return
    for item in queries.baseline(actor, actor.party_id, clock.now()).items:
        if item.state not in SENTENCES:
            continue
        due = None
        if item.valid_until and item.state == AttestationState.LAPSING:
            zone = queries.terms_of(queries.get_version_in_force(actor)).zone
            due = datetime.combine(item.valid_until + timedelta(days=1), time.min, zone)
        yield Todo(
            SENTENCES[item.state].format(title=item.title),
            reverse("agreements:attest", args=[item.key]),
            due=due,
            urgent=item.state == AttestationState.LAPSED,
        )


register_todos(attestations_to_make)
