"""What a state machine is here: a table of rows that guards, buttons, API links, docs and tests all read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from muster.rules.refusal import Refusal, Refused


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: `action` leads from any of `sources` to `target`.

    `permission` names who may do it; None means that it follows from another command and is never a
    button. `term` is the key of the agreement's term that grounds it.
    """

    action: str
    sources: frozenset[StrEnum]
    target: StrEnum
    permission: str | None = None
    term: str | None = None


@dataclass(frozen=True)
class Lifecycle:
    """The whole life of one kind of thing.

    `name` is the thing's word and the prefix of its refusal (`offer` → `offer.wrong_state`); `ended`
    are the states in which nothing more is expected of it, although a row may still lead out (a lost
    laptop may be found).
    """

    name: str
    states: type[StrEnum]
    initial: StrEnum
    ended: frozenset[StrEnum]
    rows: tuple[Transition, ...]
    _by_step: dict[tuple[str, StrEnum], Transition] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        steps: dict[tuple[str, StrEnum], Transition] = {}
        for row in self.rows:
            for source in row.sources:
                if (row.action, source) in steps:
                    raise ValueError(f"{self.name}: {row.action} leads from {source} to two states")
                steps[row.action, source] = row
        object.__setattr__(self, "_by_step", steps)

    @property
    def actions(self) -> tuple[str, ...]:
        """Every action once, in the order of the rows."""
        return tuple(dict.fromkeys(row.action for row in self.rows))

    def step(self, state: StrEnum | str, action: str) -> Transition | None:
        """The row that `action` follows from `state`, or None when there is none."""
        return self._by_step.get((action, self.states(state)))

    def has_ended(self, state: StrEnum | str) -> bool:
        """Whether nothing more is expected of a thing in `state`."""
        return self.states(state) in self.ended


def row(
    action: str,
    sources: StrEnum | Iterable[StrEnum],
    target: StrEnum,
    permission: str | None = None,
    term: str | None = None,
) -> Transition:
    """A `Transition`, written short: one source may stand without its set."""
    # A StrEnum member is a string, hence iterable itself: ask for the member first.
    origin = frozenset({sources}) if isinstance(sources, StrEnum) else frozenset(sources)
    return Transition(action, origin, target, permission, term)


def next_state(table: Lifecycle, state: StrEnum | str, action: str) -> StrEnum | Refusal:
    """The state after `action`, or the refusal `<thing>.wrong_state` naming the state and the action."""
    step = table.step(state, action)
    if step is not None:
        return step.target
    known = [each for each in table.rows if each.action == action]
    return Refusal(
        f"{table.name}.wrong_state",
        term=known[0].term if known else None,
        values={"state": str(state), "action": action},
    )


def move(table: Lifecycle, state: StrEnum | str, action: str) -> StrEnum:
    """The state after `action`; raises `Refused` with `<thing>.wrong_state` where `next_state` refuses."""
    outcome = next_state(table, state, action)
    if isinstance(outcome, Refusal):
        raise Refused([outcome])
    return outcome


def allowed_actions(table: Lifecycle, state: StrEnum | str) -> tuple[str, ...]:
    """The actions that lead on from `state`, in the order of the rows, whoever may take them."""
    return tuple(action for action in table.actions if table.step(state, action))


def diagram(table: Lifecycle) -> str:
    """The table as a Mermaid state diagram, for the reference pages; same table, same text."""
    lines = ["stateDiagram-v2", f"    [*] --> {table.initial}"]
    for each in table.rows:
        # In the order in which the states are declared: a set has none of its own.
        sources = [state for state in table.states if state in each.sources]
        lines += [f"    {source} --> {each.target}: {each.action}" for source in sources]
    lines += [f"    {state} --> [*]" for state in table.states if state in table.ended]
    return "\n".join(lines) + "\n"
