"""What the story of the main job has no reason to do, straight on record, so that there is one."""

from __future__ import annotations

from datetime import datetime

from muster.catalog.models import Clearance
from muster.deployments.models import ClearanceAcceptance, Deployment, SignedStatement


def cleared(deployment_id: str, at: datetime, words: str) -> dict[str, str]:
    """The host's word and a signature, straight on record: no line of this story asks for any."""
    row = Deployment.objects.select_related("mission").get(pk=deployment_id)
    about = {
        "network_id": row.network_id,
        "mission_id": row.mission_id,
        "deployment": row,
        "host_id": row.mission.requesting_party_id,
        "resource_id": row.resource_id,
        "person_id": row.responder_id,
        "clearance": Clearance.objects.get(network_id=row.network_id, key="nda"),
    }
    accepted = ClearanceAcceptance.objects.create(
        **about,
        helper_name=row.label,
        accepted_on=at.date(),
        basis=words,
        accepted_at=at,
        accepted_by_name="Director",
    )
    signed = SignedStatement.objects.create(
        **about,
        signer_name=row.label,
        text="I keep it to myself.",
        text_version=1,
        signed_on=at.date(),
        paper_note=words,
        on_paper=True,
        recorded_at=at,
        recorded_by_name="Director",
        recorded_by_party_id=row.mission.requesting_party_id,
    )
    return {"acceptance_id": str(accepted.id), "statement_id": str(signed.id)}
