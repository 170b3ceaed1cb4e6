"""What people and other rooms may do with messages: send, retry, list ways, answer."""

from muster.messaging.commands.calls import Call, take_up_call
from muster.messaging.commands.deliveries import (
    allow_mail_to,
    dispose_messages,
    note_seen,
    retry_delivery,
    send_held,
    stop_mail_to,
)
from muster.messaging.commands.ways import (
    add_contact_point,
    order_contact_points,
    remove_contact_point,
    send_contact_code,
    set_quiet_hours,
    subscribe_to_push,
    verify_contact_point,
)
from muster.messaging.holding import hold_what_may_have_been_sent
from muster.messaging.outbox import Copy, Letter, send, send_copies

__all__ = [
    "Call",
    "Copy",
    "Letter",
    "add_contact_point",
    "allow_mail_to",
    "dispose_messages",
    "hold_what_may_have_been_sent",
    "note_seen",
    "order_contact_points",
    "remove_contact_point",
    "retry_delivery",
    "send",
    "send_contact_code",
    "send_copies",
    "send_held",
    "set_quiet_hours",
    "stop_mail_to",
    "subscribe_to_push",
    "take_up_call",
    "verify_contact_point",
]
