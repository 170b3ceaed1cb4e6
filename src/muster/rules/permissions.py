"""May this role do that at all? One table; commands and buttons read the same rows.

A permission says who may try. Whether the thing at hand is theirs is asked by queries (which hide
what is not) and by rules (which refuse).
"""

from __future__ import annotations

from muster.rules.actor import SYSTEM_ROLE, Actor, NetworkRole, PartyRole
from muster.rules.refusal import Refusal, Refused

REPRESENTATIVE = PartyRole.AUTHORIZED_REPRESENTATIVE
DUTY = PartyRole.DUTY_OFFICER
RESPONDER = PartyRole.RESPONDER
FINANCE = PartyRole.FINANCE
CLERK = PartyRole.CLERK
READER = PartyRole.READ_ONLY
COORDINATOR = NetworkRole.COORDINATOR
AUDITOR = NetworkRole.AUDITOR

EVERYONE_OF_A_PARTY = (REPRESENTATIVE, DUTY, RESPONDER, FINANCE, CLERK, READER)
ANYBODY = (*EVERYONE_OF_A_PARTY, COORDINATOR, AUDITOR)
OPERATORS = (REPRESENTATIVE, DUTY)
PERSONAL = "personal"  # concerns only the signed-in person's own account
PUBLIC = "public"  # for nobody signed in; reviewed one by one

