"""The steps that are recorded: attorney's review, resolution, counter-signature, filing."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from muster.joining import queries
from muster.joining.commands.standing_here import (
    Upload,
    go_on,
    kept_file,
    locked_joining,
    party_name,
    plain,
    require_open,
    side_of,
    subjects_of,
    today,
)
from muster.joining.events import JoiningStepTaken
from muster.joining.models import Accession, StepTaken
from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import EVERYONE, record
from muster.rules.actor import Actor
from muster.rules.joining import refusals_for_step
from muster.rules.refusal import Refusal, refuse_if
from muster.rules.terms import JoiningStep


@command("joining.record")
def record_review(
    actor: Actor,
    *,
    joining_id: UUID,
    attorney_name: str,
    done_on: date,
    file_id: UUID | None = None,
    upload: Upload | None = None,
    party_id: UUID | None = None,
) -> Accession:
    """Record that the party's attorney reviewed the agreement: who, when, and the paper that says so.

    Refuses: `joining.not_yours`, `joining.wrong_state`, `joining.step_not_asked`,
    `joining.step_done`, `joining.step_missing`, `joining.day_in_future`,
    `joining.day_out_of_order`, `joining.no_attorney`.
    Records: JoiningStepTaken. Clause: joining.
    """
    accession = locked_joining(actor, joining_id)
    missing = _missing(("joining.no_attorney", "attorney_name", attorney_name))
    return _take(
        actor,
        accession,
        side_of(actor, accession, party_id),
        JoiningStep.ATTORNEY_REVIEW,
        done_on,
        missing,
        file=(file_id, upload),
        who=plain(attorney_name, 200),
    )


@command("joining.record")
def record_resolution(
    actor: Actor,
    *,
    joining_id: UUID,
    number: str,
    done_on: date,
    governing_body: str,
    takes_effect_on: date | None = None,
    file_id: UUID | None = None,
    upload: Upload | None = None,
    party_id: UUID | None = None,
) -> Accession:
    """Record the resolution or ordinance: number, day, governing body, and its own day of effect.

    Refuses: what `record_review` refuses of a step, `joining.no_number`, `joining.no_body`,
    `joining.effect_before_resolution`. Records: JoiningStepTaken. Clause: joining.
    """
    accession = locked_joining(actor, joining_id)
    missing = _missing(
        ("joining.no_number", "number", number),
        ("joining.no_body", "governing_body", governing_body),
    )
    if takes_effect_on is not None and takes_effect_on < done_on:
        missing.append(Refusal("joining.effect_before_resolution", "joining", "takes_effect_on"))
    return _take(
        actor,
        accession,
        side_of(actor, accession, party_id),
        JoiningStep.RESOLUTION,
        done_on,
        missing,
        file=(file_id, upload),
        number=plain(number, 100),
        governing_body=plain(governing_body, 200),
        takes_effect_on=takes_effect_on,
    )


@command("joining.file", step_up=True)
def file_joining(
    actor: Actor,
    *,
    joining_id: UUID,
    step: str,
    number: str,
    done_on: date,
    file_id: UUID | None = None,
    upload: Upload | None = None,
    party_id: UUID | None = None,
) -> Accession:
    """Counter-sign or file for the network: `step` is counter_signature or filing.

    Refuses: what `record_review` refuses of a step, `joining.no_number`.
    Records: JoiningStepTaken. Clause: joining.
    """
    accession = locked_joining(actor, joining_id)
    known = {each.value: each for each in queries.BY_COORDINATOR}
    if step not in known:
        refuse_if([Refusal("joining.step_not_asked", "joining", "step", {"step": step})])
    return _take(
        actor,
        accession,
        side_of(actor, accession, party_id),
        known[step],
        done_on,
        _missing(("joining.no_number", "number", number)),
        file=(file_id, upload),
        number=plain(number, 100),
        who=actor.name[:200],
    )


def _missing(*said: tuple[str, str, str]) -> list[Refusal]:
    return [Refusal(code, "joining", field) for code, field, value in said if not plain(value, 1)]


def _take(
    actor: Actor,
    accession: Accession,
    side: UUID,
    step: JoiningStep,
    done_on: date,
    missing: list[Refusal],
    *,
    file: tuple[UUID | None, Upload | None],
    **values: Any,
) -> Accession:
    """Keep one step of one side, and go on to what follows it."""
    require_open(accession)
    progress = queries.progress_of(accession)[side]
    refuse_if([*refusals_for_step(progress, step, done_on, today(actor)), *missing])
    StepTaken.objects.create(
        accession=accession,
        party_id=side,
        step=step.value,
        done_on=done_on,
        file_id=kept_file(actor, accession, *file),
        recorded_at=clock.now(),
        recorded_by_id=actor.person_id,
        recorded_by_name=actor.name[:200],
        **values,
    )
    follows = queries.next_words(accession)
    record(
        JoiningStepTaken(
            accession.id,
            side,
            party_name(accession, side),
            step.value,
            done_on,
            values.get("number", ""),
            follows.value if follows else "",
        ),
        actor=actor,
        subjects=subjects_of(accession),
        audience=EVERYONE,
    )
    return go_on(actor, accession)
