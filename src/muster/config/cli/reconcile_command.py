"""Compare what a returned host did after its last backup with what this standby did since.

OTHER is a backup made at the host after it came back (brought up without a worker, so that it
sends nothing). It is only read: both journals are verified, the last fact that both have is found,
and what only the host has is noted for the coordinators (page *Backups*). The same archive again
changes nothing.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from muster.config.cli.identity_file import identities_in
from muster.config.cli.output import add_json, fail, show

if TYPE_CHECKING:
    from muster.backups.reconciling import Compared
    from muster.journal.parting import LoneFact

HELP = "compare a returned host's last backup with this standby"


def configure(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument(
        "other", metavar="OTHER", type=Path, help="the .tar.age file that was made at the host"
    )
    parser.add_argument("--identity", type=Path, required=True, help="file with the age identity")


def run(arguments: argparse.Namespace) -> int:
    import pyrage

    from muster.backups import archive
    from muster.backups.reconciling import reconcile
    from muster.journal.parting import CannotCompare

    try:
        identities = identities_in(arguments.identity)
    except OSError as error:
        return fail(arguments, f"cannot read {arguments.identity}: {error.strerror}")
    if not arguments.other.is_file():
        return fail(arguments, f"there is no file {arguments.other}")
    try:
        compared = reconcile(arguments.other, identities)
    except (archive.BadArchive, CannotCompare) as error:
        return fail(arguments, str(error))
    except pyrage.IdentityError as error:
        return fail(arguments, f"{arguments.identity} holds no usable age identity: {error}")
    show(arguments, {"ok": True, **_plain(compared)}, _sentences(compared))
    return 0


def _sentences(compared: Compared) -> str:
    parting = compared.parting
    lines = [
        f"The journals part after position {parting.fork.position} "
        f"({parting.fork_at:%Y-%m-%d %H:%M} UTC). Both chains hold.",
        f"Facts only at the host: {len(parting.only_there)}. "
        f"Facts only here: {len(parting.only_here)}; they stand.",
    ]
    if compared.noted:
        lines.append("Noted for the coordinators: see the page Backups.")
    elif parting.only_there:
        lines.append("Nothing new: all that only the host has was noted before.")
    else:
        lines.append("Nothing is to be settled: the host has nothing that is not here.")
    return "\n".join(lines)


def _plain(compared: Compared) -> dict[str, Any]:
    parting = compared.parting
    return {
        "host_url": compared.host_url,
        "archive_made_at": compared.archive_made_at,
        "fork": {
            "position": parting.fork.position,
            "hash": parting.fork.hash,
            "at": parting.fork_at,
        },
        "host_only": [_plain_fact(each) for each in parting.only_there],
        "here_only": [_plain_fact(each) for each in parting.only_here],
        "noted": [each.id for each in compared.noted],
    }


def _plain_fact(fact: LoneFact) -> dict[str, Any]:
    from muster.web.fact_words import sentence_of

    return {
        "kind": fact.kind,
        "at": fact.at,
        "who": fact.actor_name,
        "sentence": sentence_of(fact.kind, fact.payload or {}),
        "subjects": fact.subjects,
        "position": fact.position,
    }
