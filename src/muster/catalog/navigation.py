"""Where the catalogue stands in the navigation, and what it asks of people on the home page."""

from muster.web.navigation import register_entry

register_entry("Catalogue", "catalog:resources", order=40)
register_entry("What we share", "catalog:shares", order=41, place="more")
register_entry("Work packages", "catalog:work_packages", order=70, place="more")
register_entry(
    "Vocabulary", "catalog:vocabulary", order=71, place="more", permission="vocabulary.edit"
)
