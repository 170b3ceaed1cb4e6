"""What the command line prints: sentences for people, JSON for programs."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from muster.journal.plain import to_plain
from muster.rules.cases import CaseError
from muster.rules.refusal import NotFound, Refused
from muster.rules.terms import TermsError


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def show(arguments: argparse.Namespace, data: dict[str, Any], sentence: str) -> None:
    """Print `data` as JSON where it was asked for, else the sentence."""
    if getattr(arguments, "json", False):
        print(json.dumps(to_plain(data), indent=2, sort_keys=True))
    else:
        print(sentence)


def fail(arguments: argparse.Namespace, sentence: str, **data: Any) -> int:
    """Say what is wrong and what to do; answers exit code 1."""
    if getattr(arguments, "json", False):
        print(json.dumps(to_plain({"ok": False, "error": sentence, **data}), indent=2))
    else:
        print(f"muster: {sentence}", file=sys.stderr)
    return 1


def fail_with_mistakes(
    arguments: argparse.Namespace, what: str, mistakes: Iterable[CaseError | TermsError]
) -> int:
    """Name every mistake of a file with its line; answers exit code 1."""
    found = list(mistakes)
    lines = "\n".join(str(mistake) for mistake in found)
    return fail(arguments, f"{what}:\n{lines}", errors=[asdict(mistake) for mistake in found])


def fail_to_read(arguments: argparse.Namespace, error: OSError | UnicodeDecodeError) -> int:
    """Say why a file cannot be read; answers exit code 1, and raises what no file is at fault for."""
    if isinstance(error, BrokenPipeError):
        raise error  # whoever read the output had enough
    if isinstance(error, UnicodeDecodeError):
        return fail(arguments, "the file cannot be read: its text is not UTF-8; save it as UTF-8")
    return fail(arguments, f"the file cannot be read: {error}")


def progress(text: str) -> None:
    """A line on standard error about work that takes a while."""
    print(text, file=sys.stderr, flush=True)


def explain(error: Refused | NotFound) -> str:
    if isinstance(error, NotFound):
        return f"there is no such {error.what.replace('_', ' ')}"
    from muster.web.wording import sentence

    return " ".join(sentence(refusal) for refusal in error.refusals)
