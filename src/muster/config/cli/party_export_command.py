"""Export everything of one party in open formats: one ZIP with JSON, CSV, files and a manifest."""

from __future__ import annotations

import argparse
import shutil
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from muster.config.cli.networks import actor_for, add_network
from muster.config.cli.output import add_json, fail, show

HELP = "export one party's data in open formats"


def configure(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    add_network(parser)
    parser.add_argument("--party", type=UUID, required=True, metavar="ID", help="the party's id")
    parser.add_argument("file", type=Path, help="the ZIP to write; it may not exist")


def run(arguments: argparse.Namespace) -> int:
    from muster.members.queries import get_party
    from muster.records.commands import take_party_data
    from muster.rules.actor import PartyRole

    path: Path = arguments.file
    if path.exists():
        return fail(arguments, f"{path} exists already: choose another name")
    system = actor_for(arguments.network)
    party = get_party(system, arguments.party)
    roles = frozenset({PartyRole.AUTHORIZED_REPRESENTATIVE})
    taken = take_party_data(replace(system, party_id=party.id, roles=roles))
    try:
        with open(path, "xb") as target:
            shutil.copyfileobj(taken.content, target)
    except OSError as error:
        return fail(arguments, f"cannot write to {path}: {error.strerror}")
    show(
        arguments,
        {"ok": True, "file": str(path), "manifest_sha256": taken.manifest_sha256},
        f"wrote {taken.part_count} files to {path}; manifest {taken.manifest_sha256}",
    )
    return 0
