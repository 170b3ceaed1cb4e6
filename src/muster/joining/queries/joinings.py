"""Joinings with their papers: seen by the party itself, its other side, and the network's officers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from muster.agreements import queries as agreements
from muster.files import queries as files
from muster.joining.models import Accession, AgreementText, Signature, StepTaken
from muster.journal.kept import kept
from muster.journal.keyset import Page, page_of
from muster.members import queries as members
from muster.rules.actor import Actor, system_actor
from muster.rules.joining import Progress, Purpose, steps_for
from muster.rules.lifecycle import JoiningState
from muster.rules.refusal import NotFound
from muster.rules.terms import JoiningStep, Terms

LIVE = (JoiningState.OPEN, JoiningState.COMPLETE, JoiningState.IN_FORCE)
UNDER_WAY = (JoiningState.OPEN, JoiningState.COMPLETE)
MOST = 200
WHO_DOES = {
    JoiningStep.ATTORNEY_REVIEW: "The party's attorney reviews; its representative records it",
    JoiningStep.RESOLUTION: "The governing body decides; the representative records it",
    JoiningStep.SIGNATURE: "Whoever may bind the party signs here",
    JoiningStep.COUNTER_SIGNATURE: "The network's coordinator counter-signs",
    JoiningStep.FILING: "The network's coordinator files it",
}
BY_COORDINATOR = frozenset({JoiningStep.COUNTER_SIGNATURE, JoiningStep.FILING})


@dataclass(frozen=True)
class StepShown:
    """One line of the list of steps: what, for whom, how it stands, and who does it."""

    step: JoiningStep
    party_id: UUID
    party_name: str
    state: str  # done, now, next
    who_does: str
    is_by_coordinator: bool
    next_signer: str | None = None
    done_on: date | None = None
    taken: StepTaken | None = None
    signatures: list[Signature] = field(default_factory=list)


def visible(actor: Actor) -> QuerySet[Accession]:
    """What the actor may look into."""
    rows = Accession.objects.filter(network_id=actor.network_id)
    if actor.is_system or actor.is_network_officer:
        return rows
    if actor.party_id is None:
        return rows.none()
    return rows.filter(Q(party_id=actor.party_id) | Q(other_party_id=actor.party_id))


def joinings(
    actor: Actor,
    *,
    state: str = "",
    party_id: UUID | None = None,
    version_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Accession]:
    """Joinings that the actor may look into, the newest first."""
    rows = visible(actor).select_related("party", "other_party", "version")
    if state:
        rows = rows.filter(state=state)
    if party_id:
        rows = rows.filter(Q(party_id=party_id) | Q(other_party_id=party_id))
    if version_id:
        rows = rows.filter(version_id=version_id)
    return page_of(rows, ("-begun_at", "id"), cursor, limit)


def open_joinings(actor: Actor, limit: int = 25) -> list[Accession]:
    """Those that wait for papers, as far as the actor may look into them, the newest first."""
    sees_all = actor.is_system or actor.is_network_officer
    return _open(sees_all, limit, network_id=actor.network_id, party_id=actor.party_id)


@kept
def _open(
    sees_all: bool, limit: int, *, network_id: UUID | None, party_id: UUID | None
) -> QuerySet[Accession]:
    rows = Accession.objects.filter(network_id=network_id, state=JoiningState.OPEN)
    if not sees_all:
        rows = rows.filter(Q(party_id=party_id) | Q(other_party_id=party_id))
    named = rows.select_related("party", "other_party", "version")
    return named.order_by("-begun_at", "id")[:limit]


def get_joining(actor: Actor, joining_id: UUID, lock: bool = False) -> Accession:
    """One joining. Raises `NotFound`."""
    rows = visible(actor).select_related("party", "other_party", "version", "network")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(id=joining_id).first()
    if found is None:
        raise NotFound("joining")
    return found


def under_way(actor: Actor, party_id: UUID) -> list[Accession]:
    """A party's joinings that gather papers now, whoever asks."""
    rows = Accession.objects.filter(network_id=actor.network_id, state__in=UNDER_WAY)
    rows = rows.filter(Q(party_id=party_id) | Q(other_party_id=party_id))
    return list(rows.select_related("version", "party", "other_party").order_by("begun_at")[:MOST])


def sides_of(accession: Accession) -> tuple[UUID, ...]:
    """Who must do the steps: the party, and the other one of a bilateral agreement."""
    if accession.other_party_id is None:
        return (accession.party_id,)
    return (accession.party_id, accession.other_party_id)


def terms_of(accession: Accession) -> Terms:
    return agreements.terms_of(accession.version)