PERMISSIONS: dict[str, tuple[str, ...]] = {
    # networks, parties, people
    "network.create": (SYSTEM_ROLE,),
    "network.edit": (COORDINATOR,),
    "party.add": (COORDINATOR,),
    "party.edit": (COORDINATOR, REPRESENTATIVE, CLERK),
    "party.change_standing": (COORDINATOR,),
    "party.import": (COORDINATOR,),
    "contact.edit": (COORDINATOR, REPRESENTATIVE, DUTY, CLERK),
    "role.grant": (COORDINATOR, REPRESENTATIVE),
    "role.revoke": (COORDINATOR, REPRESENTATIVE),
    "network_role.grant": (COORDINATOR,),
    "network_role.revoke": (COORDINATOR,),
    "person.create": (SYSTEM_ROLE,),
    "person.invite": (COORDINATOR, REPRESENTATIVE),
    "person.withdraw_invitation": (COORDINATOR, REPRESENTATIVE),
    "person.accept_invitation": (PUBLIC,),
    "person.deactivate": (COORDINATOR, REPRESENTATIVE),
    "person.reactivate": (COORDINATOR, REPRESENTATIVE),
    "person.recover": (COORDINATOR, REPRESENTATIVE),
    "person.read_recovery_code": (COORDINATOR, REPRESENTATIVE, DUTY),
    "person.use_recovery": (PUBLIC,),
    "profile.edit": (PERSONAL,),
    "session.end": (PERSONAL,),
    "account.end_access": (SYSTEM_ROLE,),
    "token.create": (PERSONAL,),
    "token.revoke": (PERSONAL,),
    "exercise.open": (COORDINATOR,),
    "exercise.close": (COORDINATOR,),
    # break-glass
    "break_glass.issue": (REPRESENTATIVE,),
    "break_glass.revoke": (REPRESENTATIVE, DUTY, COORDINATOR),
    "break_glass.sign_in": (PUBLIC,),
    "break_glass.send_code": (PUBLIC,),
    "break_glass.vouch": (REPRESENTATIVE, DUTY, COORDINATOR),
    "break_glass.fence": (REPRESENTATIVE, DUTY, COORDINATOR),
    "break_glass.lift": (REPRESENTATIVE, COORDINATOR),
    # agreement
    "agreement.draft": (COORDINATOR,),
    "agreement.put_in_force": (COORDINATOR,),
    "attestation.make": (REPRESENTATIVE,),
    "attestation.withdraw": (REPRESENTATIVE, COORDINATOR),
    "attestation.review": (COORDINATOR, AUDITOR),
    "attestation.note_lapses": (SYSTEM_ROLE,),
    # rates
    "rate.import": (COORDINATOR,),
    "rate.declare_load": (REPRESENTATIVE, FINANCE),
    # joining
    "agreement_text.attach": (COORDINATOR,),
    "joining.begin": (COORDINATOR, REPRESENTATIVE),
    "joining.record": (COORDINATOR, REPRESENTATIVE, CLERK),
    "joining.sign": (REPRESENTATIVE,),
    "joining.file": (COORDINATOR,),
    "joining.abandon": (COORDINATOR, REPRESENTATIVE),
    "joining.renew": (REPRESENTATIVE,),
    "joining.opt_out": (COORDINATOR, REPRESENTATIVE),
    "joining.keep_days": (SYSTEM_ROLE,),
    "withdrawal.give_notice": (REPRESENTATIVE, COORDINATOR),
    "withdrawal.take_back": (REPRESENTATIVE, COORDINATOR),
    # catalogue
    "resource.edit": (REPRESENTATIVE, DUTY, CLERK),
    "resource.import": (REPRESENTATIVE, DUTY, CLERK),
    "resource.set_availability": (REPRESENTATIVE, DUTY, RESPONDER),
    "package.edit": (REPRESENTATIVE, DUTY, CLERK),
    "vocabulary.edit": (COORDINATOR,),
    # duty
    "duty.edit": (*OPERATORS, COORDINATOR),
    "duty.override": (*OPERATORS, RESPONDER, COORDINATOR),
    "duty.take_time_off": (*OPERATORS, RESPONDER, COORDINATOR),
    "duty.write_note": (*OPERATORS, RESPONDER),
    "duty.oversee": (COORDINATOR, AUDITOR),
    "duty.keep_watch": (SYSTEM_ROLE,),
    # aid
    "incident.open": (*OPERATORS, COORDINATOR),
    "incident.close": (*OPERATORS, COORDINATOR),
    "aid_request.edit": (*OPERATORS, COORDINATOR),
    "aid_request.open": (*OPERATORS, COORDINATOR),
    "aid_request.sign_off": (REPRESENTATIVE, DUTY, FINANCE, CLERK),
    "aid_request.file_by_phone": (*OPERATORS, COORDINATOR),
    "aid_request.file_on_paper": (*EVERYONE_OF_A_PARTY, COORDINATOR),
    "aid_request.confirm": (*OPERATORS, COORDINATOR),
    "aid_request.reject": (*OPERATORS, COORDINATOR),
    "aid_request.amend": (*OPERATORS, COORDINATOR),
    "aid_request.close": (*OPERATORS, COORDINATOR),
    "aid_request.cancel": (*OPERATORS, COORDINATOR),
    "offer.submit": OPERATORS,
    "offer.sign_off": (REPRESENTATIVE, DUTY, FINANCE, CLERK),
    "offer.withdraw": OPERATORS,
    "offer.decline": OPERATORS,
    "offer.accept": OPERATORS,
    "offer.expire": (SYSTEM_ROLE,),
    "aid_request.decline_to_help": OPERATORS,
    "note.write": (REPRESENTATIVE, DUTY, RESPONDER, FINANCE, COORDINATOR),
    "mission.propose_share": (REPRESENTATIVE, FINANCE),
    "mission.agree_share": (REPRESENTATIVE,),
    # playbooks
    "playbook.write": (REPRESENTATIVE, DUTY, CLERK, COORDINATOR),
    "playbook.withdraw": (*OPERATORS, COORDINATOR),
    # call-outs
    "call_out.start": (*OPERATORS, COORDINATOR),
    "call_out.widen": (*OPERATORS, COORDINATOR),
    "call_out.stop": (*OPERATORS, COORDINATOR),
    "call_out.answer": EVERYONE_OF_A_PARTY,
    "call_out.answer_by_link": (PUBLIC,),
    "call_out.approve": OPERATORS,
    "call_out.run": (SYSTEM_ROLE,),
    # access
    "access_grant.make": OPERATORS,
    "access_grant.remove": OPERATORS,
    "access_grant.keep": (SYSTEM_ROLE,),
    # deployments
    "clearance.accept": OPERATORS,
    "statement.sign": (REPRESENTATIVE, DUTY, RESPONDER),
    "statement.record": OPERATORS,
    "deployment.assign": OPERATORS,
    "deployment.check_in": (REPRESENTATIVE, DUTY, RESPONDER),
    "deployment.log_time": (REPRESENTATIVE, DUTY, RESPONDER),
    "deployment.log_expense": (REPRESENTATIVE, DUTY, RESPONDER, FINANCE),
    "deployment.log_activity": (REPRESENTATIVE, DUTY, RESPONDER),
    "deployment.correct": (REPRESENTATIVE, DUTY, RESPONDER, FINANCE),
    "deployment.hand_over": (REPRESENTATIVE, DUTY, RESPONDER),
    "deployment.return": (REPRESENTATIVE, DUTY, RESPONDER),
    "deployment.demobilize": (REPRESENTATIVE, DUTY, RESPONDER),
    "mission.judge_order": (REPRESENTATIVE, DUTY, FINANCE),
    "mission.continue": OPERATORS,
    "mission.note_free_help": (SYSTEM_ROLE,),
    "mission.recall": OPERATORS,
    "mission.extend": OPERATORS,
    "mission.close": OPERATORS,
    # claims
    "claim.draft": (FINANCE, REPRESENTATIVE),
    "claim.submit": (FINANCE, REPRESENTATIVE),
    "claim.question": (FINANCE, REPRESENTATIVE),
    "claim.answer": (FINANCE, REPRESENTATIVE),
    "claim.approve": (FINANCE, REPRESENTATIVE),
    "claim.pay": (FINANCE, REPRESENTATIVE),
    "claim.confirm_payment": (FINANCE, REPRESENTATIVE),
    "claim.waive": (REPRESENTATIVE,),
    "claim.credit": (FINANCE, REPRESENTATIVE),
    "claim.withdraw": (FINANCE, REPRESENTATIVE),
    # clocks
    "clock.keep": (SYSTEM_ROLE,),
    "clock.note": (*OPERATORS, FINANCE, COORDINATOR),
    "calendar_feed.make": (PERSONAL,),
    "calendar_feed.revoke": (PERSONAL,),
    # running the response
    "operation.start": (*OPERATORS, COORDINATOR),
    "operation.lead": (*OPERATORS, RESPONDER, COORDINATOR),
    "operation.note_due_report": (SYSTEM_ROLE,),
    "precedence.set": (COORDINATOR,),
    "precedence.place": (COORDINATOR,),
    "task.progress": (*OPERATORS, RESPONDER, COORDINATOR),
    # after-action
    "review.open": (*OPERATORS, COORDINATOR),
    "review.edit": (*OPERATORS, COORDINATOR),
    "review.close": (*OPERATORS, COORDINATOR),
    "finding.edit": (*OPERATORS, COORDINATOR, CLERK),
    "finding.progress": (*OPERATORS, COORDINATOR, CLERK),
    # devices without a network
    "device.enroll": (PERSONAL,),
    "device.wipe": (PERSONAL,),
    "device.contact": (PUBLIC,),
    "device.open_queue": (PERSONAL,),
    # packs
    "pack.make": (*OPERATORS, COORDINATOR),
    # files, notices, journal
    "file.upload": (REPRESENTATIVE, DUTY, RESPONDER, FINANCE, CLERK, COORDINATOR),
    "notice.read": (PERSONAL,),
    "notice.preferences": (PERSONAL,),
    "contact_point.edit": (PERSONAL,),
    "delivery.retry": (COORDINATOR,),
    "delivery.view": (COORDINATOR, AUDITOR),
    "backup.view": (COORDINATOR, AUDITOR),
    "backup.ship": (SYSTEM_ROLE,),
    "reconciliation.record": (SYSTEM_ROLE,),
    "reconciliation.view": (COORDINATOR, AUDITOR),
    "reconciliation.settle": (COORDINATOR,),
    "journal.view": (AUDITOR, COORDINATOR),
    "journal.checkpoint": (SYSTEM_ROLE, AUDITOR, COORDINATOR),
    "journal.erase_payload": (COORDINATOR,),
    # records
    "record.view": (COORDINATOR, AUDITOR),
    "record.dispose": (SYSTEM_ROLE,),
    "retention.set": (COORDINATOR,),
    "disposal.propose": (SYSTEM_ROLE, COORDINATOR),
    "disposal.approve": (COORDINATOR,),
    "hold.place": (COORDINATOR,),
    "hold.release": (COORDINATOR,),
    "records_request.edit": (COORDINATOR, REPRESENTATIVE, CLERK),
    "records_request.view": (COORDINATOR, AUDITOR, REPRESENTATIVE, CLERK),
    "redaction_reason.set": (COORDINATOR,),
    "party_export.make": (REPRESENTATIVE,),
    "access.review": (COORDINATOR, AUDITOR, REPRESENTATIVE),
}


