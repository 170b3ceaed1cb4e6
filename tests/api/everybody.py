"""Who walks the doors, and which real ids fill the places in their paths."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client

from muster.config.demo.stage import Stage
from muster.members import commands as members
from muster.members.posts import actor_at, posts_of
from tests import cast
from tests.api.story import SECRETS, Caller, Story, caller

ROLES = ("city_director", "city_reader", "responder", "county_finance", "coordinator", "auditor")
UNINVOLVED = "water_representative"
FOREIGN = "foreign_director"
STORED = {
    "contact_id": "members.Contact",
    "version_id": "agreements.AgreementVersion",
    "attestation_id": "agreements.Attestation",
    "package_id": "catalog.ReadyPackage",
    "work_package_id": "catalog.WorkPackage",
    "notice_id": "notifications.Notice",
    "message_id": "messaging.Message",
    "contact_point_id": "messaging.ContactPoint",
    "token_id": "members.ApiToken",
    "unavailability_id": "catalog.Unavailability",
    "deadline_id": "clocks.Deadline",
    "happening_id": "clocks.Happening",
    "rotation_id": "duty.Rotation",
    "override_id": "duty.Override",
    "time_off_id": "duty.TimeOff",
    "feed_id": "members.CalendarFeed",
    "hold_id": "records.LegalHold",
    "disposal_id": "records.Disposal",
    "request_id": "records.RecordsRequest",
    "device_id": "offline.Device",
    "picked_id": "records.PickedRecord",
    "redaction_id": "records.Redaction",
    "sheet_id": "breakglass.CodeSheet",
    "code_id": "breakglass.Code",
}
KEYS = {
    "role": "duty_officer",
    "direction": "up",
    "form_key": "ics-214",
    "subject_kind": "mission",
    "kind": "person",
    "item_key": "risk_assessment",
    "key": "windows_reimage",
    "clearance_key": "nda",
    "terms_key": "ohio_warn",
    "vocabulary": "skill",
    "calendar": "deadlines",
    "token": "nobody-knows-this",
    "position": "1",
    "version_number": "1",
    "job_id": "1",
    "session_id": "987654321",
    "pk": "1",
    "uidb36": "1",
    "provider_id": "none",
}
NO_WORKER = "/healthz"
"""Says 503 where no worker runs, as in a test."""
PRIVATE = re.compile(
    r"(acceptance|access_grant|ask_id|call_out|claim|contact_point|cost_share|deployment|device|expense|file"
    r"|finding|hand_over|invitation|joining|matter|mission|objective|outside_order|offer|operation|override|party_recall|payment"
    r"|playbook|question|reconciliation|review|rotation|shift|statement|subject|supply|task|time_entr|time_off|use_id)"
)
"""The places that only the two parties of a mission, and the network's officers, may fill."""


def ids_of(story: Story) -> dict[str, str]:
    """A real id for each place in a path; a random one where the story made none."""
    ids = dict(KEYS)
    for name, label in STORED.items():
        ids[name] = str(getattr(_first(label), "pk", None) or uuid4())
    ids.update(
        party_id=str(story.stage.parties["sagebrush_county"]),
        person_id=str(story.stage.people["responder"]),
        resource_id=str(story.stage.resources[cast.ACCOUNTS["responder"].person]),
        **story.ids,
    )
    return ids


def _first(label: str) -> Any:
    return apps.get_model(label).objects.order_by("pk").first()


def fill(path: str, ids: dict[str, str]) -> tuple[str, set[str]]:
    """The path with real ids, and the names of its places; patterns of expressions too."""
    names: set[str] = set()

    def put(found: re.Match[str]) -> str:
        name = found["name"]
        names.add(name)
        return ids.get(name) or str(uuid4())

    plain = re.sub(r"\(\?P<(?P<name>\w+)>[^)]*\)", put, path)
    plain = re.sub(r"<(?:\w+:)?(?P<name>\w+)>|\{(?P<other>\w+)\}", _either(put), plain)
    return plain.replace("^", "").replace("$", ""), names


def unfilled(paths: Iterable[str], ids: dict[str, str]) -> set[str]:
    """The places of the paths that nothing real fills."""
    stored = [name for name, label in STORED.items() if not _first(label)]
    return {
        name for path in paths for name in fill(path, ids)[1] if name not in ids or name in stored
    }


def _either(put: Any) -> Any:
    return lambda found: put({"name": found["name"] or found["other"]})


def foreign_person(story: Story) -> tuple[Any, Any]:
    """The director of a party in another network, and who they are when they act."""
    other = Stage(loaded_at=story.stage.loaded_at, zone=story.stage.zone)
    other.network_id = members.create_network(
        other.loader(), slug="another-network", name="Another network", state_code="UT"
    ).id
    party = members.add_party(
        other.loader(),
        name="Faraway",
        kind="city",
        standing="in_force",
        signature_confirmed=True,
        source_note="Made up.",
        state_code="UT",
    )
    person = members.create_person(
        other.loader(), email="far@faraway.example", name="Far", password=cast.PASSWORD
    )
    for role in ("authorized_representative", "finance", "clerk"):
        members.grant_party_role(other.loader(), party_id=party.id, person_id=person.id, role=role)
    known = get_user_model().objects.get(pk=person.id)
    return known, actor_at(known, posts_of(known)[0], via="command line", stepped_up=True)


def caller_for(story: Story, account: str) -> Caller:
    if account != FOREIGN:
        return caller(story.stage, account)
    made = members.create_token(
        foreign_person(story)[1], name="Far", scopes=["*"], carries_authority=True
    )
    return Caller(made.secret)


def browser_for(story: Story, account: str) -> Client:
    """A browser signed in a moment ago, so that no page asks for the password first."""
    person = (
        foreign_person(story)[0]
        if account == FOREIGN
        else get_user_model().objects.get(pk=story.stage.people[account])
    )
    client = Client(raise_request_exception=False)
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    assert client.get("/profile/").status_code == 200, f"{account} is not signed in"
    return client


def undone(call: Any) -> Any:
    """What a call answers; whatever it wrote is taken back."""
    with transaction.atomic():
        response = call()
        body = b"".join(response) if not response.streaming else b""
        transaction.set_rollback(True)
    return SimpleNamespace(status=response.status_code, body=body, headers=response.headers)


def told_secrets(body: bytes, account: str) -> Iterator[str]:
    """The private texts that a body gives away; the network may read what a request says."""
    text = body.decode(errors="replace")
    for name, secret in SECRETS.items():
        if secret in text and not (name == "request note" and account == UNINVOLVED):
            yield name


def faults(method: str, path: str, names: set[str], account: str, answer: Any) -> Iterator[str]:
    """What is wrong with an answer to `account`."""
    said = f"{method} {path} as {account}: {answer.status}"
    if answer.status >= 500 and path != NO_WORKER:
        yield said
    if account not in (UNINVOLVED, FOREIGN):
        return
    for secret in told_secrets(answer.body, account):
        yield f"{said} gives away the {secret}"
    places = {name for name in names if name.endswith("_id") or name == "position"}
    hidden = places if account == FOREIGN else {name for name in places if PRIVATE.match(name)}
    if hidden and answer.status not in (403, 404, 405, 422):
        yield f"{said} answers about {', '.join(sorted(hidden))}"
    if hidden and method == "GET" and answer.status == 422:
        yield said
