"""The demo's first scene: the network, its agreement, the register, contacts and accounts."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path

import muster.agreements
from muster.agreements import commands as agreements
from muster.config.demo import accounts, shares
from muster.config.demo.stage import Stage
from muster.members import commands as members
from muster.members import queries as register
from muster.members.posts import actor_at, posts_of

SLUG = "utah-it-mutual-aid-sample"
NAME = "Utah Local Government IT Mutual Aid Agreement (sample network)"
NOTE = (
    "Sample data: shares, people, requests and claims are made up. "
    "Only the register of parties is real, from published reports."
)
SIGNED = "Named as a signatory by the Daily Herald, 2025-07-11."
LISTED = (
    "Signature not confirmed: named as a participant by the Standard-Examiner, 2025-03-18, "
    "but not among the signatories named by the Daily Herald, 2025-07-11."
)
FICTIONAL = "Fictional: made up for this sample network."
HOST = "provo"
AREA_CODES = {"always": "801", "primary": "435", "alternate": "385"}
STATEMENTS = {
    "disaster_recovery_plan": "Plan reviewed and restored from in a drill this spring (sample).",
    "risk_assessment": "Assessed with the county's auditor this spring (sample).",
    "essential_tools": "Endpoint detection, multi-factor sign-in and offline backups (sample).",
}

NOTHING_KNOWN = "Sample entry: says nothing about the real party."


def make_network(stage: Stage) -> None:
    """The network itself, marked as a sample on every page."""
    network = members.create_network(
        stage.loader(), slug=SLUG, name=NAME, state_code="UT", is_sample=True, sample_note=NOTE
    )
    stage.network_id = network.id


def put_agreement_in_force(stage: Stage) -> None:
    """The Utah terms as reported, in force from the first day."""
    library = Path(muster.agreements.__file__).parent / "library"
    version = agreements.draft_version(
        stage.loader(),
        label="2025, as reported",
        title="Utah Local Government IT Mutual Aid Agreement",
        terms_text=(library / "utah_it_maa.toml").read_text(encoding="utf-8"),
    )
    agreements.put_in_force(stage.loader(), version_id=version.id)


def add_parties(stage: Stage, parties: Iterable[shares.PartyRow]) -> None:
    """Each party as a fact, with where that fact comes from; unconfirmed ones are not in force."""
    for party in parties:
        is_confirmed = party.standing == "in_force"
        made = members.add_party(
            stage.loader(),
            name=party.name,
            kind=party.kind,
            standing="in_force" if is_confirmed else "pending",
            signature_confirmed=is_confirmed,
            source_note=FICTIONAL if party.fictional else SIGNED if is_confirmed else LISTED,
            is_host=party.key == HOST,
            county=party.county,
            place=party.place,
            state_code="UT",
            population=party.population,
            latitude=float(party.latitude),
            longitude=float(party.longitude),
            website=f"https://{party.domain}" if party.domain else "",
            is_fictional=party.fictional,
        )
        stage.parties[party.key] = made.id


def add_contacts(stage: Stage, parties: Iterable[shares.PartyRow]) -> None:
    """Whom to call, in order; the numbers are of the range kept for fiction."""
    numbers = count(100)
    for party in parties:
        last_digits = next(numbers) % 200
        for contact in accounts.contacts():
            members.add_contact(
                stage.loader(party.key),
                party_id=stage.parties[party.key],
                kind=contact["kind"],
                name=contact["name"],
                phone=f"+1{AREA_CODES[contact['kind']]}555{last_digits:04}",
            )


def make_accounts(stage: Stage, password: str) -> None:
    """The accounts of accounts.toml with their roles; each an actor of the story from now on."""
    for account in accounts.accounts():
        person = members.create_person(
            stage.loader(),
            email=account.email,
            name=account.name,
            password=password,
            phone=account.phone,
            time_zone=stage.zone.key,
            is_sample=True,
        )
        for party, role in account.party_roles:
            members.grant_party_role(
                stage.loader(), party_id=stage.parties[party], person_id=person.id, role=role
            )
        for role in account.network_roles:
            members.grant_network_role(stage.loader(), person_id=person.id, role=role)
        stage.people[account.key] = person.id
        _learn_posts(stage, account.key)


def _learn_posts(stage: Stage, account: str) -> None:
    """The posts that the person stands at, as they would after signing in and stepping up."""
    person = register.get_person(stage.loader(), stage.people[account])
    keys = {party_id: key for key, party_id in stage.parties.items()}
    stage.actors[account] = {
        keys.get(post.party_id): actor_at(person, post, via="command line", stepped_up=True)
        for post in posts_of(person)
    }


def attest_baseline(stage: Stage, parties: Iterable[shares.PartyRow]) -> None:
    """Fictional representatives attest. For real parties the loader does, saying that it knows
    nothing: without, every page would call them short of the baseline, which nobody has said."""
    for party in parties:
        if not party.fictional:
            for item_key in STATEMENTS:
                agreements.make_attestation(
                    stage.loader(party.key),
                    item_key=item_key,
                    statement=NOTHING_KNOWN,
                    party_id=stage.parties[party.key],
                )
    for account in accounts.accounts():
        for party_key, role in account.party_roles:
            if role == "authorized_representative":
                for item_key, statement in STATEMENTS.items():
                    agreements.make_attestation(
                        stage.actor(account.key, party_key), item_key=item_key, statement=statement
                    )
