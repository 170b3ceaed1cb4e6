"""The working of a line as a reader follows it: each step in its order, with what went into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from muster.claims.rule_words import rule_words
from muster.web.display import label_text


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step in words; `order` counts from one, `rule` says by which rule in plain words."""

    order: int
    label: str
    inputs: str
    result: str
    rule: str
    clause: str
    rounding: str

    @property
    def ground(self) -> str:
        """By which clause and rule, and how it was rounded."""
        rounded = f"rounded {self.rounding.lower()}" if self.rounding else ""
        return "; ".join(each for each in (self.clause, self.rule, rounded) if each)

    def __str__(self) -> str:
        """The step on one line, for a cell of a spreadsheet."""
        source = f" from {self.inputs}" if self.inputs else ""
        ground = f" ({self.ground})" if self.ground else ""
        return f"{self.order}. {self.label}: {self.result}{source}{ground}"


def shown_steps(working: Iterable[Mapping[str, Any]]) -> list[ShownStep]:
    """The steps as they are kept with a line, ready to show."""
    return [
        ShownStep(
            order=order,
            label=step["label"],
            inputs=_inputs(step.get("inputs") or {}),
            result=step["result"],
            rule=rule_words(step["rule"]) if step.get("rule") else "",
            clause=step.get("clause", ""),
            rounding=label_text(step["rounding"]) if step.get("rounding") else "",
        )
        for order, step in enumerate(working, start=1)
    ]


def _inputs(inputs: Mapping[str, Any]) -> str:
    """Names and codes of the terms without their underscores."""
    return "; ".join(
        f"{name.replace('_', ' ')} {str(value).replace('_', ' ')}" for name, value in inputs.items()
    )
