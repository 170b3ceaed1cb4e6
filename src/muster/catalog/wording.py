"""The sentences of the catalogue's refusals, and how its facts read on a timeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording


def edited(payload: Mapping[str, Any]) -> str:
    """Which inputs of a resource changed; without the payload only that something did."""
    if not payload:
        return "It was changed."
    changed = (str(each).replace("_", " ") for each in payload.get("changed", ()))
    return f"“{payload.get('name', '')}” was changed: {', '.join(changed)}."


register_wording(
    {
        # what is said of a resource
        "resource.other_party": "Only a party itself lists what it lends. Switch to a post at that party.",
        "resource.unknown_type": "There is no resource type “{given}”. Choose one of the listed types.",
        "resource.no_name": "Give it a name that others will know it by.",
        "resource.unknown_skill": "There is no skill “{given}” in the vocabulary. Choose one of the listed skills.",
        "resource.unknown_clearance": "There is no clearance “{given}” in the vocabulary. Choose one of the listed ones.",
        "resource.clearance_twice": "A clearance stands here twice. Keep one of them.",
        "resource.clearance_backwards": "A clearance ends before it was granted. Correct one of the dates.",
        "resource.unknown_detail": "“{given}” is nothing that a resource of the kind {kind} has. Leave it out.",
        "resource.no_quantity": "Enter 1 or more. To stop lending it, retire it.",
        "resource.quantity_too_large": "Enter {most} at most. Check for extra digits.",
        "resource.reserve_negative": "Enter 0 or more.",
        "resource.reserve_above_quantity": "The reserve cannot be more than the {quantity} there are. Enter fewer.",
        "resource.below_promised": "Missions hold {promised} of it. Enter {promised} or more, or recall them first.",
        "resource.one_person": "A person is listed one by one: leave the quantity at 1 and the reserve at 0.",
        "resource.not_your_person": "This account does not serve your party. Choose somebody who does.",
        "resource.more_serials_than_pieces": (
            "There are {count} serial numbers for {quantity} pieces. Correct one of them."
        ),
        "resource.serial_twice": "A serial number stands here twice. Keep one of them.",
        "resource.bought_ahead": "Give a day that has come already, or leave it out.",
        "resource.rate_invalid": "Enter a rate from 0 to 1,000,000.",
        "resource.rate_basis": "Say what the rate pays for (hour, day, month, year, each), or choose free and leave the rate out.",
        "resource.place_invalid": "Enter both latitude (-90 to 90) and longitude (-180 to 180), or neither.",
        "resource.other_kind": "The kind of a resource stays. Retire this one and list a new one.",
        "resource.still_promised": "Missions hold {promised} of it. It can be retired when they are back.",
        "resource.in_package": "It is part of the ready package “{package}”. Change or retire the package first.",
        "resource.not_yours": "You may set your own availability. Ask your duty officer to set this one.",
        "resource.too_many_stretches": "Too many absences are noted here. Clear some that are over first.",
        "licence.no_evidence": "Say how the publisher permits lending (a letter, a clause), or attach it.",
        # lending it
        "resource.retired": "It is no longer listed. Choose another.",
        "resource.unavailable": "It is set aside in that time. Choose another, or other times.",
        "resource.ends_before": "It can be lent until {last_day} only. Choose an earlier end, or another.",
        "resource.not_enough": "Only {free} of “{name}” are free then, and {wanted} are wanted. Ask for fewer, or choose other times.",
        "resource.nothing_wanted": "Enter 1 or more of “{name}”, and an end after the start.",
        "licence.not_permitted": (
            "The publisher has not permitted lending this licence. Its lender notes the permission first."
        ),
        # ready packages
        "package.no_name": "Give the package a name.",
        "package.no_items": "Put at least one resource into the package.",
        "package.too_many_items": "A package holds {most} resources at most. Make two packages.",
        "package.item_not_yours": "A package holds listed resources of your own party. Choose one of those.",
        "package.item_twice": "A resource stands here twice. Enter it once, with its whole quantity.",
        "package.item_too_many": "“{name}”: enter a number from 1 to {most}, which leaves your reserve.",
        "package.price_invalid": "Enter a price of 0 or more.",
        "package.hours_invalid": "Enter hours: 1 or more for the work, 0 or more to make ready.",
        "package.unknown_work_package": "There is no such work package. Choose one of the listed ones.",
        "package.retired": "This package is retired. Make a new one.",
        # vocabulary
        "vocabulary.key_invalid": "Use small letters, digits and underscores, such as active_directory.",
        "vocabulary.statement_too_long": "The statement is too long. Use at most {limit} characters.",
        "vocabulary.no_label": "Write the words that people will read.",
        "vocabulary.kind_invalid": "Choose one of the five kinds.",
        "vocabulary.kind_fixed": "The kind of a resource type stays. Choose another key for a new type.",
        "vocabulary.number_invalid": "Enter a whole number of 1 or more.",
        "resource_type.in_use": (
            "{listed} listed resources and {asked} lines of work packages use it. Change those first."
        ),
        "work_package.no_lines": "Enter at least one line: what one such package asks for.",
        "work_package.too_many_lines": "A work package has {most} lines at most. Make two packages.",
        "work_package.line_invalid": (
            "Line {line}: choose a type, skill and clearance of the vocabulary and whole numbers from 1."
        ),
        # CSV files
        "resource_import.cell": "Row {row}, {column}: {words}",
        "resource_import.too_long": "The file is longer than {most} characters. Split it.",
        "resource_import.control_characters": (
            "The file holds characters that are no text. Save it as CSV (UTF-8) and send it again."
        ),
        "resource_import.unreadable": "This is no readable CSV file ({why}). Save it as CSV (UTF-8) and send it again.",
        "resource_import.no_rows": "There is a heading but no row, or nothing at all. Start from the template.",
        "resource_import.too_many_rows": "A file lists {most} rows at most. Split it.",
        "resource_import.unknown_column": "The heading has columns that are not known: {given}. These are: {columns}.",
        "resource_import.column_missing": "The heading lacks {missing}. Add it.",
        "resource_import.column_twice": "A column stands twice in the heading. Keep one of them.",
        "resource_import.too_many_cells": "This row has more cells than the heading. Put quotes around text with commas.",
        "resource_import.listed_already": "Your party lists one of this name already. Change the name or leave the row out.",
        "resource_import.other_kind": "This type is of another kind. Import each kind by itself.",
        "resource_import.cell_too_long": "Write {most} characters at most.",
        "resource_import.not_whole": "Write a whole number, such as 12.",
        "resource_import.not_a_rate": "Write a rate such as 45.00, with at most four digits after the point.",
        "resource_import.not_an_amount": "Write an amount such as 1250.00.",
        "resource_import.not_degrees": "Write degrees such as 40.23.",
        "resource_import.not_yes_or_no": "Write yes or no.",
        "resource_import.not_a_day": "Write a day such as 2027-06-30.",
    }
)

register_fact_words(
    {
        "ResourceAdded": "“{name}” was listed.",
        "ResourceEdited": edited,
        "ResourceRetired": "“{name}” was taken off the catalogue.",
        "ResourcesImported": "{count} entries were listed from a file.",
        "ResourceSetUnavailable": "“{name}” was set aside.",
        "ResourceAvailableAgain": "“{name}” can be lent again.",
        "PackageAdded": "The ready package “{name}” was made.",
        "PackageEdited": "The ready package “{name}” was changed.",
        "PackageRetired": "The ready package “{name}” was taken off the catalogue.",
        "ResourcesReserved": "{quantity} reserved for a mission.",
        "ResourceWrittenOff": "Wrote {quantity} off; {left} are left.",
        "ResourcesReleased": "{quantity} came back from a mission.",
        "ReservationsExtended": "Kept for the mission until {until}.",
        "VocabularyEdited": "“{label}” was written into the vocabulary.",
        "VocabularyRetired": "“{label}” was taken out of use.",
        "VocabularySeeded": "The starting vocabulary was loaded.",
    }
)
