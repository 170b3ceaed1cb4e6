"""Terms that cannot all hold: found before anyone relies on them, with both places named."""

from __future__ import annotations

from collections.abc import Iterator

from muster.rules.terms.asking import Moment
from muster.rules.terms.belonging import EffectiveOn, JoiningKind, JoiningStep
from muster.rules.terms.clock_contradictions import clock_contradictions
from muster.rules.terms.costs import PerDiem
from muster.rules.terms.frameworks import unknown_references
from muster.rules.terms.paying import FreeCondition, FreeUnit, LoadBasis, PayStart
from muster.rules.terms.places import Contradiction
from muster.rules.terms.terms import Terms

BRINGS_INTO_FORCE = {
    EffectiveOn.OWN_SIGNATURE: {JoiningStep.SIGNATURE},
    EffectiveOn.LAST_PARTY: {JoiningStep.SIGNATURE},
    EffectiveOn.RESOLUTION_DATE: {
        JoiningStep.RESOLUTION,
        JoiningStep.ORDINANCE,
        JoiningStep.GOVERNING_BODY_APPROVAL,
    },
    EffectiveOn.FILING: {JoiningStep.FILING, JoiningStep.COUNTER_SIGNATURE},
}


def contradictions(terms: Terms) -> Iterator[Contradiction]:
    """Each contradiction of terms that are well formed."""
    yield from _free_help(terms)
    yield from _never_asked(terms)
    yield from _arrivals(terms)
    yield from _labour_and_travel(terms)
    yield from _joining(terms)
    yield from _same_twice(terms)
    yield from _unknown_references(terms)
    yield from clock_contradictions(terms)


def _free_help(terms: Terms) -> Iterator[Contradiction]:
    free, here = terms.free_allowance, ("terms", "free_allowance")
    if FreeCondition.ATTESTATIONS_IN_FORCE in free.conditions and not terms.baseline.items:
        yield Contradiction(
            (*here, "conditions"),
            ("terms", "baseline", "items"),
            "Free help depends on attestations, but there is no item to attest; list the items "
            "or take the condition out.",
        )
    if not free.hours:
        return
    if free.warn_before_hours > free.hours:
        yield Contradiction(
            (*here, "warn_before_hours"),
            (*here, "hours"),
            "The warning would come before the first free hour; write a smaller number.",
        )
    if not free.counts:
        yield Contradiction(
            (*here, "counts"),
            (*here, "hours"),
            "No kind of hour uses the free hours up; name at least one kind.",
        )
    begins = terms.reimbursement_start.begins
    if free.unit is FreeUnit.ELAPSED_FROM_ARRIVAL and begins is PayStart.DEPARTURE:
        yield Contradiction(
            (*here, "unit"),
            ("terms", "reimbursement_start", "begins"),
            "Free time runs from arrival, but reimbursement begins at departure: the way there "
            "would be paid before it is free; let both begin alike.",
        )
    later = (PayStart.AFTER_HOURS, PayStart.LATER_OF_HOURS_AND_DECLARATION)
    if free.unit is FreeUnit.ELAPSED_FROM_DEPARTURE and begins in later:
        yield Contradiction(
            (*here, "unit"),
            ("terms", "reimbursement_start", "begins"),
            "Free time runs from departure, but reimbursement begins hours after arrival: free "
            "hours would be counted twice; let both begin alike.",
        )


def _never_asked(terms: Terms) -> Iterator[Contradiction]:
    trigger = ("terms", "trigger", "any_of")
    if not terms.trigger.any_of:
        yield Contradiction(
            trigger, trigger, "Name at least one trigger, or nobody could ever ask."
        )
    for name in ("may_ask", "may_answer"):
        if not getattr(terms.standing, name):
            place = ("terms", "standing", name)
            yield Contradiction(place, place, "Name at least one standing.")
    if not terms.eligible.kinds:
        place = ("terms", "eligible", "kinds")
        yield Contradiction(place, place, "Name at least one kind of body, or nobody could join.")
    for key, term in (("requester", terms.requester), ("approver", terms.approver)):
        if term.second_sign_off and term.sign_offs < 2:
            yield Contradiction(
                ("terms", key, "second_sign_off"),
                ("terms", key, "sign_offs"),
                "A second person is named, but one signature is enough; let it take two, or name "
                "nobody.",
            )
        if term.sign_offs > 1 and not term.second_roles:
            yield Contradiction(
                ("terms", key, "second_roles"),
                ("terms", key, "sign_offs"),
                "It takes more than one person, but nobody could be the second: name a role.",
            )


