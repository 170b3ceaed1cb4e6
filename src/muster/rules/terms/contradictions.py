"""Terms that cannot all hold: found before anyone relies on them, with both places named."""

from __future__ import annotations

from collections.abc import Iterator

from muster.rules.terms.belonging import EffectiveOn, JoiningKind, JoiningStep
from muster.rules.terms.costs import PerDiem
from muster.rules.terms.paying import FreeCondition, FreeUnit, LoadBasis, PayStart
from muster.rules.terms.terms import Terms

BRINGS_INTO_FORCE = {
    EffectiveOn.OWN_SIGNATURE: {JoiningStep.SIGNATURE},
    EffectiveOn.LAST_PARTY: {JoiningStep.SIGNATURE},
    EffectiveOn.RESOLUTION_DATE: {JoiningStep.RESOLUTION},
    EffectiveOn.FILING: {JoiningStep.FILING, JoiningStep.COUNTER_SIGNATURE},
}


def contradictions(terms: Terms) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each contradiction as the place where it shows and a sentence naming the other place."""
    free = terms.free_allowance
    if FreeCondition.ATTESTATIONS_IN_FORCE in free.conditions and not terms.baseline.items:
        yield (
            ("terms", "free_allowance", "conditions"),
            "Free help depends on attestations, but terms.baseline lists no item to attest; "
            "list the items or take the condition out.",
        )
    if free.hours and free.warn_before_hours > free.hours:
        yield (
            ("terms", "free_allowance", "warn_before_hours"),
            "The warning would come before the first free hour (terms.free_allowance.hours); "
            "write a smaller number.",
        )
    if free.hours and not free.counts:
        yield (
            ("terms", "free_allowance", "counts"),
            "No kind of hour uses up terms.free_allowance.hours; name at least one kind.",
        )
    if (
        free.unit is FreeUnit.ELAPSED_FROM_ARRIVAL
        and terms.reimbursement_start.begins is PayStart.DEPARTURE
        and free.hours
    ):
        yield (
            ("terms", "free_allowance", "unit"),
            "Free time runs from arrival, but terms.reimbursement_start begins at departure: "
            "the way there would be paid before it is free; let both begin alike.",
        )
    if not terms.trigger.any_of:
        yield (
            ("terms", "trigger", "any_of"),
            "Name at least one trigger, or nobody could ever ask.",
        )
    for name in ("may_ask", "may_answer"):
        if not getattr(terms.standing, name):
            yield (("terms", "standing", name), "Name at least one standing.")
    yield from _money_contradictions(terms)
    yield from _joining_contradictions(terms)
    yield from _clock_contradictions(terms)
    yield from _item_contradictions(terms)


def _money_contradictions(terms: Terms) -> Iterator[tuple[tuple[str, ...], str]]:
    labour, travel = terms.labour, terms.travel
    if labour.fringe is LoadBasis.BY_CATEGORY and not labour.fringe_by_category:
        yield (
            ("terms", "labour", "fringe"),
            "Fringe goes by category, but terms.labour.fringe_by_category lists none; "
            "list the categories or choose another basis.",
        )
    if labour.overhead is LoadBasis.BY_CATEGORY:
        yield (
            ("terms", "labour", "overhead"),
            "Overhead has no categories (terms.labour.overhead_percent is one number); "
            "choose fixed or declared.",
        )
    if travel.mileage_rate is not None and travel.mileage_table is not None:
        yield (
            ("terms", "travel", "mileage_table"),
            "A mile has a fixed rate already (terms.travel.mileage_rate); keep one of the two.",
        )
    fixed = (travel.lodging_rate, travel.meals_rate)
    if travel.per_diem is PerDiem.FIXED and None in fixed:
        yield (
            ("terms", "travel", "per_diem"),
            "Fixed nights and meals need terms.travel.lodging_rate and terms.travel.meals_rate; "
            "write both.",
        )
    begins = terms.reimbursement_start.begins
    if (
        terms.free_allowance.unit is FreeUnit.ELAPSED_FROM_DEPARTURE
        and terms.free_allowance.hours
        and begins in (PayStart.AFTER_HOURS, PayStart.LATER_OF_HOURS_AND_DECLARATION)
    ):
        yield (
            ("terms", "free_allowance", "unit"),
            "Free time runs from departure, but terms.reimbursement_start begins hours after "
            "arrival: free hours would be counted twice; let both begin alike.",
        )


def _joining_contradictions(terms: Terms) -> Iterator[tuple[tuple[str, ...], str]]:
    joining = terms.joining
    for name in ("steps", "adopting"):
        steps = getattr(joining, name)
        if len(set(steps)) < len(steps):
            yield (("terms", "joining", name), "A step is listed twice; list each once.")
        if JoiningStep.SIGNATURE in steps and not joining.signers:
            yield (
                ("terms", "joining", "signers"),
                f"A signature is a step (terms.joining.{name}), but nobody signs; name a title.",
            )
    brought_by = BRINGS_INTO_FORCE.get(joining.effective_on)
    is_opt_out = joining.kind is JoiningKind.OPT_OUT
    if brought_by and not is_opt_out and not brought_by & set(joining.steps):
        yield (
            ("terms", "joining", "effective_on"),
            "No step of terms.joining.steps would ever bring it into force; "
            f"list {' or '.join(sorted(brought_by))}, or choose another moment.",
        )


def _clock_contradictions(terms: Terms) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, clock in terms.clocks.items():
        if clock.stops is clock.starts:
            yield (
                ("clocks", key, "stops"),
                f"The clock would stop with the event that starts it (clocks.{key}.starts); "
                "name another.",
            )
        if clock.warn_before > clock.length:
            yield (
                ("clocks", key, "warn_before"),
                f"The warning would come before the start (clocks.{key}.length); "
                "write a smaller number.",
            )


def _item_contradictions(terms: Terms) -> Iterator[tuple[tuple[str, ...], str]]:
    seen: dict[str, int] = {}
    for index, item in enumerate(terms.baseline.items):
        if item.id in seen:
            yield (
                ("terms", "baseline", "items", str(index), "id"),
                f"Item {seen[item.id] + 1} has the same id; give each its own.",
            )
        seen.setdefault(item.id, index)
