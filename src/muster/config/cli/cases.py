"""A case file with its terms, for the commands that compute one without a database."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from muster.agreements.ready_terms import get_ready_terms
from muster.config.cli.output import add_json, fail, fail_to_read, fail_with_mistakes
from muster.rules.cases import Case, CaseError, CaseInvalid, check_moments, read_case
from muster.rules.refusal import NotFound
from muster.rules.terms import Terms, TermsInvalid, read_terms

LARGEST_FILE_BYTES = 20_000_000


@dataclass(frozen=True)
class LoadedCase:
    """A case, the terms that it is settled under, and those that might be used instead."""

    case: Case
    terms: Terms
    others: dict[str, Terms]


def add_case(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", metavar="CASE.json", help="the case: see docs/reference/case.md")
    parser.add_argument(
        "--terms",
        metavar="TERMS",
        help="a terms file, or the short name of a ready one, in the place of the case's own",
    )
    add_json(parser)


def with_case(arguments: argparse.Namespace, compute: Callable[[LoadedCase], int]) -> int:
    """Compute with the case that was named, or say every mistake in it; answers the exit code."""
    try:
        loaded = load_case(Path(arguments.case), arguments.terms)
    except CaseInvalid as invalid:
        return fail_with_mistakes(arguments, "the case cannot be used", invalid.errors)
    except TermsInvalid as invalid:
        return fail_with_mistakes(arguments, "the terms cannot be used", invalid.errors)
    except (OSError, UnicodeDecodeError) as error:
        return fail_to_read(arguments, error)
    except NotFound:
        sentence = "there are no such terms; `muster terms list` names the ready ones"
        return fail(arguments, sentence)
    with timezone.override(loaded.terms.zone):  # moments are told where the agreement lives
        return compute(loaded)


def load_case(path: Path, terms_name: str | None = None) -> LoadedCase:
    """Read a case and its terms. Raises `CaseInvalid`, `TermsInvalid`, `NotFound`, `OSError`."""
    if path.stat().st_size > LARGEST_FILE_BYTES:
        raise OSError(f"{path.name} is larger than {LARGEST_FILE_BYTES:,} bytes; split the case")
    text = path.read_text(encoding="utf-8")
    case = read_case(text)
    name = terms_name or case.terms
    if not name:
        raise NotFound("terms")
    folder = Path() if terms_name else path.parent
    # What a case changes, it changes in its own terms: other terms are taken as they are.
    changes = None if terms_name else case.changes
    terms = read_terms(_text(name, folder), changes)
    if case.currency not in ("", terms.currency):
        sentence = f"The terms count in {terms.currency}; amounts of another currency never mix."
        raise CaseInvalid([CaseError(1, "currency", sentence)])
    check_moments(case, text, terms)
    others = {each: read_terms(_text(each, path.parent)) for each in case.alternatives}
    return LoadedCase(case, terms, others)


def _text(name: str, folder: Path) -> str:
    """The text of a terms file beside the case, or of a ready one."""
    if name.endswith(".toml"):
        return (folder / name).read_text(encoding="utf-8")
    return get_ready_terms(name).text
