"""The sentences of this room: refusals that say what to do, and facts as a timeline tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

OTHER_WAYS = (
    "A passkey, a code to your phone or two people of other agencies who vouch for you work too."
)

REFUSALS = {
    "break_glass.own_party_only": (
        "Only the agency's own representative makes its codes; its duty officer and the "
        "coordinator may revoke them too."
    ),
    "break_glass.bad_count": "Make between 1 and {limit} codes at once.",
    "break_glass.bad_days": "Let them last between 1 and {limit} days.",
    "break_glass.too_many_codes": (
        "Your agency has so many live codes already. Revoke a sheet first; at most {limit} may live."
    ),
    "break_glass.mistyped": (
        "A sign is mistyped. The code has four groups of four; type it again as it is printed."
    ),
    "break_glass.unknown": f"This code opens nothing. Check the sheet's date. {OTHER_WAYS}",
    "break_glass.used": "Code {number} was used before. Each is good once: type the next one.",
    "break_glass.revoked": f"This code was revoked. Use the newest sheet. {OTHER_WAYS}",
    "break_glass.over": f"This code is too old. Use the newest sheet. {OTHER_WAYS}",
    "break_glass.other_purpose": (
        "This code is on the other sheet: codes for paper requests do not sign in, nor the other "
        "way round. Take one of the right sheet."
    ),
    "break_glass.other_party": "This code belongs to another agency. Ask the caller to read it anew.",
    "break_glass.too_many_tries": (
        f"Too many wrong codes from here. Wait ten minutes, or use another device. {OTHER_WAYS}"
    ),
    "break_glass.choose_person": "Choose who you are among the people of your agency.",
    "break_glass.not_your_party": "Only the agency itself or the coordinator may fence it.",
    "break_glass.already_fenced": "The accounts are fenced already. Nothing more is needed.",
    "break_glass.not_yours_to_lift": (
        "It takes the agency's own representative and the coordinator to lift it."
    ),
    "break_glass.agreed_before": "Your side agreed already. The other one still has to.",
    "break_glass.same_person": "It takes two people: somebody else must agree for the other side.",
    "break_glass.fenced_sign_in": (
        "Your agency fenced its accounts: a password alone and its own single sign-on open nothing "
        "until that is lifted. Use a passkey, your authenticator app, or a code at /break-glass/."
    ),
    "break_glass.fenced_account": (
        "The agency's accounts are fenced: nobody is invited or let back in until that is lifted. "
        "A code at /break-glass/ or two people who vouch open a way."
    ),
    "vouching.not_oneself": "Nobody vouches for themselves. Ask two people of other agencies.",
    "vouching.own_party": "Somebody of another agency must vouch. Ask a neighbour's duty officer.",
    "vouching.same_person": "You vouched already. Now somebody of yet another agency must.",
    "vouching.same_party": (
        "Somebody of your agency vouched already. Now somebody of yet another agency must."
    ),
    "vouching.other_number": "Call back at one of the register's numbers, and choose which it was.",
}


def _signed_in(fact: Mapping[str, Any]) -> str:
    ways = {
        "printed": "printed code {number}",
        "text": "a code to a phone",
        "vouched": "the word of two people",
    }
    way = ways.get(str(fact.get("way")), "a code").format(number=fact.get("number", ""))
    return f"{fact.get('person_name', 'Somebody')} signed in for {fact.get('party_name', '')} with {way}."


def _refused(fact: Mapping[str, Any]) -> str:
    whose = "of this agency's sheet " if fact.get("party_id") else ""
    return f"A wrong break-glass code {whose}was typed; {fact.get('tries', 0)} in the last hour."


def _alarm(fact: Mapping[str, Any]) -> str:
    whose = f"of {fact['party_name']}" if fact.get("party_name") else "of no known sheet"
    return f"Alarm: break-glass codes {whose} are being tried in bulk, {fact.get('tries', 0)} in an hour."


def _sheet(fact: Mapping[str, Any]) -> str:
    day = str(fact.get("expires_at", ""))[:10]
    return f"Made a sheet of {fact.get('code_count')} one-time codes, good until {day}."


register_wording(REFUSALS)
register_fact_words(
    {
        "CodeSheetIssued": _sheet,
        "CodesRevoked": "Revoked {code_count} codes; {sessions_ended} sessions ended.",
        "CodeRedeemed": "Spent code {number} of {party_name} on {used_for}.",
        "BreakGlassSignedIn": _signed_in,
        "BreakGlassCodeRefused": _refused,
        "BreakGlassAlarm": _alarm,
        "PhoneCodeSent": "A sign-in code went to the phone of {person_name}.",
        "VouchingOpened": "{voucher_name} spoke to {person_name} and vouches; a second one must too.",
        "VouchingConfirmed": "{voucher_name} vouched too and reads {person_name} a code.",
        "BreakGlassBegun": "{party_name} is under break-glass.",
        "PartyFenced": (
            "{fenced_by_name} fenced the accounts of {party_name}: {people} people, {sessions} sessions."
        ),
        "FenceLiftAgreed": "{agreed_by_name} agreed that break-glass ends for {party_name}.",
        "BreakGlassEnded": "Break-glass ended for {party_name}, agreed by {lifted_by_names}.",
    }
)
