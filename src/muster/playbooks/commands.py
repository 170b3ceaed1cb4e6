"""Every write of this room: writing, revising and withdrawing playbooks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from muster.agreements import queries as agreements
from muster.aid import queries as aid
from muster.journal import clock
from muster.journal.command import command
from muster.journal.holding import refuse_held_rows
from muster.journal.ids import new_id
from muster.journal.record import EVERYONE, record
from muster.playbooks import events, queries
from muster.playbooks.models import Playbook, PlaybookVersion
from muster.playbooks.steps import LONGEST_STEP, MOST_STEPS, steps_in
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused, refuse_if
from muster.rules.retention import DISPOSED
from muster.rules.sharing import SharingLabel

LABELS = tuple(label for label in reversed(SharingLabel) if label is not SharingLabel.RED)
"""What a playbook may carry. TLP:RED is for named readers; a playbook is for whoever is on duty."""
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
LONGEST_USE = timedelta(days=365)
LIMITS = {"title": 120, "when_to_use": 500, "what_changed": 300}


@dataclass(frozen=True)
class Content:
    """What a version says, checked."""

    title: str
    kind: str
    steps: str
    when_to_use: str
    is_shared: bool
    sharing_label: str
    reviewed_on: date
    review_by: date
    what_changed: str = ""


@command("playbook.write")
def write_playbook(
    actor: Actor,
    *,
    title: str,
    kind: str,
    steps: str,
    when_to_use: str = "",
    for_network: bool = False,
    is_shared: bool = False,
    sharing_label: str = SharingLabel.AMBER.value,
    reviewed_on: date | None = None,
    review_by: date | None = None,
    playbook_id: UUID | None = None,
) -> PlaybookVersion:
    """Write a playbook of the own party, or as the coordinator one of the network; version 1.

    The network's are always shared. Reviewed today and to be reviewed within a year unless said
    otherwise. Refuses `playbook.not_coordinator`, `playbook.no_title`, `playbook.no_steps`,
    `playbook.too_many_steps`, `playbook.long_step`, `playbook.unknown_kind`,
    `playbook.bad_label`, `playbook.bad_review`, `field.too_long`, `id.taken`. Records
    PlaybookWritten. Clause: none.
    """
    known = queries.known_playbook(actor, playbook_id)
    if known is not None:
        if known.network_id != actor.network_id or not queries.is_own(actor, known):
            raise Refused(Refusal("id.taken"))
        return queries.get_playbook(actor, known.id)
    content = checked(
        actor,
        title=title,
        kind=kind,
        steps=steps,
        when_to_use=when_to_use,
        for_network=for_network,
        is_shared=is_shared,
        sharing_label=sharing_label,
        reviewed_on=reviewed_on,
        review_by=review_by,
    )
    at = clock.now()
    playbook = Playbook.objects.create(
        id=playbook_id or new_id(),
        network_id=actor.network_id,
        party_id=_owner(actor, for_network),
        written_at=at,
    )
    version = _add_version(actor, playbook, 1, content, at)
    happened = events.PlaybookWritten(
        playbook.id, playbook.party_id, content.kind, content.is_shared, content.sharing_label
    )
    _record(happened, actor, version, at)
    return version


@command("playbook.write")
def revise_playbook(
    actor: Actor,
    *,
    playbook_id: UUID,
    version: int,
    title: str,
    kind: str,
    steps: str,
    when_to_use: str = "",
    is_shared: bool = False,
    sharing_label: str = SharingLabel.AMBER.value,
    reviewed_on: date | None = None,
    review_by: date | None = None,
    what_changed: str = "",
) -> PlaybookVersion:
    """Write the next version of a playbook; `version` is the one that was read before writing.

    Raises `NotFound`. Refuses `playbook.not_yours`, `playbook.withdrawn`, `playbook.changed` where
    somebody wrote a newer version meanwhile, `playbook.nothing_changed`, and what writing refuses.
    Records PlaybookRevised. Clause: none.
    """
    playbook = _own_in_use(actor, playbook_id)
    current = queries.get_playbook(actor, playbook.id)
    refuse_older(current, version)
    content = checked(
        actor,
        title=title,
        kind=kind,
        steps=steps,
        when_to_use=when_to_use,
        for_network=playbook.party_id is None,
        is_shared=is_shared,
        sharing_label=sharing_label,
        reviewed_on=reviewed_on,
        review_by=review_by,
        what_changed=what_changed,
    )
    said = {name: value for name, value in asdict(content).items() if name != "what_changed"}
    if all(getattr(current, name) == value for name, value in said.items()):
        raise Refused(Refusal("playbook.nothing_changed"))
    at = clock.now()
    PlaybookVersion.objects.filter(pk=current.pk).update(is_current=False)
    made = _add_version(actor, playbook, current.number + 1, content, at)
    happened = events.PlaybookRevised(
        playbook.id,
        playbook.party_id,
        made.number,
        content.kind,
        content.is_shared,
        content.sharing_label,
    )
    _record(happened, actor, made, at)
    return made


@command("playbook.withdraw")
def withdraw_playbook(actor: Actor, *, playbook_id: UUID, reason: str) -> PlaybookVersion:
    """Take a playbook out of use; it stays readable with the reason, in no list, pack or phone.

    Raises `NotFound`. Refuses `playbook.not_yours`, `playbook.withdrawn`, `playbook.no_reason`,
    `field.too_long`. Records PlaybookWithdrawn. Clause: none.
    """
    playbook = _own_in_use(actor, playbook_id)
    reason = reason.strip()
    if not reason:
        raise Refused(Refusal("playbook.no_reason", field="reason"))
    if len(reason) > 300:
        raise Refused(Refusal("field.too_long", field="reason", values={"limit": 300}))
    playbook.withdrawn_at = clock.now()
    playbook.withdrawn_by_id, playbook.withdrawn_by_name = actor.person_id, actor.name[:200]
    playbook.withdrawn_reason = reason
    playbook.save(
        update_fields=[
            "withdrawn_at",
            "withdrawn_by_id",
            "withdrawn_by_name",
            "withdrawn_reason",
        ]
    )
    current = queries.get_playbook(actor, playbook.id)
    happened = events.PlaybookWithdrawn(playbook.id, playbook.party_id, current.number)
    _record(happened, actor, current, playbook.withdrawn_at)
    return current


def checked(
    actor: Actor,
    *,
    title: str,
    kind: str,
    steps: str,
    when_to_use: str = "",
    for_network: bool = False,
    is_shared: bool = False,
    sharing_label: str = SharingLabel.AMBER.value,
    reviewed_on: date | None = None,
    review_by: date | None = None,
    what_changed: str = "",
) -> Content:
    """What a version would say, or every reason why it may not; writes nothing."""
    owner = _owner(actor, for_network)
    today = agreements.network_day(actor, clock.now())
    reviewed_on = reviewed_on or today
    content = Content(
        title=" ".join(title.split()),
        kind=kind,
        steps="\n".join(steps_in(steps)),
        when_to_use=when_to_use.strip(),
        is_shared=is_shared or owner is None,
        sharing_label=sharing_label,
        reviewed_on=reviewed_on,
        review_by=review_by or min(reviewed_on + LONGEST_USE, LATEST - timedelta(days=1)),
        what_changed=what_changed.strip(),
    )
    refuse_if(_mistakes(content, today))
    return content


def _mistakes(content: Content, today: date) -> Iterator[Refusal]:
    if not content.title:
        yield Refusal("playbook.no_title", field="title")
    for name, limit in LIMITS.items():
        if len(getattr(content, name)) > limit:
            yield Refusal("field.too_long", field=name, values={"limit": limit})
    if content.kind not in aid.INCIDENT_KINDS:
        yield Refusal("playbook.unknown_kind", field="kind")
    if content.sharing_label not in LABELS:
        yield Refusal("playbook.bad_label", field="sharing_label")
    steps = steps_in(content.steps)
    if not steps:
        yield Refusal("playbook.no_steps", field="steps")
    if len(steps) > MOST_STEPS:
        yield Refusal("playbook.too_many_steps", field="steps", values={"most": MOST_STEPS})
    for number, step in enumerate(steps[:MOST_STEPS], 1):
        if len(step) > LONGEST_STEP:
            values = {"number": number, "limit": LONGEST_STEP}
            yield Refusal("playbook.long_step", field="steps", values=values)
    if not EARLIEST <= content.reviewed_on <= today:
        yield Refusal("playbook.bad_review", field="reviewed_on")
    if not content.reviewed_on < content.review_by < LATEST:
        yield Refusal("playbook.bad_review", field="review_by")


def refuse_older(current: PlaybookVersion, version: int) -> None:
    """Refuse `playbook.changed` when what was read is no longer the version in use."""
    if version != current.number:
        values = {"version": current.number, "who": current.written_by_name}
        raise Refused(Refusal("playbook.changed", values=values))


def _owner(actor: Actor, for_network: bool) -> UUID | None:
    """The party whose playbook it becomes; None for the network, which takes its coordinator."""
    if actor.party_id is not None and not for_network:
        return actor.party_id
    if not (actor.is_coordinator or actor.is_system):
        raise Refused(Refusal("playbook.not_coordinator", field="for_network"))
    return None


def _own_in_use(actor: Actor, playbook_id: UUID) -> Playbook:
    """A playbook of the actor's that is in use, locked."""
    seen = queries.get_playbook(actor, playbook_id)
    playbook = Playbook.objects.select_for_update(of=("self",)).get(pk=seen.playbook_id)
    if not queries.is_own(actor, playbook):
        raise Refused(Refusal("playbook.not_yours"))
    if playbook.withdrawn_at is not None:
        raise Refused(Refusal("playbook.withdrawn"))
    return playbook


