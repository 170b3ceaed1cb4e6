"""Every write of this room, and the mission transitions that deployments calls."""

from muster.aid.commands.acceptance import accept_offer
from muster.aid.commands.aid_requests import (
    amend_aid_request,
    cancel_aid_request,
    close_aid_request,
    draft_aid_request,
    open_aid_request,
    reopen_aid_request,
)
from muster.aid.commands.amending_lines import (
    add_line,
    add_work_package,
    cancel_line,
    change_line,
)
from muster.aid.commands.asking import ask_for_help
from muster.aid.commands.cost_shares import agree_share, propose_share
from muster.aid.commands.disposal import dispose_aid_requests, dispose_missions
from muster.aid.commands.incidents import (
    USUAL_IMPACTS,
    amend_incident,
    close_incident,
    open_incident,
    reopen_incident,
)
from muster.aid.commands.lines import USUAL_NEED, LineAsked
from muster.aid.commands.missions import (
    begin_demobilization,
    close_mission,
    extend_mission,
    finish_demobilization,
    give_up_promises,
    stand_down_mission,
    start_mission,
)
from muster.aid.commands.notes import write_note
from muster.aid.commands.offered import OfferedLine
from muster.aid.commands.offers import (
    decline_offer,
    decline_to_help,
    expire_offer,
    submit_offer,
    usual_duration,
    withdraw_offer,
)
from muster.aid.commands.phone_filing import (
    confirm_aid_request,
    file_by_phone,
    reject_aid_request,
)
from muster.aid.commands.signing_off import (
    sign_off_aid_request,
    sign_off_offer,
    take_back_aid_request,
)

__all__ = [
    "sign_off_aid_request",
    "sign_off_offer",
    "take_back_aid_request",
    "confirm_aid_request",
    "file_by_phone",
    "reject_aid_request",
    "dispose_aid_requests",
    "dispose_missions",
    "USUAL_IMPACTS",
    "USUAL_NEED",
    "LineAsked",
    "OfferedLine",
    "accept_offer",
    "add_line",
    "add_work_package",
    "agree_share",
    "amend_aid_request",
    "amend_incident",
    "ask_for_help",
    "begin_demobilization",
    "cancel_aid_request",
    "cancel_line",
    "change_line",
    "close_aid_request",
    "close_incident",
    "close_mission",
    "decline_offer",
    "decline_to_help",
    "draft_aid_request",
    "expire_offer",
    "extend_mission",
    "finish_demobilization",
    "give_up_promises",
    "open_aid_request",
    "open_incident",
    "propose_share",
    "reopen_aid_request",
    "reopen_incident",
    "stand_down_mission",
    "start_mission",
    "submit_offer",
    "usual_duration",
    "withdraw_offer",
    "write_note",
]