def progresses(accessions: Iterable[Accession]) -> dict[UUID, dict[UUID, Progress]]:
    """How far each side of each joining has come, by joining and party, in two queries."""
    accessions = list(accessions)
    ids = [each.id for each in accessions]
    taken: dict[tuple[UUID, UUID], list[StepTaken]] = defaultdict(list)
    for row in StepTaken.objects.filter(accession_id__in=ids):
        taken[row.accession_id, row.party_id].append(row)
    signed: dict[tuple[UUID, UUID], list[date]] = defaultdict(list)
    for each in Signature.objects.filter(accession_id__in=ids).order_by("place"):
        signed[each.accession_id, each.party_id].append(each.signed_on)
    return {
        each.id: {
            side: _progress(each, taken[each.id, side], signed[each.id, side])
            for side in sides_of(each)
        }
        for each in accessions
    }


def progress_of(accession: Accession) -> dict[UUID, Progress]:
    """How far each side has come, the party's own first."""
    return progresses([accession])[accession.id]


def _progress(accession: Accession, taken: list[StepTaken], signed: list[date]) -> Progress:
    terms = terms_of(accession)
    stated = next((row.takes_effect_on for row in taken if row.takes_effect_on), None)
    return Progress(
        required=steps_for(Purpose(accession.purpose), terms),
        signers=terms.joining.signers,
        done={JoiningStep(row.step): row.done_on for row in taken},
        signed_on=tuple(signed),
        stated_on=stated,
    )


def steps_shown(accession: Accession) -> list[StepShown]:
    """Every step of every side in order, with what is kept of those that are done."""
    names = members.party_names(sides_of(accession))
    taken = {(row.party_id, row.step): row for row in accession.steps.all()}
    signatures = list(accession.signatures.all())
    shown = []
    for side, progress in progress_of(accession).items():
        for step in progress.required:
            is_done = progress.is_done(step)
            is_now = accession.state == JoiningState.OPEN and step is progress.next_step
            is_signature = step is JoiningStep.SIGNATURE
            shown.append(
                StepShown(
                    step=step,
                    party_id=side,
                    party_name=names.get(side, ""),
                    state="done" if is_done else "now" if is_now else "next",
                    who_does=WHO_DOES[step],
                    is_by_coordinator=step in BY_COORDINATOR,
                    next_signer=progress.next_signer if is_signature else None,
                    done_on=progress.day_of(step),
                    taken=taken.get((side, step.value)),
                    signatures=[row for row in signatures if row.party_id == side and is_signature],
                )
            )
    return shown


def next_words(
    accession: Accession, found: dict[UUID, Progress] | None = None
) -> JoiningStep | None:
    """The next step of whichever side is not done."""
    ways = (found or progress_of(accession)).values()
    return next((each.next_step for each in ways if each.next_step), None)


def text_of(version_id: UUID) -> AgreementText | None:
    """The document that parties of a version sign; None before anybody began."""
    return AgreementText.objects.filter(version_id=version_id).first()


def get_text(actor: Actor, version_id: UUID) -> AgreementText:
    """The same, for those who may read the version."""
    version = agreements.get_version(actor, version_id)
    found = text_of(version.id)
    if found is None:
        raise NotFound("agreement_text")
    return found


def text_content(actor: Actor, version_id: UUID) -> bytes:
    """The exact bytes of a version's document: every party of the network may read it."""
    return files.content_of(system_actor(actor.network_id), get_text(actor, version_id).file_id)


def signatures_on(version_id: UUID) -> bool:
    """Whether anybody has signed a version's document."""
    return Signature.objects.filter(accession__version_id=version_id).exists()


def paper(actor: Actor, joining_id: UUID, file_id: UUID) -> tuple[str, str, bytes]:
    """Name, media type and content of a file that belongs to a joining that the actor may see."""
    accession = get_joining(actor, joining_id)
    known = set(accession.steps.values_list("file_id", flat=True))
    known |= set(accession.signatures.values_list("file_id", flat=True))
    if file_id not in known:
        raise NotFound("file")
    system = system_actor(actor.network_id)
    stored = files.get_file(system, file_id)
    return stored.name, stored.media_type, files.content_of(system, file_id)


def waiting_for_their_day(at_day: date, network_id: UUID) -> list[UUID]:
    """Complete joinings whose day has come."""
    rows = Accession.objects.filter(
        network_id=network_id, state=JoiningState.COMPLETE, effective_on__lte=at_day
    )
    return list(rows.order_by("effective_on").values_list("id", flat=True)[:MOST])


def in_force_joinings(network_id: UUID) -> list[Accession]:
    """Joinings that bind now; for the round that looks for terms that ran out."""
    rows = Accession.objects.filter(network_id=network_id, state=JoiningState.IN_FORCE)
    return list(rows.select_related("version", "party").order_by("effective_on")[:5000])


def networks_with_papers() -> list[UUID]:
    """Networks in which anything may come due."""
    return list(Accession.objects.order_by().values_list("network_id", flat=True).distinct())