def _add_version(
    actor: Actor, playbook: Playbook, number: int, content: Content, at: datetime
) -> PlaybookVersion:
    return PlaybookVersion.objects.create(
        playbook=playbook,
        number=number,
        written_by_id=actor.person_id,
        written_by_name=actor.name[:200],
        written_at=at,
        **asdict(content),
    )


def _record(happened: object, actor: Actor, version: PlaybookVersion, at: datetime) -> None:
    """To all where it is shared, else to the own party alone."""
    party_id = version.playbook.party_id
    is_for_all = version.is_shared or party_id is None
    record(
        happened,
        actor=actor,
        subjects=[("playbook", version.playbook_id)],
        audience=EVERYONE if is_for_all else [party_id],
        at=at,
    )


@command("record.dispose")
def dispose_playbooks(actor: Actor, *, playbook_ids: Collection[UUID]) -> int:
    """Take the texts and names out of withdrawn playbooks; kinds, numbers and days stay.

    Refuses: `record.under_hold`. Records: nothing; the disposal's own fact says it. Clause:
    retention.
    """
    rows = Playbook.objects.filter(
        network_id=actor.network_id, id__in=playbook_ids, withdrawn_at__isnull=False
    )
    refuse_held_rows(actor.network_id, rows, "id", "party_id")
    PlaybookVersion.objects.filter(playbook__in=rows).update(
        title=DISPOSED, when_to_use="", steps=DISPOSED, what_changed="", written_by_name=""
    )
    return rows.update(withdrawn_reason="", withdrawn_by_name="")