def roles_in_party(permission: str) -> tuple[PartyRole, ...]:
    """The roles of a party that carry the permission."""
    return tuple(role for role in PartyRole if role in PERMISSIONS[permission])


def is_permitted(actor: Actor, permission: str) -> bool:
    """Whether the actor's roles carry the permission; KeyError for a permission nobody listed."""
    roles = PERMISSIONS[permission]
    if actor.is_system:
        return True
    if PUBLIC in roles:
        return True
    if actor.scopes is not None and not _within_scopes(actor.scopes, permission):
        return False
    if PERSONAL in roles:
        return actor.person_id is not None
    return not actor.roles.isdisjoint(roles)


def need(actor: Actor, permission: str) -> None:
    """Refuses `permission.denied`, with the roles that may in `who`."""
    if not is_permitted(actor, permission):
        who = " or ".join(
            role.replace("_", " ")
            for role in PERMISSIONS[permission]
            if role not in (SYSTEM_ROLE, PUBLIC, PERSONAL)
        )
        values = {"permission": permission, "who": who or "the person whose account it is"}
        raise Refused(Refusal("permission.denied", values=values))


def _within_scopes(scopes: frozenset[str], permission: str) -> bool:
    """A token's scopes are `*`, a permission (`offer.submit`) or its noun (`offer`)."""
    return "*" in scopes or permission in scopes or permission.split(".")[0] in scopes
