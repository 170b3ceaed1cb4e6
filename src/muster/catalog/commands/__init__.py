"""Every write of the catalogue."""

from muster.catalog.commands.availability import clear_unavailability, set_unavailable
from muster.catalog.commands.importing import (
    ImportPreview,
    as_refusal,
    columns_of,
    import_resources,
    preview_import,
    template_of,
)
from muster.catalog.commands.packages import add_package, edit_package, retire_package
from muster.catalog.commands.reservations import (
    extend_reservations,
    release,
    reserve,
    reserve_what_is_there,
    write_off,
)
from muster.catalog.commands.resources import (
    add_resource,
    edit_resource,
    retire_resource,
    said_of,
)
from muster.catalog.commands.stating import HeldSince
from muster.catalog.commands.vocabulary import (
    define_clearance,
    define_resource_type,
    define_skill,
    define_work_package,
    retire_word,
    seed_vocabulary,
)

__all__ = [
    "HeldSince",
    "ImportPreview",
    "add_package",
    "add_resource",
    "as_refusal",
    "clear_unavailability",
    "columns_of",
    "define_clearance",
    "define_resource_type",
    "define_skill",
    "define_work_package",
    "edit_package",
    "edit_resource",
    "extend_reservations",
    "import_resources",
    "preview_import",
    "release",
    "reserve",
    "reserve_what_is_there",
    "retire_package",
    "retire_resource",
    "retire_word",
    "said_of",
    "seed_vocabulary",
    "set_unavailable",
    "template_of",
    "write_off",
]
