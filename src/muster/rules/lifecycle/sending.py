"""The lives of mission and deployment: people and things sent, present and brought home."""

from enum import StrEnum

from muster.rules.lifecycle.table import Lifecycle, row


class MissionState(StrEnum):
    AUTHORIZED = "authorized"  # agreed in writing; nobody has arrived yet
    ACTIVE = "active"
    DEMOBILIZING = "demobilizing"
    DEMOBILIZED = "demobilized"  # everything promised is accounted for
    CLOSED = "closed"
    CANCELLED = "cancelled"  # stood down before anyone or anything was sent


class DeploymentState(StrEnum):
    """Where one promised person or thing is; people walk `DEPLOYMENT`, things walk `LOAN`."""

    PROMISED = "promised"
    EN_ROUTE = "en_route"
    CHECKED_IN = "checked_in"
    HANDED_OVER = "handed_over"
    RECALLED = "recalled"  # the lender wants it back and it is not home yet
    DEMOBILIZED = "demobilized"
    RETURNED = "returned"
    RELEASED = "released"  # no longer needed before it arrived
    NO_SHOW = "no_show"
    LOST = "lost"


M, D = MissionState, DeploymentState

_LIVE = {M.AUTHORIZED, M.ACTIVE, M.DEMOBILIZING}

MISSION = Lifecycle(
    name="mission",
    states=M,
    initial=M.AUTHORIZED,
    ended=frozenset({M.CLOSED, M.CANCELLED}),
    rows=(
        row("activate", M.AUTHORIZED, M.ACTIVE, None, "response"),
        row("extend", M.AUTHORIZED, M.AUTHORIZED, "mission.extend", "extension"),
        row("extend", M.ACTIVE, M.ACTIVE, "mission.extend", "extension"),
        # While the first go home, others may be asked to stay or be called: both hold for who is out.
        row("extend", M.DEMOBILIZING, M.DEMOBILIZING, "mission.extend", "extension"),
        # A recall is notice given: the mission goes on until people are demobilized, and carries the mark.
        row("recall", M.AUTHORIZED, M.AUTHORIZED, "mission.recall", "recall"),
        row("recall", M.ACTIVE, M.ACTIVE, "mission.recall", "recall"),
        row("recall", M.DEMOBILIZING, M.DEMOBILIZING, "mission.recall", "recall"),
        *(row("agree_share", each, each, "mission.agree_share", "share") for each in sorted(_LIVE)),
        row("agree_share", M.DEMOBILIZED, M.DEMOBILIZED, "mission.agree_share", "share"),
        row(
            "begin_demobilization",
            {M.AUTHORIZED, M.ACTIVE},
            M.DEMOBILIZING,
            "deployment.demobilize",
            "recall",
        ),
        row(
            "demobilize",
            {M.AUTHORIZED, M.ACTIVE, M.DEMOBILIZING},
            M.DEMOBILIZED,
            "deployment.demobilize",
            "recall",
        ),
        row("cancel", M.AUTHORIZED, M.CANCELLED, "mission.close", "recall"),
        row("close", M.DEMOBILIZED, M.CLOSED, "mission.close", "billing"),
    ),
)

DEPLOYMENT = Lifecycle(
    name="deployment",
    states=D,
    initial=D.PROMISED,
    ended=frozenset({D.DEMOBILIZED, D.RELEASED, D.NO_SHOW}),
    rows=(
        row("depart", D.PROMISED, D.EN_ROUTE, "deployment.check_in", "response"),
        row(
            "check_in",
            {D.PROMISED, D.EN_ROUTE, D.NO_SHOW},
            D.CHECKED_IN,
            "deployment.check_in",
            "response",
        ),
        row(
            "recall", {D.PROMISED, D.EN_ROUTE, D.CHECKED_IN}, D.RECALLED, "mission.recall", "recall"
        ),
        row(
            "demobilize",
            {D.CHECKED_IN, D.RECALLED},
            D.DEMOBILIZED,
            "deployment.demobilize",
            "recall",
        ),
        row("release", {D.PROMISED, D.EN_ROUTE}, D.RELEASED, "deployment.demobilize", "recall"),
        row("mark_no_show", {D.PROMISED, D.EN_ROUTE}, D.NO_SHOW, "deployment.check_in", "response"),
    ),
)

LOAN = Lifecycle(
    name="loan",
    states=D,
    initial=D.PROMISED,
    ended=frozenset({D.RETURNED, D.RELEASED, D.NO_SHOW, D.LOST}),
    rows=(
        row("depart", D.PROMISED, D.EN_ROUTE, "deployment.hand_over", "equipment"),
        row(
            "hand_over",
            {D.PROMISED, D.EN_ROUTE, D.NO_SHOW},
            D.HANDED_OVER,
            "deployment.hand_over",
            "equipment",
        ),
        row(
            "recall",
            {D.PROMISED, D.EN_ROUTE, D.HANDED_OVER},
            D.RECALLED,
            "mission.recall",
            "recall",
        ),
        row(
            "return",
            {D.HANDED_OVER, D.RECALLED, D.LOST},
            D.RETURNED,
            "deployment.return",
            "equipment",
        ),
        row("release", {D.PROMISED, D.EN_ROUTE}, D.RELEASED, "deployment.return", "recall"),
        row(
            "mark_no_show", {D.PROMISED, D.EN_ROUTE}, D.NO_SHOW, "deployment.hand_over", "response"
        ),
        row(
            "report_lost",
            {D.EN_ROUTE, D.HANDED_OVER, D.RECALLED},
            D.LOST,
            "deployment.return",
            "equipment",
        ),
    ),
)
