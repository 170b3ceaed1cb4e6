"""People, roles, invitations and tokens: who may give what, and what ends at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from muster.journal import clock
from muster.journal.models import Fact
from muster.members import commands, queries
from muster.members.models import ApiToken, Invitation, PartyRoleGrant, Person
from muster.members.posts import posts_of
from muster.members.tokens import actor_for_token
from muster.rules.actor import Actor, system_actor
from muster.rules.refusal import NotFound, Refused
from tests.apps.members.house import PASSWORD

STRANGER = Actor(network_id=None)


def refused(action, *codes: str) -> None:
    with pytest.raises(Refused) as caught:
        action()
    assert {each.code for each in caught.value.refusals} == set(codes)


def invite(house, actor, **given):
    values = {"email": "new@example.org", "name": "New", "party_id": house.city.id}
    return commands.invite_person(actor, **values | {"party_roles": ["clerk"]} | given)


def grant(house, actor, person="city_clerk", role="finance", party=None):
    return commands.grant_party_role(
        actor,
        party_id=(party or house.city).id,
        person_id=house.people[person].id,
        role=role,
    )


def revoke(house, actor, person, role, party=None):
    return commands.revoke_party_role(
        actor,
        party_id=(party or house.city).id,
        person_id=house.people[person].id,
        role=role,
    )


# Roles


def test_a_representative_gives_roles_in_the_own_party_alone(house):
    representative = house.actor("city_authorized_representative")
    assert grant(house, representative).role == "finance"
    refused(lambda: grant(house, representative), "role.already_held")
    refused(lambda: grant(house, representative, party=house.county), "role.not_your_party")


def test_nobody_gives_a_role_to_themselves(house):
    representative = house.actor("city_authorized_representative")
    refused(
        lambda: grant(house, representative, "city_authorized_representative"),
        "role.not_to_oneself",
    )
    coordinator = house.actor("coordinator")
    refused(
        lambda: grant(house, coordinator, "coordinator", "authorized_representative"),
        "role.not_to_oneself",
    )
    refused(
        lambda: commands.grant_network_role(
            coordinator, person_id=coordinator.person_id, role="auditor"
        ),
        "role.not_to_oneself",
    )


def test_people_of_others_are_not_found_by_their_ids(house):
    with pytest.raises(NotFound):
        grant(house, house.actor("city_authorized_representative"), "county_representative")
    with pytest.raises(NotFound):
        grant(house, house.actor("coordinator"), "district_representative")
    for reader in ("city_clerk", "coordinator"):
        with pytest.raises(NotFound):
            queries.get_person(house.actor(reader), house.people["coordinator_there"].id)


def test_roles_need_a_fresh_proof_of_presence(house):
    actor = house.actor("city_authorized_representative", stepped_up=False)
    refused(lambda: grant(house, actor), "step_up.required")
    refused(lambda: revoke(house, actor, "city_clerk", "clerk"), "step_up.required")
    refused(lambda: invite(house, actor), "step_up.required")


def test_a_duty_officer_gives_nobody_a_role(house):
    duty = house.actor("city_duty_officer")
    refused(lambda: grant(house, duty), "permission.denied")
    refused(lambda: invite(house, duty), "permission.denied")


def test_the_last_representative_cannot_step_down(house):
    key = "city_authorized_representative"
    actor = house.actor(key)
    refused(lambda: revoke(house, actor, key, key[5:]), "role.last_representative")
    grant(house, actor, "city_clerk", "authorized_representative")
    assert revoke(house, actor, key, key[5:]).revoked_at is not None


def test_a_deactivated_second_representative_does_not_count(house):
    key = "city_authorized_representative"
    actor = house.actor(key)
    grant(house, actor, "city_clerk", "authorized_representative")
    Person.objects.filter(id=house.people["city_clerk"].id).update(is_active=False)
    refused(lambda: revoke(house, actor, key, key[5:]), "role.last_representative")


def test_a_coordinator_may_take_the_role_of_the_last_representative(house):
    key = "city_authorized_representative"
    revoke(house, house.actor("coordinator"), key, key[5:])
    assert queries.people_of_party(house.network.id, house.city.id, key[5:]) == []


def test_a_network_keeps_a_coordinator(house):
    coordinator = house.actor("coordinator")
    refused(
        lambda: commands.revoke_network_role(
            coordinator, person_id=coordinator.person_id, role="coordinator"
        ),
        "network_role.last_coordinator",
    )
    commands.grant_network_role(
        coordinator, person_id=house.people["city_clerk"].id, role="coordinator"
    )
    commands.revoke_network_role(coordinator, person_id=coordinator.person_id, role="coordinator")
    assert posts_of(Person.objects.get(id=coordinator.person_id)) == []


def test_a_representative_gives_no_office_of_the_network(house):
    actor = house.actor("city_authorized_representative")
    refused(
        lambda: commands.grant_network_role(
            actor, person_id=house.people["city_clerk"].id, role="coordinator"
        ),
        "permission.denied",
    )
    refused(
        lambda: invite(house, actor, network_roles=["coordinator"]),
        "network_role.only_coordinator",
    )


def test_queries_for_code_name_active_people_with_the_role(house):
    found = queries.people_of_party(house.network.id, house.city.id, "clerk", "finance")
    assert {person.email.split("@")[0] for person in found} == {"city_clerk", "city_finance"}
    assert queries.people_of_party(house.neighbour.id, house.city.id) == []
    assert [p.email for p in queries.officers(house.network.id, "auditor")] == [
        "auditor@example.org"
    ]


# Accounts


def test_a_person_is_made_by_the_machine_alone(house):
    make = {"email": "x@example.org", "name": "X", "password": PASSWORD}
    refused(lambda: commands.create_person(house.actor("coordinator"), **make), "permission.denied")
    refused(
        lambda: commands.create_person(
            system_actor(), email="CITY_clerk@example.org", name="X", password="short"
        ),
        "person.email_taken",
        "password.weak",
    )


def test_an_account_is_switched_off_only_by_who_answers_for_all_of_it(house):
    def switch_off(actor, key):
        return commands.deactivate_person(
            house.actor(actor), person_id=house.people[key].id, reason="Left"
        )

    representative = "city_authorized_representative"
    refused(lambda: switch_off(representative, representative), "person.not_oneself")
    house.add_person(
        "shared", (house.network, house.city, "clerk"), (house.neighbour, house.district, "clerk")
    )
    refused(lambda: switch_off(representative, "shared"), "person.serves_others")
    refused(lambda: switch_off("coordinator", "shared"), "person.serves_others")
    switch_off(representative, "city_clerk")
    refused(lambda: switch_off("coordinator", "city_clerk"), "person.inactive")
    with pytest.raises(NotFound):
        switch_off("county_representative", "city_finance")


def test_switching_on_again_needs_an_account_that_is_off(house):
    coordinator = house.actor("coordinator")
    refused(
        lambda: commands.reactivate_person(coordinator, person_id=house.people["city_clerk"].id),
        "person.active",
    )


def test_the_last_coordinator_is_not_switched_off(house):
    house.add_person("second", (house.network, None, "coordinator"))
    first, second = house.actor("coordinator"), house.actor("second")
    commands.deactivate_person(first, person_id=second.person_id, reason="Left")
    Person.objects.filter(id=second.person_id).update(is_active=True)
    Person.objects.filter(id=first.person_id).update(is_active=False)
    refused(
        lambda: commands.deactivate_person(first, person_id=second.person_id, reason="Left"),
        "network_role.last_coordinator",
    )


def test_a_profile_is_changed_by_its_own_person(house):
    actor = house.actor("city_clerk", stepped_up=False)
    person = commands.edit_profile(actor, name="Clerk", phone="801 555 0123")
    assert (person.name, person.phone) == ("Clerk", "+18015550123")
    refused(
        lambda: commands.edit_profile(actor, name="", time_zone="Mars"),
        "field.required",
        "time_zone.unknown",
    )
    refused(lambda: commands.edit_profile(replace(actor, person_id=None)), "permission.denied")


def test_sessions_of_others_are_not_ended(house):
    with pytest.raises(NotFound):
        commands.end_session(house.actor("city_clerk"), session_id=10**30)
    assert commands.end_other_sessions(house.actor("city_clerk")) == 0
    stranger = Actor(network_id=None)
    refused(lambda: commands.end_session(stranger, session_id=1), "permission.denied")
    refused(lambda: commands.end_other_sessions(stranger), "permission.denied")


# Invitations


def test_an_invitation_makes_an_account_with_its_roles(house):
    invited = invite(house, house.actor("city_authorized_representative"))
    assert invited.token not in str(Invitation.objects.values_list())
    assert invited.token not in str(list(Fact.objects.values_list("payload", flat=True)))
    person = commands.accept_invitation(STRANGER, token=invited.token, password=PASSWORD)
    assert posts_of(person)[0].roles == {"clerk"}
    assert person.check_password(PASSWORD)
    refused(
        lambda: commands.accept_invitation(STRANGER, token=invited.token, password=PASSWORD),
        "invitation.wrong_state",
    )


def test_an_invitation_of_somebody_switched_off_since_opens_nothing(house):
    invited = invite(house, house.actor("city_authorized_representative"))
    inviter = house.actor("city_authorized_representative").person_id
    commands.deactivate_person(house.actor("coordinator"), person_id=inviter, reason="Left")
    refused(
        lambda: commands.accept_invitation(STRANGER, token=invited.token, password=PASSWORD),
        "invitation.inviter_gone",
    )


def test_an_invitation_runs_out(house):
    invited = invite(house, house.actor("coordinator"))
    with time_machine.travel(clock.now() + timedelta(days=15)):
        refused(
            lambda: commands.accept_invitation(STRANGER, token=invited.token, password=PASSWORD),
            "invitation.expired",
        )


def test_an_unknown_link_opens_nothing(house):
    with pytest.raises(NotFound):
        commands.accept_invitation(STRANGER, token="\ud800guess", password=PASSWORD)


def test_a_weak_password_is_refused_and_the_link_stays_good(house):
    invited = invite(house, house.actor("coordinator"))
    for password in ("short", "password1234", "n" * 2000):
        with pytest.raises(Refused) as caught:
            commands.accept_invitation(STRANGER, token=invited.token, password=password)
        assert caught.value.refusals[0].field == "password"
    assert commands.accept_invitation(STRANGER, token=invited.token, password=PASSWORD)


def test_an_existing_account_joins_only_when_signed_in_as_itself(house):
    invited = invite(house, house.actor("coordinator"), email="county_representative@example.org")
    token = invited.token
    refused(
        lambda: commands.accept_invitation(STRANGER, token=token, password=PASSWORD),
        "invitation.sign_in_first",
    )
    refused(
        lambda: commands.accept_invitation(house.actor("city_clerk"), token=token),
        "invitation.other_account",
    )
    person = commands.accept_invitation(house.actor("county_representative"), token=token)
    assert {post.party_name for post in posts_of(person)} == {"City", "County"}


def test_inviting_whoever_has_the_roles_is_refused(house):
    refused(
        lambda: invite(house, house.actor("coordinator"), email="city_clerk@example.org"),
        "invitation.already_has_roles",
    )
    refused(lambda: invite(house, house.actor("coordinator"), email="@"), "email.invalid")
    refused(
        lambda: invite(house, house.actor("coordinator"), party_id=None),
        "invitation.party_missing",
    )


def test_a_second_invitation_replaces_the_first(house):
    first = invite(house, house.actor("coordinator"))
    second = invite(house, house.actor("coordinator"))
    refused(
        lambda: commands.accept_invitation(STRANGER, token=first.token, password=PASSWORD),
        "invitation.wrong_state",
    )
    assert commands.accept_invitation(STRANGER, token=second.token, password=PASSWORD)


def test_a_withdrawn_invitation_opens_nothing(house):
    invited = invite(house, house.actor("city_authorized_representative"))
    with pytest.raises(NotFound):
        commands.withdraw_invitation(
            house.actor("county_representative"), invitation_id=invited.invitation.id
        )
    commands.withdraw_invitation(
        house.actor("city_authorized_representative"), invitation_id=invited.invitation.id
    )
    refused(
        lambda: commands.accept_invitation(STRANGER, token=invited.token, password=PASSWORD),
        "invitation.wrong_state",
    )


# Tokens


def make_token(house, key="city_duty_officer", **given):
    values = {"name": "Script", "scopes": ["offer"], "days": 30} | given
    return commands.create_token(house.actor(key), **values)


def test_a_token_acts_from_its_post_within_its_scopes(house):
    made = make_token(house)
    actor = actor_for_token(made.secret, "198.51.100.7")
    assert actor is not None
    assert (actor.party_id, actor.scopes) == (house.city.id, frozenset({"offer"}))
    assert not actor.stepped_up and actor.via == "api-token"
    assert made.secret not in str(list(ApiToken.objects.values()))
    refused(lambda: make_token_with(actor), "step_up.required")


def make_token_with(actor):
    return commands.create_token(
        replace(actor, scopes=frozenset({"*"})), name="Again", scopes=["*"]
    )


def test_a_token_cannot_make_tokens_even_with_authority(house):
    made = make_token(house, scopes=["*"], carries_authority=True)
    actor = actor_for_token(made.secret, "")
    assert actor.stepped_up
    refused(lambda: make_token_with(actor), "token.not_by_token")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"scopes": []}, "token.scope_missing"),
        ({"scopes": ["everything"]}, "token.scope_unknown"),
        ({"days": 0}, "token.too_long"),
        ({"days": 366}, "token.too_long"),
        ({"name": ""}, "field.required"),
    ],
)
def test_a_token_has_a_name_known_scopes_and_an_end(house, given, code):
    refused(lambda: make_token(house, **given), code)


def test_a_token_ends_when_revoked_over_or_its_person_or_post_is_gone(house):
    made = make_token(house)
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert actor_for_token(made.secret, "") is None
    commands.revoke_token(house.actor("city_duty_officer"), token_id=made.token.id)
    assert actor_for_token(made.secret, "") is None
    refused(
        lambda: commands.revoke_token(house.actor("city_duty_officer"), token_id=made.token.id),
        "token.revoked",
    )
    second = make_token(house)
    revoke(house, house.actor("coordinator"), "city_duty_officer", "duty_officer")
    assert actor_for_token(second.secret, "") is None
    third = make_token(house, "city_finance")
    Person.objects.filter(id=house.people["city_finance"].id).update(is_active=False)
    assert actor_for_token(third.secret, "") is None


def test_a_token_loses_the_role_that_its_person_loses(house):
    house.add_person(
        "two", (house.network, house.city, "duty_officer"), (house.network, house.city, "clerk")
    )
    made = make_token(house, "two", scopes=["*"])
    assert actor_for_token(made.secret, "").roles == {"duty_officer", "clerk"}
    revoke(house, house.actor("coordinator"), "two", "clerk")
    assert actor_for_token(made.secret, "").roles == {"duty_officer"}


def test_tokens_of_others_are_not_found(house):
    made = make_token(house)
    with pytest.raises(NotFound):
        commands.revoke_token(house.actor("city_clerk"), token_id=made.token.id)
    for raw in ("", "muster_", "muster_" + "x" * 100, made.secret[:-1]):
        assert actor_for_token(raw, "") is None


def test_use_of_a_token_is_noted_once_a_minute(house, django_assert_num_queries):
    made = make_token(house)
    actor_for_token(made.secret, "")
    noted = ApiToken.objects.get().last_used_at
    with django_assert_num_queries(1):
        actor_for_token(made.secret, "")
    assert ApiToken.objects.get().last_used_at == noted
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        actor_for_token(made.secret, "")
    assert ApiToken.objects.get().last_used_at > noted


def test_a_party_role_is_held_once(house):
    assert PartyRoleGrant.objects.filter(party=house.city, revoked_at__isnull=True).count() == 6
