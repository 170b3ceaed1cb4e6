"""A way back into an account is no secret of the officer who opens it."""

from muster.journal.worker import drain
from muster.members import commands as members
from muster.notifications.models import Notice
from tests.apps.notifications.test_notices import staffed, told


def test_the_other_officers_hear_of_a_way_back_and_of_its_code(world):
    staffed(world)
    person = world.actor("city", "clerk")
    first, second = world.actor("city"), world.actor("city", "duty_officer")
    members.recover_person(first, person_id=person.person_id)
    drain()
    names = [each.name.replace("_", " ") for each in (person, first, second)]
    opened = f"A way back into the account of {names[0]} was opened by {names[1]}"
    assert told(world, "city", "duty_officer")[-1] == opened
    assert told(world, None, "coordinator")[-1] == opened
    assert told(world, "city", "clerk") == [
        f"A way back into your account was opened by {names[1]}"
    ]
    assert told(world, "county") == []
    members.read_recovery_code(second, person_id=person.person_id)
    drain()
    assert told(world, "city")[-1] == f"{names[2]} read out the recovery code for {names[0]}"
    page = Notice.objects.filter(title=opened).first().url
    assert page == f"/people/{person.person_id}/"
