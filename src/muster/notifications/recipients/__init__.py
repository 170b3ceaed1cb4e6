"""Who is told what: one row for each telling. To find out who hears of a fact, read this table.

A fact with the scope of a deadline that needs a permission of its own (`rules.happenings.VIEWED_WITH`)
is told to the party's people with that permission, instead of those that its row names.

Words in braces are values of the fact; `{requesting_party}`, `{owing_party}` and the like are names.
"""

from __future__ import annotations

from muster.notifications.recipients.belonging import BELONGING, DUTY, JOINING, LEARNING
from muster.notifications.recipients.breaking_glass import BREAKING_GLASS
from muster.notifications.recipients.calling import CALLING
from muster.notifications.recipients.commanding import COMMANDING
from muster.notifications.recipients.helping import ASKING, DEPLOYING, OFFERING, SENDING
from muster.notifications.recipients.reaching import Reach, Telling, To
from muster.notifications.recipients.settling import CLAIMING, KEEPING_TIME

__all__ = ["TELLINGS", "Reach", "Telling", "To"]

TELLINGS: tuple[Telling, ...] = (
    *ASKING,
    *CALLING,
    *OFFERING,
    *SENDING,
    *DEPLOYING,
    *COMMANDING,
    *CLAIMING,
    *KEEPING_TIME,
    *LEARNING,
    *BELONGING,
    *JOINING,
    *DUTY,
    *BREAKING_GLASS,
)
