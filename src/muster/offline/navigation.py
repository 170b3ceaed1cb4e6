"""Where the phones of one's own stand."""

from muster.web.navigation import register_entry

register_entry("Phones without a network", "offline:devices", order=20, place="account")
register_entry(
    "File from a code",
    "offline:paper",
    order=59,
    permission="aid_request.file_on_paper",
    place="more",
)
register_entry("Without a network", "offline:shell", order=92, place="more")
