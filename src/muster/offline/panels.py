"""What this room adds to the shell that the service worker keeps: its page and its modules."""

from muster.web.app_shell import register_shell

MODULES = (
    "writing.js",
    "bytes.js",
    "keys.js",
    "paper.js",
    "queue.js",
    "server.js",
    "show.js",
    "store.js",
    "vault.js",
    "visit.js",
)
MAKER_OF_CODES = "vendor/lean-qr/lean-qr.js"

register_shell(
    page_url_name="offline:shell",
    template="offline/page.html",
    entry="offline/page.js",
    sending="offline/visit.js",
    modules=[*(f"offline/{name}" for name in MODULES), MAKER_OF_CODES],
)
