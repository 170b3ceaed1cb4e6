"""The phases of a response, and its two posts.

The phases are those of NIST SP 800-61 revision 2 (section 3), with containing, clearing out and
restoring told apart; they may go back as well as forward.
"""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    ANALYSIS = "analysis"
    CONTAINMENT = "containment"
    ERADICATION = "eradication"
    RECOVERY = "recovery"
    CLOSING = "closing"


class Post(StrEnum):
    COMMANDER = "commander"
    DEPUTY = "deputy"


PHASES: tuple[tuple[str, str], ...] = (
    (Phase.ANALYSIS.value, "Finding out"),
    (Phase.CONTAINMENT.value, "Containing"),
    (Phase.ERADICATION.value, "Clearing out"),
    (Phase.RECOVERY.value, "Restoring"),
    (Phase.CLOSING.value, "Handing back"),
)
POSTS: tuple[tuple[str, str], ...] = (
    (Post.COMMANDER.value, "Commander"),
    (Post.DEPUTY.value, "Deputy"),
)
