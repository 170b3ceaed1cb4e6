"""Everything that can be done with who and what is out."""

from muster.deployments.commands.arriving import (
    assign_responder,
    check_in,
    mark_departed,
    mark_no_show,
)
from muster.deployments.commands.clearing import (
    accept_clearance,
    record_statement,
    sign_statement,
    strike_statement,
    withdraw_acceptance,
)
from muster.deployments.commands.confirming_recall import confirm_recall
from muster.deployments.commands.continuing import answer_continuation, note_free_help
from muster.deployments.commands.costs import log_expense, void_expense
from muster.deployments.commands.disposal import dispose_work
from muster.deployments.commands.ensuring import ensure_deployments
from muster.deployments.commands.going_home import (
    close_out_mission,
    demobilize,
    recall_mission,
    release_deployment,
    release_stood_down,
    settle_after_removal,
)
from muster.deployments.commands.logging_work import log_activity, log_time, void_time
from muster.deployments.commands.losses import settle_loss
from muster.deployments.commands.nights import log_stay, void_stay
from muster.deployments.commands.ordering import put_outside_order, take_into_order
from muster.deployments.commands.recalling_all import recall_everything
from muster.deployments.commands.staying import answer_extension, ask_extension
from muster.deployments.commands.supplies import log_supplies, settle_supplies, void_supplies
from muster.deployments.commands.things import CONDITIONS, hand_over, report_lost, return_things
from muster.deployments.commands.using import choose_rate_key, log_use, void_use

__all__ = [
    "CONDITIONS",
    "accept_clearance",
    "answer_continuation",
    "answer_extension",
    "ask_extension",
    "assign_responder",
    "check_in",
    "choose_rate_key",
    "close_out_mission",
    "confirm_recall",
    "demobilize",
    "dispose_work",
    "ensure_deployments",
    "hand_over",
    "log_activity",
    "log_expense",
    "log_stay",
    "log_supplies",
    "log_time",
    "log_use",
    "mark_departed",
    "mark_no_show",
    "note_free_help",
    "put_outside_order",
    "recall_everything",
    "recall_mission",
    "record_statement",
    "release_deployment",
    "release_stood_down",
    "report_lost",
    "return_things",
    "settle_after_removal",
    "settle_loss",
    "settle_supplies",
    "sign_statement",
    "strike_statement",
    "take_into_order",
    "void_expense",
    "void_stay",
    "void_supplies",
    "void_time",
    "void_use",
    "withdraw_acceptance",
]
