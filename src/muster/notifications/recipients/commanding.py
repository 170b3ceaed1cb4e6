"""Who is told of how an incident is run."""

from __future__ import annotations

from muster.notifications.recipients.reaching import (
    OPERATORS,
    RESPONDER,
    Reach,
    Telling,
    To,
    person,
)

RUNNING = To(Reach.AUDIENCE, roles=(*OPERATORS, RESPONDER))

COMMANDING = (
    Telling(
        "OperationStarted",
        "missions",
        (person("commander_id"),),
        "You command the response to {reference}",
        "operation",
        is_urgent=True,
    ),
    Telling(
        "SituationReportDue",
        "missions",
        (person("commander_id"), person("deputy_id")),
        "The situation report of {reference} is due",
        "operation",
        is_urgent=True,
    ),
    Telling(
        "SituationReportWritten",
        "missions",
        (RUNNING,),
        "Situation report {number} of {reference}",
        "operation",
    ),
    Telling(
        "WaveBegan",
        "missions",
        (RUNNING,),
        "{reference} struck again: wave {wave}",
        "operation",
        is_urgent=True,
    ),
    Telling(
        "PostOffered",
        "missions",
        (person("to_id"),),
        "You are asked to take over as {post} of {reference}",
        "operation",
        is_urgent=True,
    ),
)
