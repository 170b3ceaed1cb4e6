"""Every write of this room: one function per verb."""

from muster.breakglass.commands.codes import Issued, issue_codes, revoke_codes
from muster.breakglass.commands.fencing import agree_to_lift, begin_period, fence_party
from muster.breakglass.commands.phones import send_phone_code
from muster.breakglass.commands.redeeming import (
    Entered,
    Proved,
    prove_code,
    redeem,
    sign_in_with_code,
)
from muster.breakglass.commands.tries import WrongCode, counting_tries, sweep_tries
from muster.breakglass.commands.vouching import Vouched, vouch_for

__all__ = [
    "Entered",
    "Issued",
    "Proved",
    "Vouched",
    "WrongCode",
    "agree_to_lift",
    "begin_period",
    "counting_tries",
    "fence_party",
    "issue_codes",
    "prove_code",
    "redeem",
    "revoke_codes",
    "send_phone_code",
    "sign_in_with_code",
    "sweep_tries",
    "vouch_for",
]
