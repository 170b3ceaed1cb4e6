"""The sentences of this room."""

from __future__ import annotations

from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

register_wording(
    {
        "rate.unknown_kind": "Choose what is in the file: {known}.",
        "rate.bad_key": (
            "Name the table with small letters, digits and _, beginning with a letter, such as "
            "state_equipment."
        ),
        "rate.no_title": "Give the new table a title.",
        "rate.bad_line": "Line {line}, {column}: {sentence}",
        "rate.nothing_in_file": "The file holds no rate that may be used.",
        "rate.not_utf8": "The file is not UTF-8: save it as CSV UTF-8.",
        "rate.no_party": "Only a party declares its fringe. Act for one.",
        "rate.bad_percent": "Give a percentage from 0 to 500 with at most three places.",
    }
)
register_fact_words(
    {
        "RatesImported": "Brought the rates of {key} up to date: {added} new, {replaced} replaced.",
        "LoadDeclared": ("Declared {fringe_percent} % fringe and {overhead_percent} % overhead."),
    }
)
