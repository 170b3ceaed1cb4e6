"""Who is told what: the right people, once, no more than they may know, and mail as they wish."""

import json
from uuid import uuid4

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse

from muster.aid import commands
from muster.aid.models import Incident
from muster.journal import clock
from muster.journal.models import Job
from muster.journal.record import record
from muster.journal.worker import drain
from muster.members.events import PartyRoleRevoked
from muster.members.models import Membership, PartyRoleGrant
from muster.messaging.models import Message
from muster.notifications import queries
from muster.notifications.commands import choose_mail, read_all_notices, read_notice
from muster.notifications.models import Notice
from muster.rules.actor import Actor
from muster.rules.refusal import Refused
from tests.apps.aid.doors import browser, grant_office
from tests.apps.aid.steps import ask, offer
from tests.apps.aid.test_second_sign_off import takes_two


def told(world, party, role="authorized_representative"):
    """The titles in the inbox of somebody of a party, oldest first."""
    actor = world.actor(party, role)
    return [notice.title for notice in reversed(queries.inbox(actor).items)]


def staffed(world):
    """Somebody to tell in every party, and a coordinator."""
    for party in ("city", "county", "school", "town"):
        for role in ("authorized_representative", "duty_officer"):
            world.actor(party, role)
    grant_office(world, world.actor(None, "coordinator").person_id, "coordinator")
    return world


def test_a_call_for_help_reaches_every_other_party_in_force(world):
    staffed(world)
    aid_request = ask(world)
    drain()
    for party in ("county", "school"):
        assert told(world, party) == [f"City of test asks for help: {aid_request.reference}"]
    assert told(world, "town") == []
    assert told(world, None, "coordinator") != []
    assert "is open" in told(world, "city", "duty_officer")[0]
    assert told(world, "city") == [], "who did it knows it"
    assert Notice.objects.filter(is_urgent=True).count() == 5


def test_who_can_be_the_second_person_is_told_and_nobody_else(world):
    staffed(world)
    takes_two(world, "requester")
    world.actor("city", "clerk")
    aid_request = ask(world)
    drain()
    assert told(world, "city", "clerk") == [
        f"Sign the request {aid_request.reference}: nobody is asked before you do"
    ]
    assert told(world, "city", "duty_officer") == []
    assert told(world, "county") == []
    assert Notice.objects.get().is_urgent


def test_nobody_is_told_twice_when_the_work_is_done_again(world):
    staffed(world)
    ask(world)
    drain()
    count, mails = Notice.objects.count(), len(mail.outbox)
    Job.objects.filter(name__startswith="notifications.").update(state="waiting", attempt=0)
    drain()
    assert (Notice.objects.count(), len(mail.outbox)) == (count, mails)


def test_a_mail_about_a_restricted_incident_holds_a_reference_and_a_link_alone(world):
    staffed(world)
    aid_request = ask(world)
    drain()
    text = "".join(message.subject + message.body for message in mail.outbox)
    assert aid_request.reference in text
    assert reverse("aid:request", args=[aid_request.id]) in text
    assert "City of test" not in text
    assert aid_request.title not in text


def test_a_mail_about_a_red_incident_holds_a_link_alone(world):
    staffed(world)
    aid_request = ask(world, sharing_label="TLP:RED")
    drain()
    text = "".join(message.subject + message.body for message in mail.outbox)
    assert reverse("aid:request", args=[aid_request.id]) in text
    for word in (aid_request.reference, "City of test", aid_request.title):
        assert word not in text


def test_a_text_about_a_restricted_incident_names_no_reference(world, settings):
    settings.MUSTER_TEXT_GATEWAY = "http://127.0.0.1:9/"
    staffed(world)
    aid_request = ask(world)
    drain()
    texts = Message.objects.filter(channel="text")
    assert texts
    for text in texts:
        assert aid_request.reference not in text.subject + text.body
        assert "City of test" not in text.subject + text.body


def test_a_mail_about_an_incident_for_all_eyes_says_what_it_is_about(world):
    staffed(world)
    aid_request = ask(world)
    Incident.objects.update(sharing_label="TLP:GREEN")
    drain()
    assert f"City of test asks for help: {aid_request.reference}" in {
        message.subject for message in mail.outbox
    }


def test_a_red_request_is_told_to_nobody_who_may_not_see_it(world):
    staffed(world)
    ask(world, sharing_label="TLP:RED")
    drain()
    assert told(world, "county") == []
    assert told(world, "school") == []
    assert told(world, None, "coordinator") != []


def test_offer_and_acceptance_reach_the_two_sides_alone(world):
    staffed(world)
    aid_request = ask(world)
    made = offer(world, aid_request)
    drain()
    assert f"County of test offers help for {aid_request.reference}" in told(world, "city")
    assert not any("offers help" in title for title in told(world, "school"))
    commands.accept_offer(world.actor("city"), offer_id=made.id)
    drain()
    assert any("accepted your offer" in title for title in told(world, "county"))
    assert not any("accepted" in title for title in told(world, "school"))


