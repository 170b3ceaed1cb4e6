"""Rotas: whose turn it is, who stands in, where nobody is on duty, and who is asked after whom.

Local times are those of the party's zone. A time that the clocks skip in spring means the moment
after the gap; one that comes twice in autumn means its first coming. So a shift over such a night
is an hour shorter or longer, and none is left out.
"""

from muster.rules.rotas.asking import (
    MINUTES_BETWEEN,
    MOST_MINUTES,
    MOST_STEPS,
    LastResort,
    Order,
    Policy,
    Step,
    refusals_for_policy,
    steps_of,
    steps_under,
)
from muster.rules.rotas.coverage import (
    LOOKING_DAYS,
    Absence,
    Duty,
    Gap,
    Layer,
    Override,
    Rota,
    Source,
    Span,
    away_at,
    duties,
    duty_now,
    gaps,
    people_at,
    person_at,
)
from muster.rules.rotas.recurring import LONGEST_DAYS, Every, Repetition, beginnings
from muster.rules.rotas.rotation import (
    LONGEST,
    Rotation,
    ShiftUnit,
    Window,
    keeping_turn,
    refusals_for_rotation,
    shift_at,
    shift_begins,
    turn_of,
)

__all__ = [
    "LONGEST",
    "LONGEST_DAYS",
    "MINUTES_BETWEEN",
    "MOST_MINUTES",
    "MOST_STEPS",
    "LOOKING_DAYS",
    "Absence",
    "Duty",
    "Every",
    "Gap",
    "LastResort",
    "Layer",
    "Order",
    "Override",
    "Policy",
    "Repetition",
    "Rota",
    "Rotation",
    "ShiftUnit",
    "Source",
    "Span",
    "Step",
    "Window",
    "away_at",
    "beginnings",
    "duties",
    "duty_now",
    "gaps",
    "keeping_turn",
    "people_at",
    "person_at",
    "refusals_for_policy",
    "refusals_for_rotation",
    "shift_at",
    "shift_begins",
    "steps_of",
    "steps_under",
    "turn_of",
]
