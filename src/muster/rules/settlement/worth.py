"""What the free help is worth in money, for a warning before it is lost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from muster.rules.money import Money
from muster.rules.settlement.facts import FrozenAttestation
from muster.rules.settlement.settle import EstimatedWork, estimate
from muster.rules.terms import Terms


def worth_of_free_help(work: Iterable[EstimatedWork], terms: Terms, asked_on: date) -> Money:
    """What the free hours of promised work come to where no attestation holds them, at a full share.

    An estimate by the settlement's own rule, rounded as its lines are. Terms: free_allowance, baseline.
    """
    promised = tuple(work)
    held = tuple(FrozenAttestation(item.id, date.max) for item in terms.baseline.items)
    lost, kept = (
        estimate(promised, (), terms, asked_on=asked_on, attestations=attestations).beyond
        for attestations in ((), held)
    )
    return lost - kept
