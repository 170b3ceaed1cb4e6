"""Where this room stands in the navigation."""

from muster.web.navigation import register_entry

register_entry("Rates", "rates:tables", order=44, place="more")
