"""Where the blank forms are found."""

from muster.web.navigation import register_entry

register_entry("Blank forms", "exchange:forms", order=70, place="more")
