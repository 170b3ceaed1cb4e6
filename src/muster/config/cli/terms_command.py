"""Check, show and compare terms files; list those that Muster brings along. Needs no database."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from muster.agreements.plain_words import parts_of, words_of_side
from muster.agreements.ready_terms import get_ready_terms, ready_terms
from muster.config.cli.output import add_json, fail, fail_to_read, fail_with_mistakes, show
from muster.rules.refusal import NotFound
from muster.rules.terms import (
    Terms,
    TermsInvalid,
    check_terms,
    compare,
    differences,
    read_terms,
    terms_schema,
)

HELP = "check, show and compare terms files"
WHICH = "a terms file, or the short name of one that Muster brings along"


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    check = verbs.add_parser("check", help="name every mistake with its line, field and cure")
    check.add_argument("file", metavar="FILE", help=WHICH)
    add_json(check)
    shown = verbs.add_parser("show", help="the terms in words, each with its ground")
    shown.add_argument("file", metavar="FILE", help=WHICH)
    add_json(shown)
    compared = verbs.add_parser("compare", help="where two terms files differ")
    compared.add_argument("left", metavar="A", help=WHICH)
    compared.add_argument("right", metavar="B", help=WHICH)
    compared.add_argument("--all", action="store_true", help="also what is the same")
    add_json(compared)
    listed = verbs.add_parser("list", help="the terms files that Muster brings along")
    add_json(listed)
    verbs.add_parser("schema", help="the JSON Schema of a terms file")


def run(arguments: argparse.Namespace) -> int:
    verbs = {
        "check": _check,
        "show": _show,
        "compare": _compare,
        "list": _list,
        "schema": _schema,
    }
    try:
        return verbs[arguments.verb](arguments)
    except TermsInvalid as invalid:
        return fail_with_mistakes(arguments, "the terms cannot be used", invalid.errors)
    except (OSError, UnicodeDecodeError) as error:
        return fail_to_read(arguments, error)
    except NotFound:
        return fail(arguments, "there is no such file; `muster terms list` names the ready ones")


def _text(name: str) -> str:
    path = Path(name)
    if path.suffix or path.exists():
        return path.read_text(encoding="utf-8")
    return get_ready_terms(name).text


def _terms(name: str) -> Terms:
    return read_terms(_text(name))


def _check(arguments: argparse.Namespace) -> int:
    errors = check_terms(_text(arguments.file))
    lines = [str(error) for error in errors] or ["The terms can be used."]
    found = {"ok": not errors, "errors": [asdict(error) for error in errors]}
    show(arguments, found, "\n".join(lines))
    return 1 if errors else 0


def _show(arguments: argparse.Namespace) -> int:
    terms = _terms(arguments.file)
    parts = parts_of(terms)
    lines = [f"{terms.heading.name}, {terms.heading.version}", terms.heading.summary]
    for part in parts:
        lines += ["", part.title.upper()]
        for term in part.terms:
            lines.append(f"\n{term.title} ({term.clause})")
            lines += [
                f"  {each.says}: {each.words}"
                + ("" if each.is_sourced else f"  [{each.mark_words}]")
                for each in term.values
            ]
            lines += [f"  Note: {term.note}"] if term.note else []
            lines += [f"  Source: {term.source}"] if term.source else []
    data = {"agreement": asdict(terms.heading), "parts": [asdict(part) for part in parts]}
    show(arguments, data, "\n".join(lines))
    return 0


def _compare(arguments: argparse.Namespace) -> int:
    left, right = _terms(arguments.left), _terms(arguments.right)
    rows = compare(left, right)
    kept = rows if arguments.all else differences(rows)
    lines = [f"A: {left.heading.name}", f"B: {right.heading.name}"]
    title = ""
    for row in kept:
        if row.title != title:
            title = row.title
            lines.append(f"\n{title}")
        sign = "≠" if row.is_changed else "="
        lines.append(f"  {sign} {row.says}")
        lines.append(f"      A: {words_of_side(row.left)}")
        lines.append(f"      B: {words_of_side(row.right)}")
    lines.append(f"\n{len(differences(rows))} of {len(rows)} values differ.")
    data: dict[str, Any] = {
        "rows": [{**asdict(row), "is_changed": row.is_changed} for row in kept],
        "values": len(rows),
        "differing": len(differences(rows)),
    }
    show(arguments, data, "\n".join(lines))
    return 0


def _list(arguments: argparse.Namespace) -> int:
    found = [
        {
            "key": each.key,
            "name": each.name,
            "version": each.terms.heading.version,
            "jurisdiction": each.terms.heading.jurisdiction,
            "summary": each.summary,
        }
        for each in ready_terms()
    ]
    width = max(len(each["key"]) for each in found)
    lines = [f"{each['key']:<{width}}  {each['name']} ({each['version']})" for each in found]
    show(arguments, {"files": found}, "\n".join(lines))
    return 0


def _schema(_arguments: argparse.Namespace) -> int:
    json.dump(terms_schema(), sys.stdout, indent=2)
    print()
    return 0
