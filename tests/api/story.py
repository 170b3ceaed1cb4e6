"""The main job told over the JSON API alone, each by its own people with their own tokens."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from muster.breakglass import commands as break_glass
from muster.config.demo.stage import Stage
from muster.deployments.models import Deployment, Expense, OutsideOrder, ThingUse
from muster.joining import commands as joining
from muster.members import commands as members
from tests import cast
from tests.api.on_record import cleared
from tests.api.returned_host import note_what_the_host_had
from tests.apps.offline.phone import Phone

PEOPLE = (
    "city_director",
    "city_finance",
    "county_duty_officer",
    "county_representative",
    "county_finance",
    "responder",
)
SECRETS = {
    "supervisor phone": "+18015559137",
    "request note": "Quartz lamp: meet at the side door.",
    "access note": "Opal lamp: no police network.",
    "task": "Agate lamp: domain rebuilt.",
    "expense description": "Topaz lamp: hotel, one night",
    "supplies": "Amber lamp: two reels of tape",
    "use": "Jade lamp: the van stood in the yard.",
    "activity": "Onyx lamp: hand-over held.",
    "mission note": "Beryl lamp: the clerk is on leave.",
    "share wording": "Garnet lamp: half after the free hours.",
    "claim note": "Jasper lamp: paid from the reserve.",
    "invoice number": "LAMP-2041",
    "payment reference": "LAMP-ACH-4711",
    "question": "Pearl lamp: which night was it?",
    "finding": "Ivory lamp: the spare keys were not listed.",
    "answer": "Coral lamp: the second night.",
    "handover note": "Copper lamp: the late backup.",
    "account": "flint-lamp-account",
    "ground of acceptance": "Slate lamp: spoke to the captain.",
    "proof of access": "Flint lamp: shown at the console.",
    "invitation note": "Pewter lamp: welcome among us.",
    "task of the operation": "Amber lamp: swap the switch.",
    "playbook": "Sienna lamp: call the old vendor first.",
    "restricted half": "Cobalt lamp: the old domain is lost.",
    "what the host knew": "Slate lamp: it was a false alarm.",
}
"""What the two parties write for each other alone: a marker in each private field."""


@dataclass
class Caller:
    """Somebody with a personal token, calling the API."""

    secret: str
    client: Client = field(default_factory=partial(Client, raise_request_exception=False))

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {} if method == "GET" else {"data": body or {}, "content_type": "application/json"}
        return getattr(self.client, method.lower())(
            f"/api/v1{path}",
            headers={"Authorization": f"Bearer {self.secret}", **headers},
            **sent,
        )

    def get(self, path: str) -> Any:
        response = self.ask("GET", path)
        assert response.status_code == 200, (path, response.content)
        return response.json()

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        response = self.ask("POST", path, body, **headers)
        assert response.status_code in (200, 201), (path, response.status_code, response.content)
        return response.json()

    def upload(self, name: str, content: bytes) -> Any:
        response = self.client.post(
            "/api/v1/files",
            {"file": SimpleUploadedFile(name, content, "text/plain")},
            headers={"Authorization": f"Bearer {self.secret}"},
        )
        assert response.status_code == 201, response.content
        return response.json()


def caller(stage: Stage, account: str, party: str | None = None) -> Caller:
    """The account of the cast with a token that carries its whole authority."""
    made = members.create_token(
        stage.actor(account, party), name=f"Story {account}", scopes=["*"], carries_authority=True
    )
    return Caller(made.secret)


@dataclass
class Story:
    """Who calls, and the ids and the last answers of what they made."""

    stage: Stage
    callers: dict[str, Caller]
    asked_at: datetime
    ids: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, account: str) -> Caller:
        return self.callers[account]


def begin(stage: Stage) -> Story:
    """Tokens for everybody; the story began six days ago."""
    asked_at = stage.loaded_at - timedelta(days=6)
    with stage.at(asked_at):
        callers = {account: caller(stage, account) for account in PEOPLE}
    return Story(stage, callers, asked_at)


def tell(stage: Stage) -> Story:
    """From the ask to the last cent."""
    story = begin(stage)
    ask(story)
    call_out(story)
    offer(story)
    accept(story)
    agree(story)
    let_in(story)
    work(story)
    come_home(story)
    bill(story)
    settle(story)
    gather_papers(story)
    keep_duty(story)
    list_ways(story)
    take_command(story)
    look_back(story)
    story.ids.update(
        note_what_the_host_had(
            stage.network_id,
            stage.parties["juniper_flats"],
            UUID(story.ids["aid_request_id"]),
            SECRETS["what the host knew"],
            story.asked_at,
        )
    )
    return story


def list_ways(story: Story) -> None:
    """A helper lets a browser be pushed to; the keys are those of RFC 8291, appendix A."""
    listed = story["responder"].post(
        "/ways-to-reach-me/push",
        {
            "endpoint": "https://push.invalid/topaz-lamp",
            "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZ"
            "GH6SRpkNtoIAiw4",
            "auth": "BTBZMqHH6r4Tts7J_aSIgg",
            "label": "Own phone",
        },
    )
    story.ids["contact_point_id"] = listed["id"]


def gather_papers(story: Story) -> None:
    """A party that is not bound yet is invited to join, so that there are papers to be asked for."""
    loader = story.stage.loader()
    invited = members.add_party(
        loader,
        name="Pinyon Town",
        kind="city",
        standing="pending",
        source_note="Made up.",
        state_code="UT",
    )
    break_glass.issue_codes(loader, party_id=story.stage.parties["juniper_flats"])
    begun = joining.begin_joining(loader, party_id=invited.id, note=SECRETS["invitation note"])
    story.ids["joining_id"] = str(begun.id)


def keep_duty(story: Story) -> None:
    """The county takes turns; one is away, another takes a day, and a note waits for the next."""
    stage, officer = story.stage, story["county_duty_officer"]
    path = f"/duty/parties/{stage.parties['sagebrush_county']}"
    people = [str(stage.people[each]) for each in ("county_duty_officer", "county_representative")]
    now = stage.loaded_at
    rotation = {"level": 1, "name": "First line", "person_ids": people, "hands_over_at": "08:00"}
    rotation |= {"starts_on": str(stage.day(-30)), "length": 1, "unit": "weeks"}
    officer.post(f"{path}/rotations", rotation)
    span = {"since": (now + timedelta(days=2)).isoformat()}
    span |= {"until": (now + timedelta(days=3)).isoformat(), "person_id": people[1]}
    officer.post(f"{path}/overrides", {"level": 1, **span})
    away = {**span, "person_id": people[0]}
    officer.post(f"{path}/time-off", away)
    officer.post(f"{path}/notes", {"text": SECRETS["handover note"]})


def set_up_a_phone(story: Story) -> None:
    """The responder's, so that there is one that nobody else may wipe or open."""
    phone = Phone()
    body = {"label": "My phone", "public_key": phone.public_key, "device_id": str(phone.id)}
    story.ids["device_id"] = story["responder"].post("/devices", body)["id"]


