"""Every write of this room: one function per verb."""

from muster.offline.commands.devices import (
    KEY_LIFE,
    Contact,
    enroll_device,
    note_contact,
    open_queue_key,
    wipe_device,
)
from muster.offline.commands.paper import Filed, Reading, file_paper_request, read_paper_request

__all__ = [
    "KEY_LIFE",
    "Contact",
    "Filed",
    "Reading",
    "enroll_device",
    "file_paper_request",
    "note_contact",
    "open_queue_key",
    "read_paper_request",
    "wipe_device",
]
