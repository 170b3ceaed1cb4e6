"""Write every form, blank, as PDF and JSON, with the JSON Schema: for the printed pack."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from muster.config.cli.networks import actor_for, add_network
from muster.config.cli.output import add_json, fail, show

HELP = "write the blank forms into a folder"


def configure(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    add_network(parser)
    parser.add_argument("what", choices=("blank",), help="which forms: the blank ones")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder")


def run(arguments: argparse.Namespace) -> int:
    actor = actor_for(arguments.network)
    folder: Path = arguments.out
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = write_blank(actor, folder)
    except OSError as error:
        return fail(arguments, f"cannot write to {folder}: {error.strerror}")
    show(
        arguments,
        {"ok": True, "folder": str(folder), "files": written},
        f"wrote {len(written)} files to {folder}",
    )
    return 0


def write_blank(actor, folder: Path) -> list[str]:
    """The blank set, each form as PDF and JSON, and the schema; answers their names."""
    from muster.exchange import paper, plain, queries

    content = {
        "blank-forms.pdf": queries.blank_set(actor),
        plain.SCHEMA_NAME: as_text(plain.schema(paper.layouts())),
    }
    for layout in queries.forms():
        content[f"{layout.key}.pdf"] = queries.form_pdf(actor, layout.key, None)
        content[f"{layout.key}.json"] = as_text(queries.form_json(actor, layout.key, None))
    for name, each in content.items():
        (folder / name).write_bytes(each)
    return sorted(content)


def as_text(value: object) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
