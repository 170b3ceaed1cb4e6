"""A helper on a mission, for tests of a phone without a network; run inside the server's rooms."""

from __future__ import annotations

import json
from typing import Any

from tests import cast
from tests.server import MusterServer, run_python

SEND_A_HELPER = """
import django; django.setup()
import json
from datetime import timedelta
from muster.aid import commands as aid, queries as requests
from muster.aid.commands import OfferedLine
from muster.aid.matches import line_matches
from muster.aid.models import AidRequest, Mission
from muster.catalog import queries as catalog
from muster.deployments import commands as deployments, queries as away
from muster.journal import clock
from muster.members.models import Person
from muster.members.posts import actor_at, posts_of

def actor(email):
    person = Person.objects.get(email=email)
    return actor_at(person, posts_of(person)[0], stepped_up=True)

director, duty, helper = map(actor, {emails!r})
package = next(each for each in catalog.work_packages(director) if each.key == "reimage_pcs")
asked = aid.ask_for_help(director, kind="ransomware", work_packages=[(package.id, 120)])
lines = [
    OfferedLine(line_id=line.id, resource_id=row.candidate_id, quantity=1)
    for line, found in line_matches(duty, asked, requests.lines_of(asked.id), party_id=duty.party_id)
    for row in found.chosen
    if row.kind == "resource"
]
offer = aid.submit_offer(duty, aid_request_id=asked.id, lines=lines, duration_hours=72)
mission = aid.accept_offer(director, offer_id=offer.id)
begun = clock.now() - timedelta(hours=30)
Mission.objects.filter(pk=mission.id).update(authorized_at=begun, starts_at=begun)
AidRequest.objects.filter(pk=asked.id).update(opened_at=begun)
deployments.ensure_deployments(duty, mission.id)
(mine,) = [row for row in away.my_deployments(helper) if row.mission_id == mission.id]
if {is_there!r}:
    deployments.check_in(helper, deployment_id=mine.id, at=clock.now() - timedelta(hours=29))
print(json.dumps({{"mission": str(mission.id), "reference": mission.reference,
    "deployment": str(mine.id), "aid_request": str(asked.id)}}))
"""
COUNT = """
import django; django.setup()
import json
from muster.deployments.models import TimeEntry
from muster.aid.models import AidRequest, HelpDeclined, Note, Offer
from muster.deployments.models import Deployment
rows = TimeEntry.objects.filter(task__startswith={word!r})
print(json.dumps({{
    "hours": rows.count(),
    "notes": Note.objects.filter(text__startswith={word!r}).count(),
    "asked": AidRequest.objects.filter(note__startswith={word!r}).count(),
}}))
"""


def send_a_helper(server: MusterServer, *, is_there: bool = True) -> dict[str, str]:
    """A mission on which the responder serves; the ids of its things."""
    emails = tuple(
        cast.ACCOUNTS[key].email for key in ("city_director", "county_duty_officer", "responder")
    )
    return _run(server, SEND_A_HELPER.format(emails=emails, is_there=is_there))


def written(server: MusterServer, word: str) -> dict[str, int]:
    """How many rows of each kind begin with a word that the test wrote."""
    return _run(server, COUNT.format(word=word))


def _run(server: MusterServer, script: str) -> Any:
    return json.loads(run_python(["-c", script], server.environment).strip().splitlines()[-1])
