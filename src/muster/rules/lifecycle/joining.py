"""The lives of agreement version, standing, joining and invitation: who is bound, by what, since when."""

from enum import StrEnum

from muster.rules.lifecycle.table import Lifecycle, row


class VersionState(StrEnum):
    DRAFT = "draft"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


class StandingState(StrEnum):
    """Where a party stands under its network's agreement."""

    INVITED = "invited"
    PENDING = "pending"  # joining: review, resolution or signature still missing
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    WITHDRAWING = "withdrawing"  # notice given; bound until it ends, and debts survive
    WITHDRAWN = "withdrawn"


class JoiningState(StrEnum):
    """Where the papers stand by which a party joins, or adopts a version."""

    OPEN = "open"  # steps are missing
    COMPLETE = "complete"  # nothing is missing; it binds from a later day
    IN_FORCE = "in_force"
    ABANDONED = "abandoned"
    ENDED = "ended"


class InvitationState(StrEnum):
    SENT = "sent"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    REVOKED = "revoked"


V, S, J, N = VersionState, StandingState, JoiningState, InvitationState

AGREEMENT_VERSION = Lifecycle(
    name="agreement_version",
    states=V,
    initial=V.DRAFT,
    ended=frozenset({V.SUPERSEDED}),
    rows=(
        row("amend", V.DRAFT, V.DRAFT, "agreement.draft"),
        row("put_in_force", V.DRAFT, V.IN_FORCE, "agreement.put_in_force", "joining"),
        row("supersede", V.IN_FORCE, V.SUPERSEDED, None, "joining"),
    ),
)

STANDING = Lifecycle(
    name="standing",
    states=S,
    initial=S.INVITED,
    ended=frozenset({S.WITHDRAWN}),
    rows=(
        row(
            "begin_joining", {S.INVITED, S.WITHDRAWN}, S.PENDING, "party.change_standing", "joining"
        ),
        row("put_in_force", {S.INVITED, S.PENDING}, S.IN_FORCE, "party.change_standing", "joining"),
        row(
            "suspend", {S.IN_FORCE, S.WITHDRAWING}, S.SUSPENDED, "party.change_standing", "standing"
        ),
        row("reinstate", S.SUSPENDED, S.IN_FORCE, "party.change_standing", "standing"),
        row(
            "give_notice",
            {S.IN_FORCE, S.SUSPENDED},
            S.WITHDRAWING,
            "party.change_standing",
            "withdrawal",
        ),
        row("take_back_notice", S.WITHDRAWING, S.IN_FORCE, "party.change_standing", "withdrawal"),
        row(
            "end",
            {S.INVITED, S.PENDING, S.WITHDRAWING},
            S.WITHDRAWN,
            "party.change_standing",
            "withdrawal",
        ),
        row(
            "opt_out", {S.INVITED, S.PENDING, S.IN_FORCE, S.SUSPENDED}, S.WITHDRAWN, None, "joining"
        ),
        row("opt_back_in", S.WITHDRAWN, S.IN_FORCE, None, "joining"),
        row("run_out", {S.IN_FORCE, S.SUSPENDED}, S.WITHDRAWN, None, "duration"),
    ),
)

JOINING = Lifecycle(
    name="joining",
    states=J,
    initial=J.OPEN,
    ended=frozenset({J.ABANDONED, J.ENDED}),
    rows=(
        row("complete", J.OPEN, J.COMPLETE, None, "joining"),
        row("take_effect", J.COMPLETE, J.IN_FORCE, None, "joining"),
        row("abandon", {J.OPEN, J.COMPLETE}, J.ABANDONED, "joining.abandon", "joining"),
        row("renew", J.IN_FORCE, J.IN_FORCE, "joining.renew", "duration"),
        row("end", J.IN_FORCE, J.ENDED, None, "withdrawal"),
    ),
)

INVITATION = Lifecycle(
    name="invitation",
    states=N,
    initial=N.SENT,
    ended=frozenset({N.ACCEPTED, N.EXPIRED, N.REVOKED}),
    rows=(
        row("accept", N.SENT, N.ACCEPTED, "person.accept_invitation", "joining"),
        row("expire", N.SENT, N.EXPIRED, None, "joining"),
        row("revoke", N.SENT, N.REVOKED, "person.withdraw_invitation", "joining"),
    ),
)
