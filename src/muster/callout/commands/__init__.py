"""Every write of this room."""

from muster.callout.commands.alarms import raise_link_alarm
from muster.callout.commands.answering import answer_by_link, answer_call, note_seen
from muster.callout.commands.looking import look_again
from muster.callout.commands.offering import approve_answer, make_offer
from muster.callout.commands.replying import answer_in_words
from muster.callout.commands.starting import start_call_out, stop_call_out, widen_call_out

__all__ = [
    "answer_by_link",
    "answer_call",
    "answer_in_words",
    "approve_answer",
    "look_again",
    "make_offer",
    "note_seen",
    "raise_link_alarm",
    "start_call_out",
    "stop_call_out",
    "widen_call_out",
]
