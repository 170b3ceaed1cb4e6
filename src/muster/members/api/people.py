"""People, roles and offices, invitations, accounts switched off and recovered, access review."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from ninja import Router, Schema
from pydantic import Field

from muster.api.doors import ActorRequest, Input, ShortText, Text, reads, run, writes
from muster.members import commands, queries
from muster.members.api.secrets import count_try, run_with_secret
from muster.members.strangers import stranger
from muster.rules.actor import Actor

router = Router()

Role = Annotated[str, Text(40)]
Roles = Annotated[list[Role], Field(max_length=20)]
Password = Annotated[str, Field(max_length=1000)]
Secret = Annotated[str, Text(200)]


class HolderOut(Schema):
    person_id: UUID
    name: str
    email: str
    roles: list[str]
    since: datetime
    is_active: bool


class Holders(Schema):
    items: list[HolderOut]


class PersonOut(Schema):
    id: UUID
    name: str
    email: str
    phone: str
    is_active: bool
    last_login: datetime | None


class RoleIn(Input):
    person_id: UUID
    role: Role


class GrantOut(Schema):
    person_id: UUID
    party_id: UUID | None = None
    role: str
    granted_at: datetime
    revoked_at: datetime | None


class InvitationIn(Input):
    name: ShortText
    email: Annotated[str, Text(254)]
    party_id: UUID | None = None
    party_roles: Roles = []
    network_roles: Roles = []


class InvitationOut(Schema):
    id: UUID
    name: str
    email: str
    party_id: UUID | None
    party_roles: list[str]
    network_roles: list[str]
    state: str
    expires_at: datetime
    token: str | None = Field(None, description="In the first answer only; kept nowhere.")


class Invitations(Schema):
    items: list[InvitationOut]


class JoinIn(Input):
    token: Secret
    password: Password | None = None
    name: ShortText = ""
    phone: Annotated[str, Text(40)] = ""
    time_zone: Annotated[str, Text(60)] = ""


class JoinedOut(Schema):
    person_id: UUID


class ReasonIn(Input):
    reason: Annotated[str, Text(300)]


class RecoverIn(Input):
    removes_factors: bool = False


class RecoveryOut(Schema):
    person_id: UUID
    expires_at: datetime
    removes_factors: bool
    token: str | None = Field(None, description="In the first answer only; kept nowhere.")


class RecoveryCodeOut(Schema):
    person_id: UUID
    expires_at: datetime
    code: str | None = Field(None, description="To be spoken; in the first answer only.")


class UseRecoveryIn(Input):
    token: Secret
    code: Annotated[str, Text(20)]
    password: Password


class AccessOut(Schema):
    person_id: UUID
    name: str
    email: str
    is_active: bool
    party_id: UUID | None
    party_name: str
    role: str
    since: datetime
    last_sign_in: datetime | None
    factors: list[str]
    live_tokens: int


class Access(Schema):
    items: list[AccessOut]


def present_person(_actor: Actor, person: Any) -> PersonOut:
    return PersonOut.from_orm(person)


def present_grant(_actor: Actor, grant: Any) -> GrantOut:
    return GrantOut.from_orm(grant)


def present_invitation(_actor: Actor, invitation: Any) -> InvitationOut:
    names = InvitationOut.model_fields.keys() - {"token"}
    return InvitationOut(token=None, **{name: getattr(invitation, name) for name in names})


@router.get(
    "/parties/{party_id}/people",
    **reads(Holders, name="role_holders", summary="Who holds which role for a party"),
)
def list_people(request: ActorRequest, party_id: UUID):
    actor = request.actor
    return {"items": queries.role_holders(actor, party_id)}


@router.get(
    "/network/officers",
    **reads(Holders, name="network_officers", summary="Coordinators and auditors"),
)
def list_officers(request: ActorRequest):
    return {"items": queries.network_officers(request.actor)}


@router.post("/parties/{party_id}/roles", **writes(commands.grant_party_role, GrantOut, status=201))
def grant_party_role(request: ActorRequest, party_id: UUID, payload: RoleIn) -> HttpResponse:
    return run(
        request,
        commands.grant_party_role,
        present_grant,
        status=201,
        party_id=party_id,
        **payload.model_dump(),
    )


@router.post("/parties/{party_id}/roles/revoke", **writes(commands.revoke_party_role, GrantOut))
def revoke_party_role(request: ActorRequest, party_id: UUID, payload: RoleIn) -> HttpResponse:
    return run(
        request,
        commands.revoke_party_role,
        present_grant,
        party_id=party_id,
        **payload.model_dump(),
    )


@router.post("/network/roles", **writes(commands.grant_network_role, GrantOut, status=201))
def grant_network_role(request: ActorRequest, payload: RoleIn) -> HttpResponse:
    return run(
        request, commands.grant_network_role, present_grant, status=201, **payload.model_dump()
    )


@router.post("/network/roles/revoke", **writes(commands.revoke_network_role, GrantOut))
def revoke_network_role(request: ActorRequest, payload: RoleIn) -> HttpResponse:
    return run(request, commands.revoke_network_role, present_grant, **payload.model_dump())


@router.get(
    "/invitations",
    **reads(Invitations, name="invitations", summary="Open invitations that you may see"),
)
def list_invitations(request: ActorRequest):
    actor = request.actor
    found = queries.invitations(actor)
    return {"items": [present_invitation(actor, each) for each in found]}


@router.post("/invitations", **writes(commands.invite_person, InvitationOut, status=201))
def invite_person(request: ActorRequest, payload: InvitationIn) -> HttpResponse:
    return run_with_secret(
        request,
        commands.invite_person,
        lambda actor, invited: present_invitation(actor, invited.invitation),
        lambda invited: {"token": invited.token},
        **payload.model_dump(),
    )


@router.post(
    "/invitations/{invitation_id}/withdraw", **writes(commands.withdraw_invitation, InvitationOut)
)
def withdraw_invitation(request: ActorRequest, invitation_id: UUID) -> HttpResponse:
    return run(
        request, commands.withdraw_invitation, present_invitation, invitation_id=invitation_id
    )


@router.post(
    "/invitations/accept",
    **{**writes(commands.accept_invitation, JoinedOut, status=201), "auth": None},
)
def accept_invitation(request: ActorRequest, payload: JoinIn) -> HttpResponse:
    count_try(request)
    # A password must not end up in a receipt's digest: the link itself works once.
    person = commands.accept_invitation(stranger(request), **payload.model_dump())
    return JsonResponse({"person_id": str(person.id)}, status=201)


@router.get(
    "/people/{person_id}",
    **reads(PersonOut, name="get_person", summary="An account of the own party"),
)
def get_person(request: ActorRequest, person_id: UUID):
    return queries.get_person(request.actor, person_id)


@router.post("/people/{person_id}/deactivate", **writes(commands.deactivate_person, PersonOut))
def deactivate_person(request: ActorRequest, person_id: UUID, payload: ReasonIn) -> HttpResponse:
    return run(
        request,
        commands.deactivate_person,
        present_person,
        person_id=person_id,
        **payload.model_dump(),
    )


@router.post("/people/{person_id}/reactivate", **writes(commands.reactivate_person, PersonOut))
def reactivate_person(request: ActorRequest, person_id: UUID) -> HttpResponse:
    return run(request, commands.reactivate_person, present_person, person_id=person_id)


@router.post(
    "/people/{person_id}/recover", **writes(commands.recover_person, RecoveryOut, status=201)
)
def recover_person(request: ActorRequest, person_id: UUID, payload: RecoverIn) -> HttpResponse:
    def present(_actor: Actor, issued: Any) -> RecoveryOut:
        return RecoveryOut(
            person_id=issued.recovery.person_id,
            expires_at=issued.recovery.expires_at,
            removes_factors=issued.recovery.removes_factors,
            token=None,
        )

    return run_with_secret(
        request,
        commands.recover_person,
        present,
        lambda issued: {"token": issued.token},
        person_id=person_id,
        **payload.model_dump(),
    )


@router.post(
    "/people/{person_id}/recovery-code",
    **writes(commands.read_recovery_code, RecoveryCodeOut, status=201),
)
def read_recovery_code(request: ActorRequest, person_id: UUID) -> HttpResponse:
    def present(_actor: Actor, spoken: Any) -> RecoveryCodeOut:
        return RecoveryCodeOut(
            person_id=spoken.recovery.person_id, expires_at=spoken.recovery.expires_at, code=None
        )

    return run_with_secret(
        request,
        commands.read_recovery_code,
        present,
        lambda spoken: {"code": spoken.code},
        person_id=person_id,
    )


@router.post("/recoveries/use", **{**writes(commands.use_recovery, JoinedOut), "auth": None})
def use_recovery(request: ActorRequest, payload: UseRecoveryIn) -> HttpResponse:
    count_try(request)
    person = commands.use_recovery(stranger(request), **payload.model_dump())
    return JsonResponse({"person_id": str(person.id)})


@router.get(
    "/access-review",
    **reads(Access, name="access_review", summary="Who holds what, since when, with which factors"),
)
def access_review(request: ActorRequest):
    return {"items": queries.access_review(request.actor)}
