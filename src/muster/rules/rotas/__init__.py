"""Rotas: whose turn it is, who stands in, where nobody is on duty, and who is asked after whom.

Local times are those of the party's zone. A time that the clocks skip in spring means the moment
after the gap; one that comes twice in autumn means its first coming. So a shift over such a night
is an hour shorter or longer, and none is left out.
"""

from muster.rules.rotas.asking import MINUTES_BETWEEN, MOST_STEPS, Order, Step, steps_of
from muster.rules.rotas.coverage import (
    Absence,
    Duty,
    Gap,
    Layer,
    Override,
    Rota,
    Source,
    Span,
    duties,
    duty_now,
    gaps,
    people_at,
    person_at,
)
from muster.rules.rotas.rotation import (
    LONGEST,
    Rotation,
    ShiftUnit,
    Window,
    refusals_for_rotation,
    shift_at,
    shift_begins,
    turn_of,
)

__all__ = [
    "LONGEST",
    "MINUTES_BETWEEN",
    "MOST_STEPS",
    "Absence",
    "Duty",
    "Gap",
    "Layer",
    "Order",
    "Override",
    "Rota",
    "Rotation",
    "ShiftUnit",
    "Source",
    "Span",
    "Step",
    "Window",
    "duties",
    "duty_now",
    "gaps",
    "people_at",
    "person_at",
    "refusals_for_rotation",
    "shift_at",
    "shift_begins",
    "steps_of",
    "turn_of",
]