def ask(story: Story) -> None:
    """One call: what happened, and a preset with its number."""
    director = story["city_director"]
    packages = director.get("/work-packages")["items"]
    reimage = next(each for each in packages if each["key"] == "reimage_pcs")
    with story.stage.at(story.asked_at):
        asked = {
            "kind": "ransomware",
            "work_packages": [{"work_package_id": reimage["id"], "quantity": 120}],
            "note": SECRETS["request note"],
        }
        key = {"Idempotency-Key": "ask-1"}
        made = director.post("/ask-for-help", asked, **key)
        story.answers["asked"] = made
        story.answers["asked again"] = director.ask("POST", "/ask-for-help", asked, **key)
    story.ids["aid_request_id"], story.ids["incident_id"] = made["id"], made["incident_id"]
    story.ids["line_id"] = made["lines"][0]["id"]


def call_out(story: Story) -> None:
    """The people of the county are asked, one after another."""
    named = {"pace": "named", "party_ids": [str(story.stage.parties["sagebrush_county"])]}
    request_path = f"/aid-requests/{story.ids['aid_request_id']}"
    with story.stage.at(story.asked_at + timedelta(minutes=5)):
        made = story["city_director"].post(f"{request_path}/call-out", named)
        story.answers["call-out"] = story["city_director"].get(f"{request_path}/call-out")
    story.ids["call_out_id"] = made["id"]
    story.ids["ask_id"] = story.answers["call-out"]["parties"][0]["asks"][0]["id"]


