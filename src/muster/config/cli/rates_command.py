"""Import tables of rates: nights and meals (GSA), miles (IRS), or a rate card of the network's own.
All lines or none; every mistake is named with its line and column."""

from __future__ import annotations

import argparse
from pathlib import Path

from muster.config.cli.networks import actor_for, add_network
from muster.config.cli.output import add_json, fail, show

HELP = "import tables of rates"
KINDS = ("gsa_per_diem", "irs_mileage", "rates")


def configure(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    add_network(parser)
    parser.add_argument("kind", choices=KINDS, help="what is in the file")
    parser.add_argument("path", type=Path, help="the CSV file")
    parser.add_argument("--table", default="", metavar="KEY", help="the table's name in the terms")
    parser.add_argument("--title", default="", help="the title of a new table")
    parser.add_argument(
        "--check", action="store_true", help="say what is in the file, import nothing"
    )


def run(arguments: argparse.Namespace) -> int:
    from muster.rates import commands

    try:
        text = arguments.path.read_text(encoding="utf-8-sig")
    except OSError as error:
        return fail(arguments, f"cannot read {arguments.path}: {error.strerror}")
    except UnicodeDecodeError:
        return fail(arguments, f"{arguments.path} is not UTF-8: save it as CSV UTF-8")
    found = commands.checked_file(arguments.kind, text)
    answer = {"ok": True, "rates": len(found.rates), "notes": found.notes, "imported": False}
    words = [f"{len(found.rates):,} rates in the file", *found.notes]
    if not arguments.check:
        table = commands.import_rates(
            actor_for(arguments.network),
            kind=arguments.kind,
            text=text,
            table_key=arguments.table,
            title=arguments.title,
        )
        answer |= {"imported": True, "table": table.key}
        words.append(f"imported into {table.key}")
    show(arguments, answer, "\n".join(words))
    return 0
