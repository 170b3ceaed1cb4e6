"""Every read of this room."""

from muster.duty.queries.now import OnDuty, on_duty, on_duty_of, steps, steps_of
from muster.rules.rotas import Step

__all__ = ["OnDuty", "Step", "on_duty", "on_duty_of", "steps", "steps_of"]