def offer(story: Story) -> None:
    """The county offers whom the match names: its engineer and its technicians."""
    duty, request_path = (
        story["county_duty_officer"],
        f"/aid-requests/{story.ids['aid_request_id']}",
    )
    county = str(story.stage.parties["sagebrush_county"])
    with story.stage.at(story.asked_at + timedelta(minutes=20)):
        lines = {line["id"]: line for line in duty.get(request_path)["lines"]}
        offered = []
        for found in duty.get(f"{request_path}/match"):
            own = [
                row
                for row in found["chosen"]
                if row["party_id"] == county and row["kind"] == "resource"
            ]
            for row in own[: lines[found["line_id"]]["quantity"]]:
                offered.append({"line_id": found["line_id"], "resource_id": row["candidate_id"]})
        made = duty.post(
            f"{request_path}/offers",
            {
                "lines": offered,
                "supervisor_name": "IT director, Sagebrush County (sample)",
                "supervisor_phone": SECRETS["supervisor phone"],
            },
        )
    story.ids["offer_id"] = made["id"]


def accept(story: Story) -> None:
    with story.stage.at(story.asked_at + timedelta(minutes=40)):
        mission = story["city_director"].post(
            f"/offers/{story.ids['offer_id']}/accept", {"access_note": SECRETS["access note"]}
        )
        story["city_director"].post(
            f"/missions/{mission['id']}/notes", {"text": SECRETS["mission note"]}
        )
    story.ids["mission_id"] = story.ids["subject_id"] = mission["id"]


def agree(story: Story) -> None:
    """Half of what is left after the free hours."""
    with story.stage.at(story.asked_at + timedelta(minutes=50)):
        share = story["county_representative"].post(
            f"/missions/{story.ids['mission_id']}/cost-shares",
            {"share_basis_points": 5000, "wording": SECRETS["share wording"]},
        )
        story.answers["share"] = story["city_director"].post(f"/cost-shares/{share['id']}/agree")
    story.ids["cost_share_id"] = share["id"]


def let_in(story: Story) -> None:
    """The city gives one helper an account, for as long as the mission lasts."""
    mission = f"/missions/{story.ids['mission_id']}"
    with story.stage.at(story.asked_at + timedelta(minutes=55)):
        grant = story["city_director"].post(
            f"{mission}/access-grants",
            {
                "helper_name": cast.ACCOUNTS["responder"].name,
                "system": "Domain controllers",
                "account": SECRETS["account"],
                "ends_at": story["city_director"].get(mission)["ends_at"],
                "proof": SECRETS["proof of access"],
            },
        )
    story.ids["access_grant_id"] = grant["id"]


