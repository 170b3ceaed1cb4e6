"""Every write of this room: one function per verb."""

from muster.joining.commands.disposal import dispose_joinings
from muster.joining.commands.joinings import abandon_joining, begin_joining, renew_joining
from muster.joining.commands.leaving import (
    follow_change_by_hand,
    give_exit_notice,
    keep_days,
    take_back_exit_notice,
)
from muster.joining.commands.opting_out import opt_out, revoke_opt_out
from muster.joining.commands.signing import STATEMENT, sign_agreement, upload_signed
from muster.joining.commands.steps import file_joining, record_resolution, record_review
from muster.joining.commands.texts import attach_text

__all__ = [
    "STATEMENT",
    "abandon_joining",
    "attach_text",
    "begin_joining",
    "dispose_joinings",
    "file_joining",
    "follow_change_by_hand",
    "give_exit_notice",
    "keep_days",
    "opt_out",
    "record_resolution",
    "record_review",
    "renew_joining",
    "revoke_opt_out",
    "sign_agreement",
    "take_back_exit_notice",
    "upload_signed",
]
