"""An on-call calendar kept elsewhere, taken into the rota: looked at first, bounded, told in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from muster.duty import commands, queries
from muster.duty.calendar_files import LARGEST_TEXT
from muster.duty.models import ListedShift, Rotation
from muster.journal import clock
from muster.journal.models import Fact
from muster.members.models import Person
from muster.rules.refusal import NotFound, Refused
from tests.apps.aid.doors import browser, send
from tests.apps.aid.world import World
from tests.apps.duty.steps import crew, local, on

OFFICER = "duty_officer of city"


def event(title: str = OFFICER, *lines: str, uid: str = "one", at: str = "20260112T080000") -> str:
    times = (f"DTSTART;TZID=America/Denver:{at}", "DURATION:PT12H")
    own = [line.partition(":")[0].partition(";")[0] for line in lines]
    kept = [line for line in times if line.partition(";")[0].partition(":")[0] not in own]
    parts = ("BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *kept, *lines, "END:VEVENT")
    return "\r\n".join(parts)


def calendar(*events: str) -> str:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""))


def look(world: World, *events: str) -> commands.CalendarRead:
    party_id = world.parties["city"].id
    with on(2026, 1, 5, 9):
        return commands.preview_duty_calendar(
            world.actor("city"), party_id=party_id, text=calendar(*events)
        )


def take(world: World, *events: str, at: tuple[int, ...] = (2026, 1, 5, 9), **given: Any) -> Any:
    values = {"level": 1, "name": "On-call", "text": calendar(*events), **given}
    actor = values.pop("actor", None) or world.actor("city")
    with on(*at):
        return commands.import_duty_calendar(actor, party_id=world.parties["city"].id, **values)


def times(read: commands.CalendarRead) -> list[Any]:
    return [each.event.since for each in read.shifts]


def reasons(read: commands.CalendarRead) -> list[str]:
    return [each.reason for each in read.untaken]


def refusal(action: Any) -> str:
    with pytest.raises(Refused) as refused:
        action()
    return refused.value.refusals[0].code


def test_an_event_is_for_whom_it_invites_or_names(world: World) -> None:
    chief, officer, helper = crew(world)
    mail = Person.objects.get(id=helper).email.upper()
    read = look(
        world,
        event("Night watch", f"ATTENDEE;CN=H:mailto:{mail}", uid="mail"),
        event("On call: DUTY_OFFICER of City!", uid="title"),
        event("Watch", f'ATTENDEE;CN="{OFFICER}":mailto:private@example.org', uid="name"),
        event("Somebody else", "RRULE:FREQ=DAILY;COUNT=9", uid="nobody"),
        event(f"{OFFICER} and responder of city", uid="several"),
        event(f"Jo{OFFICER}", uid="longer name"),
    )
    found = {each.event.uid: each.person_id for each in read.shifts}
    assert found == {"mail": helper, "title": officer, "name": officer}
    assert reasons(read) == ["nobody", "nobody", "several"]


def test_a_shift_taken_is_on_duty_at_its_local_hour(world: World) -> None:
    chief, officer, helper = crew(world)
    done = take(world, event())
    assert (done.added, done.changed, done.removed, done.untaken) == (1, 0, 0, 0)
    with on(2026, 1, 12, 9):
        now = queries.on_duty(world.network.id, world.parties["city"].id, clock.now())
    assert now[0].person_id == officer
    assert ListedShift.objects.get().since == local(2026, 1, 12, 8)
    assert Fact.objects.get(kind="DutyCalendarImported").payload["added"] == 1


def test_the_same_calendar_again_changes_and_ends_its_own_shifts(world: World) -> None:
    chief, officer, helper = crew(world)
    two = event(uid="two", at="20260113T080000")
    take(world, event(), two)
    moved = event("responder of city")
    done = take(world, moved)
    assert (done.added, done.changed, done.removed) == (0, 1, 1)
    assert ListedShift.objects.get().person_id == helper
    assert take(world, moved).changed == 0
    assert Rotation.objects.count() == 1
    other = take(world, two, name="Second line", level=2)
    assert other.added == 1 and Rotation.objects.count() == 2


def test_a_running_shift_that_is_gone_ends_now_and_may_come_back(world: World) -> None:
    crew(world)
    take(world, event(), event(uid="two", at="20260120T080000"))
    during = (2026, 1, 12, 10)
    done = take(world, event(uid="two", at="20260120T080000"), at=during)
    assert done.removed == 1
    assert ListedShift.objects.get(uid="one").until == local(*during)
    again = take(world, event(), event(uid="two", at="20260120T080000"), at=(2026, 1, 12, 11))
    assert (again.added, again.changed) == (0, 1)


def test_repetitions_follow_the_clock_and_their_exceptions(world: World) -> None:
    crew(world)
    read = look(
        world,
        event(
            OFFICER,
            "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=6",
            "EXDATE;TZID=America/Denver:20260116T080000",
        ),
        event(OFFICER, "RECURRENCE-ID;TZID=America/Denver:20260126T080000", at="20260127T200000"),
        event(OFFICER, "RECURRENCE-ID:20260130T150000Z", "STATUS:CANCELLED", at="20260130T080000"),
    )
    assert times(read) == [
        local(2026, 1, 12, 8),
        local(2026, 1, 27, 20),
        local(2026, 2, 9, 8),
        local(2026, 2, 13, 8),
    ]


def test_a_shift_at_eight_stays_at_eight_where_the_clocks_change(world: World) -> None:
    crew(world)
    daily = event(OFFICER, "RRULE:FREQ=DAILY;UNTIL=20260309T235959Z", at="20260307T080000")
    assert times(look(world, daily)) == [local(2026, 3, day, 8) for day in (7, 8, 9)]


def test_the_past_is_passed_over_and_the_year_ahead_is_the_bound(world: World) -> None:
    crew(world)
    old = event(OFFICER, "RRULE:FREQ=DAILY", at="20200101T080000")
    found = times(look(world, old))
    assert local(2026, 1, 5, 8) == found[0] and len(found) == 401  # the one that runs, and 400 days
    assert look(world, event(at="20251231T080000")).shifts == ()


def test_what_cannot_be_taken_is_told_with_what_to_do(world: World) -> None:
    crew(world)
    read = look(
        world,
        event(OFFICER, "RRULE:FREQ=SECONDLY", uid="a"),
        event(OFFICER, "RRULE:FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2", uid="b"),
        event(OFFICER, "RRULE:FREQ=DAILY", uid="c", at="20010101T080000"),
        event(OFFICER, "DURATION:-PT1H", uid="d"),
        event(OFFICER, "DURATION:P9999D", uid="e"),
        event(OFFICER, "DTSTART:00010101T000000", uid="f"),
        event(OFFICER, "DTSTART:yesterday", uid="g"),
        event(OFFICER, "RRULE:FREQ=DAILY;INTERVAL=0", uid="h"),
    )
    assert read.shifts == ()
    assert sorted(reasons(read)) == sorted(
        ["repetition"] * 3 + ["too_old", "no_end", "too_long", "no_time", "no_time"]
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
        "BEGIN:VEVENT\r\n" * 3000,
        calendar(*(event(uid=str(number)) for number in range(2001))),
        calendar(*(event(OFFICER, "RRULE:FREQ=DAILY", uid=str(n)) for n in range(10))),
        calendar(*(event(OFFICER, "RRULE:FREQ=DAILY;COUNT=1", uid=str(n)) for n in range(201))),
    ],
)
def test_a_hostile_file_is_refused_in_time(world: World, text: str) -> None:
    crew(world)
    party_id = world.parties["city"].id
    with on(2026, 1, 5, 9):
        assert (
            refusal(
                lambda: commands.preview_duty_calendar(
                    world.actor("city"), party_id=party_id, text=text
                )
            )
            == "duty_calendar.unreadable"
        )


def test_a_files_own_zones_are_left_alone(world: World) -> None:
    crew(world)
    zone = "BEGIN:VTIMEZONE\r\nTZID:Nowhere\r\nBEGIN:STANDARD\r\nRRULE:FREQ=SECONDLY\r\n"
    zone += "END:STANDARD\r\nEND:VTIMEZ\r\n ONE"
    read = look(world, zone, event(OFFICER, "DTSTART;TZID=Nowhere:20260112T080000"))
    assert times(read) == [local(2026, 1, 12, 8)]  # in the rota's zone


def test_import_duty_calendar_refuses(world: World) -> None:
    crew(world)
    assert refusal(lambda: take(world, event("Nobody"))) == "duty_calendar.nothing"
    assert refusal(lambda: take(world, event(), level=6)) == "rotation.wrong_level"
    assert refusal(lambda: take(world, event(), name=" ")) == "field.required"
    too_much = {"text": "x" * (LARGEST_TEXT + 1)}
    assert refusal(lambda: take(world, **too_much)) == "duty_calendar.too_large"
    county = world.actor("county")
    assert refusal(lambda: take(world, event(), actor=county)) == "duty.not_yours"
    helper = world.actor("city", "responder")
    assert refusal(lambda: take(world, event(), actor=helper)) == "permission.denied"
    with pytest.raises(NotFound):
        commands.preview_duty_calendar(
            county, party_id=world.parties["city"].id, text=calendar(event())
        )
    assert not ListedShift.objects.exists()


def test_on_the_page_it_is_shown_first_and_taken_then(world: World) -> None:
    crew(world)
    client = browser(world, "city")
    at = f"/duty/parties/{world.parties['city'].id}/import/"
    start = f"{clock.now() + timedelta(days=3):%Y%m%dT080000}"
    text = calendar(event(at=start), event("Stranger <b>", uid="two", at=start))
    typed = {"text": text, "name": "On-call", "level": "1"}
    shown = client.post(at, typed)
    words = shown.content.decode()
    assert shown.status_code == 200 and "Take them into the rota" in words
    assert "Stranger &lt;b&gt;" in words and "it names nobody" in words
    assert not ListedShift.objects.exists()
    assert client.post(at, {**typed, "confirm": "yes"}).status_code == 302
    assert ListedShift.objects.count() == 1
    assert client.post(at, {"name": "x", "level": "1"}).status_code == 422
    assert "Shifts from a calendar file" in client.get(at.replace("import/", "")).content.decode()


def test_over_the_api_a_dry_run_writes_nothing(world: World) -> None:
    crew(world)
    client = browser(world, "city")
    start = f"{clock.now() + timedelta(days=3):%Y%m%dT080000}"
    path = f"/duty/parties/{world.parties['city'].id}/calendar"
    body = {"text": calendar(event(at=start), event("Stranger", uid="two", at=start))}
    looked = send(client, path, {**body, "dry_run": True})
    assert looked.status_code == 200, looked.content
    assert (looked.json()["added"], looked.json()["left_out"][0]["reason"]) == (1, "nobody")
    assert not ListedShift.objects.exists()
    done = send(client, path, body)
    assert done.status_code == 200 and done.json()["added"] == 1