def work(story: Story) -> None:
    """Check in, 16 hours on each of three days, a receipt and its expense."""
    engineer, mission = story["responder"], f"/missions/{story.ids['mission_id']}"
    arrived = story.asked_at + timedelta(hours=5)
    with story.stage.at(arrived):
        (mine,) = engineer.get("/my-deployments")
        story.ids["deployment_id"] = mine["id"]
        engineer.post(f"/deployments/{mine['id']}/check-in", {"place": "City Hall"})
    for day in range(3):
        starts_at = arrived + timedelta(days=day, minutes=30)
        ends_at = starts_at + timedelta(hours=16)
        with story.stage.at(ends_at):
            worked = {
                "starts_at": starts_at.isoformat(),
                "ends_at": ends_at.isoformat(),
                "task": SECRETS["task"],
            }
            key = {"Idempotency-Key": f"day-{day}"}
            path = f"/deployments/{mine['id']}/time-entries"
            story.ids["time_entry_id"] = engineer.post(path, worked, **key)["id"]
            engineer.post(path, worked, **key)
    with story.stage.at(ends_at + timedelta(minutes=10)) as at:
        receipt = engineer.upload("receipt.txt", b"Topaz lamp hotel, one night, 120.00\n")
        expense = engineer.post(
            f"{mission}/expenses",
            {
                "category": "lodging",
                "incurred_on": at.astimezone(story.stage.zone).date().isoformat(),
                "description": SECRETS["expense description"],
                "amount": "120.00",
                "deployment_id": mine["id"],
                "receipt_file_id": receipt["id"],
            },
        )
        engineer.post(f"{mission}/activities", {"text": SECRETS["activity"]})
        engineer.post(f"/deployments/{mine['id']}/demobilize", {"remark": "Keys given back."})
        given = {
            "description": SECRETS["supplies"],
            "given_on": at.astimezone(story.stage.zone).date().isoformat(),
            "quantity": "2",
            "cost": "1.00",
            "is_donated": True,
        }
        supplies = engineer.post(f"{mission}/supplies", given)
        used = _used(mine["id"], at)
        story.ids["outside_order_id"] = str(_outside_order(expense["id"], at))
        story.ids |= cleared(mine["id"], at, SECRETS["ground of acceptance"])
    story.ids["file_id"], story.ids["expense_id"] = receipt["id"], expense["id"]
    story.ids["supply_id"], story.ids["use_id"] = supplies["id"], str(used.id)


def _used(deployment_id: str, at: datetime) -> ThingUse:
    """A statement of use, straight on record: nobody lent a thing in this story."""
    row = Deployment.objects.get(pk=deployment_id)
    return ThingUse.objects.create(
        network_id=row.network_id,
        mission_id=row.mission_id,
        deployment=row,
        on=at.date(),
        hours=1,
        remark=SECRETS["use"],
        entered_at=at,
    )


def _outside_order(expense_id: str, at: datetime) -> UUID:
    """One side's word, straight on record: the agreement of this story pays what no order names."""
    row = Expense.objects.get(pk=expense_id)
    return OutsideOrder.objects.create(
        network_id=row.network_id,
        mission_id=row.mission_id,
        entry_id=row.id,
        label="The night",
        reason="Not in the order",
        said_by_name="Finance",
        said_at=at,
    ).id


def come_home(story: Story) -> None:
    """Whoever was not needed is released; the county closes the mission."""
    duty, mission = story["county_duty_officer"], f"/missions/{story.ids['mission_id']}"
    with story.stage.at(story.asked_at + timedelta(days=4)):
        story["city_director"].post(
            f"/access-grants/{story.ids['access_grant_id']}/remove",
            {"proof": SECRETS["proof of access"]},
        )
        for row in duty.get(f"{mission}/deployments"):
            if row["id"] != story.ids["deployment_id"]:
                duty.post(f"/deployments/{row['id']}/release", {"reason": "Not needed in the end."})
        story.answers["closed"] = duty.post(f"{mission}/close")


def bill(story: Story) -> None:
    """The county's finance officer drafts, notes, submits; the city asks and is answered."""
    finance = story["county_finance"]
    with story.stage.at(story.asked_at + timedelta(days=4, hours=2)):
        drafted = finance.post(f"/missions/{story.ids['mission_id']}/claim")
        claim = f"/claims/{drafted['id']}"
        finance.post(
            f"{claim}/edit",
            {"invoice_number": SECRETS["invoice number"], "note": SECRETS["claim note"]},
        )
        story.answers["submitted"] = finance.post(f"{claim}/submit")
        asked = story["city_finance"].post(f"{claim}/questions", {"question": SECRETS["question"]})
        question = (asked.get("questions") or [asked])[-1]
        finance.post(f"/claim-questions/{question['id']}/answer", {"answer": SECRETS["answer"]})
    story.ids["claim_id"], story.ids["question_id"] = drafted["id"], question["id"]


