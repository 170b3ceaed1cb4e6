"""The sentences of this room: refusals that say what to do, and facts as a timeline tells them."""

from __future__ import annotations

from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

register_wording(
    {
        "duty.not_yours": "Only the party itself and the coordinator may change its rota.",
        "duty.only_yourself": (
            "You may plan for yourself. Ask a duty officer to plan for somebody else."
        ),
        "duty.stranger": (
            "Choose people who answer for the party: its representatives, duty officers and "
            "responders."
        ),
        "duty.is_away": "{name} is away then. End that time off first, or choose somebody else.",
        "rotation.nobody": "Choose at least one person.",
        "rotation.too_many": "Choose at most {most} people.",
        "rotation.too_many_rotations": "There are {most} rotations. Remove one first.",
        "rotation.wrong_level": "Choose a level from 1 to {highest}.",
        "rotation.wrong_length": "A shift lasts from 1 to {longest} {unit}.",
        "rotation.unknown_weekday": "Choose days of the week.",
        "rotation.half_hours": "Give both the hour at which it begins and the one at which it ends.",
        "rotation.bad_date": "Give a day between the years 2000 and 2099.",
        "rotation.is_listed": (
            "These shifts come from a calendar file. Import it anew, or remove the rotation."
        ),
        "duty_calendar.unreadable": (
            "This is no calendar file that can be read, or it holds too much. Export the on-call "
            "calendar alone, as .ics, from today on."
        ),
        "duty_calendar.too_large": "A calendar file has at most {kilobytes} kB. Export fewer months.",
        "duty_calendar.nothing": (
            "No shift ahead names one of your people. Write each one's full name into the title of "
            "the event, or invite them by the address of their account, and export it anew."
        ),
        "rota.wrong_minutes": "Wait from 1 to {most} minutes before the next is asked.",
        "span.backwards": "It has to end after it begins.",
        "span.over": "This is over already. Give an end that lies ahead.",
        "span.too_long": "Plan at most {days} days at once.",
        "span.too_far": "This is too far ahead. Plan two years ahead at most.",
        "override.already_on_duty": "You are on duty already.",
        "override.too_many": "There are {most} overrides ahead. End some first.",
        "swap.nobody": "Nobody has a shift with an end then. Choose another, or load the page anew.",
        "swap.same_person": "Both shifts are of the same person. Choose one of somebody else.",
        "time_off.too_many": "There are {most} times off ahead. End some first.",
        "handover_note.empty": "Write what the next one has to know.",
        "handover_note.too_long": "Use at most {most} characters.",
    }
)
register_fact_words(
    {
        "RotaEdited": "Set how its people are asked: {minutes_between} minutes between steps.",
        "RotationAdded": "Added the rotation “{name}” on level {level}.",
        "RotationEdited": "Changed the rotation “{name}” on level {level}.",
        "RotationRemoved": "Removed the rotation “{name}” from level {level}.",
        "DutyOverridden": "{person_name} takes a span of level {level}.",
        "OverrideEnded": "Ended an override by {person_name} on level {level}.",
        "TimeOffNoted": "{person_name} takes time off.",
        "TimeOffEnded": "Ended a time off of {person_name}.",
        "HandoverNoteWritten": "Left a note for whoever is on duty next.",
        "DutyCalendarImported": (
            "Imported a duty calendar: {added} added, {changed} changed, {removed} removed."
        ),
        "DutyComesUp": "A duty of level {level} comes up: {begins}.",
        "DutyHandedOver": "A duty of level {level} was handed over.",
        "DutyGapsFound": "Within a fortnight nobody is on duty at {gap_count} times, first {first}.",
    }
)