def _arrivals(terms: Terms) -> Iterator[Contradiction]:
    """Whatever hangs on a moment needs that moment to be recorded."""
    recorded = ("terms", "recording", "moments")
    moments = terms.recording.moments
    free, begins = terms.free_allowance, terms.reimbursement_start.begins
    if Moment.ARRIVAL not in moments:
        if free.hours and free.unit is FreeUnit.ELAPSED_FROM_ARRIVAL:
            yield Contradiction(
                ("terms", "free_allowance", "unit"),
                recorded,
                "Free time runs from arrival, but no arrival is recorded; record the arrival or "
                "choose another unit.",
            )
        if begins not in (PayStart.DEPARTURE, PayStart.DECLARATION):
            yield Contradiction(
                ("terms", "reimbursement_start", "begins"),
                recorded,
                "Reimbursement counts from arrival, but no arrival is recorded; record the "
                "arrival or let it begin at departure.",
            )
        if terms.extension.cap_days:
            yield Contradiction(
                ("terms", "extension", "cap_days"),
                recorded,
                "The length of a deployment counts from arrival, but no arrival is recorded; "
                "record the arrival or take the cap out.",
            )
    if Moment.DEPARTURE not in moments and begins is PayStart.DEPARTURE:
        yield Contradiction(
            ("terms", "reimbursement_start", "begins"),
            recorded,
            "Reimbursement counts from departure, but no departure is recorded; record the "
            "departure or let it begin at arrival.",
        )
    from_departure = free.unit is FreeUnit.ELAPSED_FROM_DEPARTURE
    if Moment.DEPARTURE not in moments and free.hours and from_departure:
        yield Contradiction(
            ("terms", "free_allowance", "unit"),
            recorded,
            "Free time runs from departure, but no departure is recorded; record the departure "
            "or choose another unit.",
        )


def _labour_and_travel(terms: Terms) -> Iterator[Contradiction]:
    labour, travel = terms.labour, terms.travel
    if labour.fringe is LoadBasis.BY_CATEGORY and not labour.fringe_by_category:
        yield Contradiction(
            ("terms", "labour", "fringe"),
            ("terms", "labour", "fringe_by_category"),
            "Fringe goes by category, but none is listed; list the categories or choose another "
            "basis.",
        )
    if labour.overhead is LoadBasis.BY_CATEGORY:
        yield Contradiction(
            ("terms", "labour", "overhead"),
            ("terms", "labour", "overhead_percent"),
            "Overhead has no categories, it is one number; choose fixed or declared.",
        )
    if travel.mileage_rate is not None and travel.mileage_table is not None:
        yield Contradiction(
            ("terms", "travel", "mileage_table"),
            ("terms", "travel", "mileage_rate"),
            "A mile has a fixed rate already; keep one of the two.",
        )
    for name in ("lodging_rate", "meals_rate"):
        if travel.per_diem is PerDiem.FIXED and getattr(travel, name) is None:
            yield Contradiction(
                ("terms", "travel", "per_diem"),
                ("terms", "travel", name),
                "Fixed nights and meals need their amounts; write both.",
            )


def _joining(terms: Terms) -> Iterator[Contradiction]:
    joining, here = terms.joining, ("terms", "joining")
    for name in ("steps", "adopting"):
        steps, place = getattr(joining, name), (*here, name)
        if len(set(steps)) < len(steps):
            yield Contradiction(place, place, "A step is listed twice; list each once.")
        if JoiningStep.SIGNATURE in steps and not joining.signers:
            yield Contradiction(
                (*here, "signers"),
                place,
                "A signature is a step, but nobody signs; name a title.",
            )
    brought_by = BRINGS_INTO_FORCE.get(joining.effective_on)
    is_opt_out = joining.kind is JoiningKind.OPT_OUT
    if brought_by and not is_opt_out and not brought_by & set(joining.steps):
        yield Contradiction(
            (*here, "effective_on"),
            (*here, "steps"),
            "No step would ever bring it into force; "
            f"list {' or '.join(sorted(brought_by))}, or choose another moment.",
        )


def _same_twice(terms: Terms) -> Iterator[Contradiction]:
    lists: tuple[tuple[tuple[str, ...], str, list[str]], ...] = (
        (("terms", "baseline", "items"), "id", [item.id for item in terms.baseline.items]),
        (
            ("terms", "retention", "kinds"),
            "kind",
            [str(each.kind) for each in terms.retention.kinds],
        ),
    )
    for place, name, keys in lists:
        for index, key in enumerate(keys):
            if (first := keys.index(key)) < index:
                yield Contradiction(
                    (*place, str(index), name),
                    (*place, str(first), name),
                    f"Two items carry the {name} {key}; give each its own.",
                )


def _unknown_references(terms: Terms) -> Iterator[Contradiction]:
    """An item that cites a public framework cites what is in it."""
    for index, item in enumerate(terms.baseline.items):
        here = ("terms", "baseline", "items", str(index))
        for each in unknown_references(item.references):
            yield Contradiction(
                (*here, "references"),
                (*here, "id"),
                f"{each} is no identifier of that framework; look it up on the page of "
                "identifiers, or name it otherwise.",
            )