def settle(story: Story) -> None:
    """The city approves and pays what is owed, once; the county confirms."""
    city, claim = story["city_finance"], f"/claims/{story.ids['claim_id']}"
    with story.stage.at(story.asked_at + timedelta(days=5)) as at:
        approved = city.post(f"{claim}/approve", {"purchase_order": "JF-PO-1"})
        story.answers["approved"] = approved
        paying = {
            "amount": approved["owed"]["amount"],
            "payment_reference": SECRETS["payment reference"],
            "paid_on": at.astimezone(story.stage.zone).date().isoformat(),
        }
        key = {"Idempotency-Key": "pay-1"}
        paid = city.post(f"{claim}/payments", paying, **key)
        story.answers["paid"] = paid
        story.answers["paid again"] = city.ask("POST", f"{claim}/payments", paying, **key)
        story.ids["payment_id"] = (paid.get("payments") or [paid])[-1]["id"]
        story["county_finance"].post(f"/claim-payments/{story.ids['payment_id']}/confirm")
        story.answers["settled"] = city.get(claim)


def take_command(story: Story) -> None:
    """The city's director commands, sets an objective, gives a task, plans a shift, reports."""
    director, at = story["city_director"], story.asked_at + timedelta(hours=2)
    with story.stage.at(at):
        own = str(story.stage.people["city_director"])
        started = {"commander_id": own}
        operation = director.post(f"/incidents/{story.ids['incident_id']}/operation", started)
        home = f"/operations/{operation['id']}"
        span = {
            "starts_at": (at + timedelta(hours=1)).isoformat(),
            "ends_at": (at + timedelta(hours=9)).isoformat(),
        }
        period = director.post(f"{home}/periods", {**span, "objectives": ["Mail works"]})
        task = director.post(f"{home}/tasks", {"text": SECRETS["task of the operation"]})
        shift = director.post(f"{home}/shifts", {**span, "worker_key": own, "duty": "Desk"})
        halves = {"public_text": "Begun.", "restricted_text": SECRETS["restricted half"]}
        director.post(f"{home}/reports", halves)
        others = story.stage.people
        offered = {"post": "deputy", "to_id": str(others["coordinator"]), "note": "In reserve."}
        hand_over = director.post(f"{home}/hand-over", offered)
    story.ids.update(
        operation_id=operation["id"],
        objective_id=period["objectives"][0]["id"],
        task_id=task["id"],
        shift_id=shift["id"],
        hand_over_id=hand_over["id"],
    )


def look_back(story: Story) -> None:
    """The city reviews its incident, writes a playbook of its own and invites a clerk; the
    coordinator opens a drill."""
    director = story["city_director"]
    with story.stage.at(story.asked_at + timedelta(days=5, hours=2)):
        review = director.post(f"/incidents/{story.ids['incident_id']}/review")
        noted = {"kind": "improvement", "text": SECRETS["finding"]}
        finding = director.post(f"/reviews/{review['id']}/findings", noted)
        steps = {"title": "First hour", "kind": "ransomware", "steps": SECRETS["playbook"]}
        story.ids["playbook_id"] = director.post("/playbooks", steps)["id"]
        invited = director.post(
            "/invitations",
            {
                "name": "A clerk to be",
                "email": "clerk-to-be@juniperflats.example",
                "party_id": str(story.stage.parties["juniper_flats"]),
                "party_roles": ["clerk"],
            },
        )
        drill = caller(story.stage, "coordinator").post("/exercises", {"name": "Autumn drill"})
    story.ids["review_id"], story.ids["finding_id"] = review["id"], finding["id"]
    story.ids["invitation_id"], story.ids["exercise_id"] = invited["id"], drill["id"]
