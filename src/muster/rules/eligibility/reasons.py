"""What the checks share: how reasons are listed and how a line's field is named."""

from __future__ import annotations

from muster.rules.lifecycle import StandingState
from muster.rules.refusal import Refusal


def kept(*checks: tuple[bool, Refusal]) -> list[Refusal]:
    """The refusals whose check is broken, in the order given."""
    return [refusal for broken, refusal in checks if broken]


def line_field(number: int, name: str) -> str:
    """How the input called `name` of a line is called in a refusal."""
    return f"lines.{number}.{name}"


def bad_standing(standing: StandingState) -> Refusal:
    """The acting party's own standing does not allow it. Term: standing."""
    return Refusal("party.not_in_good_standing", "standing", values={"standing": standing})