def test_a_party_whose_standing_ended_is_told_no_more(world):
    staffed(world)
    ask(world)
    Membership.objects.filter(party=world.parties["school"]).update(standing="suspended")
    drain()
    assert told(world, "school") == []


def test_each_chooses_what_is_mailed(world):
    staffed(world)
    choose_mail(world.actor("county"), kinds=["offers"])
    ask(world)
    drain()
    county = world.people["county", "authorized_representative"]
    assert not Message.objects.filter(person_id=county.id).exists()
    assert told(world, "county") != []
    chosen = {each.kind.key: each.by_email for each in queries.preferences(world.actor("county"))}
    assert chosen["offers"] and chosen["security"] and not chosen["calls"]


def test_the_inbox_is_ones_own(world):
    staffed(world)
    ask(world)
    drain()
    [notice] = queries.inbox(world.actor("county")).items
    client = browser(world, "school")
    assert client.post(reverse("notifications:open", args=[notice.id])).status_code == 404
    assert client.post(f"/api/v1/notices/{notice.id}/read").status_code == 404


def test_opening_a_notice_reads_it_and_leads_to_the_thing(world):
    staffed(world)
    aid_request = ask(world)
    drain()
    client = browser(world, "county")
    page = client.get(reverse("notifications:inbox")).content.decode()
    assert aid_request.reference in page
    [notice] = queries.inbox(world.actor("county")).items
    answer = client.post(reverse("notifications:open", args=[notice.id]))
    assert answer["Location"] == reverse("aid:request", args=[aid_request.id])
    assert queries.unread_count(world.actor("county")) == 0
    assert client.get(reverse("notifications:inbox"), {"show": "unread"}).status_code == 200


def test_all_are_read_at_once_in_this_post_alone(world):
    staffed(world)
    ask(world)
    drain()
    assert read_all_notices(world.actor("county")) == 1
    assert queries.unread_count(world.actor("county")) == 0
    assert queries.unread_count(world.actor("school")) == 1


def test_reading_twice_keeps_the_first_moment(world):
    staffed(world)
    ask(world)
    drain()
    actor = world.actor("county")
    [notice] = queries.inbox(actor).items
    first = read_notice(actor, notice_id=notice.id).read_at
    assert read_notice(actor, notice_id=notice.id).read_at == first


def test_inbox_and_preferences_over_the_api(world):
    staffed(world)
    ask(world)
    drain()
    client = browser(world, "county")
    content = json.loads(client.get("/api/v1/notices?unread=true").content)
    assert len(content["items"]) == 1
    answer = client.post(
        "/api/v1/notice-preferences", {"kinds": ["calls"]}, content_type="application/json"
    )
    assert answer.status_code == 200
    answer = client.post(
        "/api/v1/notice-preferences", {"kinds": ["nonsense"]}, content_type="application/json"
    )
    assert answer.status_code == 409
    assert client.post("/api/v1/notices/read-all").status_code == 200


def test_preferences_are_saved_on_the_page(world):
    client = browser(world, "county")
    url = reverse("notifications:preferences")
    assert b"Calls for help" in client.get(url).content
    assert client.post(url, {"offers": "on"}).status_code == 302
    chosen = {each.kind.key: each.by_email for each in queries.preferences(world.actor("county"))}
    assert (chosen["offers"], chosen["calls"], chosen["security"]) == (True, False, True)


def test_who_lost_the_last_role_is_still_told_so(world):
    staffed(world)
    actor = world.actor("school", "duty_officer")
    PartyRoleGrant.objects.filter(person_id=actor.person_id).update(revoked_at=clock.now())
    with transaction.atomic():
        record(
            PartyRoleRevoked(actor.party_id, actor.person_id, "Somebody", "duty_officer"),
            actor=world.actor("school"),
            subjects=[("person", actor.person_id)],
            audience=[actor.party_id],
        )
    drain()
    assert told(world, "school", "duty_officer") == ["A role was taken back: duty officer"]
    assert not Job.objects.exclude(state="done").exists()


def test_nobody_in_person_has_no_inbox_and_unknown_kinds_are_refused(world):
    nobody = Actor(network_id=world.network.id)
    for attempt in (
        lambda: read_all_notices(nobody),
        lambda: read_notice(nobody, notice_id=uuid4()),
        lambda: choose_mail(nobody, kinds=[]),
    ):
        with pytest.raises(Refused, match="permission"):
            attempt()
    with pytest.raises(Refused, match="unknown_kind"):
        choose_mail(world.actor("city"), kinds=["weather"])
