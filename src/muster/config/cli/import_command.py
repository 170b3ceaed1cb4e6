"""Import a CSV file: the parties of a network, or the resources that a party lists. All rows or
none; every mistake is named with its row and column."""

from __future__ import annotations

import argparse
from pathlib import Path

from muster.config.cli.networks import actor_for, add_network
from muster.config.cli.output import add_json, fail, show

HELP = "import parties or resources from CSV"
KINDS = ("person", "equipment", "licence", "capacity", "facility")


def configure(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    add_network(parser)
    parser.add_argument("what", choices=("parties", "resources"))
    parser.add_argument("path", type=Path, help="the CSV file")
    parser.add_argument("--kind", choices=KINDS, help="which resources")
    parser.add_argument("--party", metavar="NAME", help="whose resources, by its full name")


def run(arguments: argparse.Namespace) -> int:
    from muster.catalog import commands as catalog
    from muster.members import commands as members
    from muster.members import queries

    try:
        content = arguments.path.read_bytes()
    except OSError as error:
        return fail(arguments, f"cannot read {arguments.path}: {error.strerror}")
    actor = actor_for(arguments.network)
    if arguments.what == "parties":
        count = len(members.import_parties(actor, content=content))
    else:
        if not arguments.kind or not arguments.party:
            return fail(arguments, "resources need --kind and --party")
        named = [
            party
            for party in queries.parties(actor, search=arguments.party, limit=200).items
            if party.name.casefold() == arguments.party.casefold()
        ]
        if len(named) != 1:
            return fail(arguments, f"{len(named)} parties are called {arguments.party}")
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return fail(arguments, f"{arguments.path} is not UTF-8: save it as CSV UTF-8")
        count = len(
            catalog.import_resources(actor, kind=arguments.kind, text=text, party_id=named[0].id)
        )
    show(arguments, {"ok": True, "imported": count}, f"imported {count} {arguments.what}")
    return 0
