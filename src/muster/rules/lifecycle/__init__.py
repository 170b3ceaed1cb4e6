"""Every state machine of Muster as data: the one place that says what may follow what.

`next_state(OFFER, offer.state, "accept")` answers with the new state or a `Refusal`; `move` raises
`Refused` instead. `allowed_actions` feeds buttons and API links, `diagram` the reference pages.
"""

from muster.rules.lifecycle.asking import (
    AID_REQUEST,
    INCIDENT,
    LINE,
    OFFER,
    AidRequestState,
    IncidentState,
    LineState,
    OfferState,
)
from muster.rules.lifecycle.joining import (
    AGREEMENT_VERSION,
    INVITATION,
    JOINING,
    STANDING,
    InvitationState,
    JoiningState,
    StandingState,
    VersionState,
)
from muster.rules.lifecycle.keeping import (
    DISPOSAL,
    RECORDS_REQUEST,
    DisposalState,
    RecordsRequestState,
)
from muster.rules.lifecycle.responding import OBJECTIVE, TASK, ObjectiveState, TaskState
from muster.rules.lifecycle.sending import DEPLOYMENT, LOAN, MISSION, DeploymentState, MissionState
from muster.rules.lifecycle.settling import CLAIM, FINDING, ClaimState, FindingState
from muster.rules.lifecycle.table import (
    Lifecycle,
    Transition,
    allowed_actions,
    diagram,
    move,
    next_state,
)

ALL: tuple[Lifecycle, ...] = (
    INCIDENT,
    AID_REQUEST,
    LINE,
    OFFER,
    MISSION,
    DEPLOYMENT,
    LOAN,
    CLAIM,
    FINDING,
    AGREEMENT_VERSION,
    STANDING,
    JOINING,
    INVITATION,
    DISPOSAL,
    RECORDS_REQUEST,
    OBJECTIVE,
    TASK,
)

__all__ = [
    "DISPOSAL",
    "RECORDS_REQUEST",
    "DisposalState",
    "RecordsRequestState",
    "AGREEMENT_VERSION",
    "AID_REQUEST",
    "ALL",
    "CLAIM",
    "DEPLOYMENT",
    "FINDING",
    "INCIDENT",
    "INVITATION",
    "JOINING",
    "LINE",
    "LOAN",
    "MISSION",
    "OBJECTIVE",
    "OFFER",
    "STANDING",
    "TASK",
    "AidRequestState",
    "ClaimState",
    "DeploymentState",
    "FindingState",
    "IncidentState",
    "InvitationState",
    "JoiningState",
    "Lifecycle",
    "LineState",
    "MissionState",
    "ObjectiveState",
    "OfferState",
    "StandingState",
    "TaskState",
    "Transition",
    "VersionState",
    "allowed_actions",
    "diagram",
    "move",
    "next_state",
]
