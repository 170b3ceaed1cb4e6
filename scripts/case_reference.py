"""The reference of case files: every object with its values, from the same dataclasses that read them."""

from __future__ import annotations

import json
from typing import Any

from muster.rules.cases import case_schema

ABOUT = """# Case files

A case is one JSON file that says what happened under an agreement: who helped whom, when, and with
what. `muster settle CASE.json` settles it and `muster clocks CASE.json` prints its deadlines, both
without a database, by the same rules as the record. The schema is [case.schema.json](case.schema.json);
the worked cases in `tests/cases/` are examples.

- **Terms.** `terms` names a ready terms file or a path beside the case; `--terms` replaces it. `changes`
  puts other values in their place: `{"free_allowance": {"unit": "per_person"}}`.
- **Moments.** `2026-07-04T08:00` is local to the agreement, `2026-07-04T08:00-06:00` says its offset.
  Write the offset for an hour that the clocks go through twice; a time that they skip is a mistake.
- **The order of moments.** People arrive and end after they departed; a claim is received, returned,
  approved and paid after it was billed, and billed after its mission ended. Anything else is a mistake.
  Terms that let a mission have several claims (`checks.second_claim` is `"warn"`) let a claim come
  before the end, and say so as a doubt, as with hours after the end.
- **Amounts.** Numbers or text (`62.50`, `"62.50"`), all in the currency of the terms.
- **Several of each.** Parties, missions, claims and requests may be as many as the case has. The
  missions by which one party helps another in one `incident` share the free help, in the order in which
  help was asked for. A claim without `covers` holds what no other claim of the mission names; an entry
  belongs to one claim alone. A mission's later claims, in the order of the file, find the free hours that
  the earlier ones left, and all together never come to more than one claim of what they hold.
- **What is owed.** In `--json` a claim, each party (`owes`) and the case say what is still owed and, apart
  from it, what was `overpaid` and is to be returned. Neither is negative, and too much paid on one claim
  lessens no debt on another. The text says the same.
- **Mistakes** are told all at once, each with its line, its field and what to do; the exit code is 1.
- **Refused claims.** A case that can be settled ends with exit code 0, also where the terms refuse a
  claim: its lines are shown, nothing of it is claimed, and `refusals` in `--json` say why.
- **Encoding.** UTF-8, with or without a byte order mark.
"""


def case() -> str:
    """The page of the format."""
    whole = case_schema()
    kinds = {"The case": whole, **whole["$defs"]}
    return ABOUT + "".join(_object(name, schema) for name, schema in kinds.items())


def schema() -> str:
    """The schema as the file publishes it."""
    return json.dumps(case_schema(), indent=2, ensure_ascii=False) + "\n"


def _object(name: str, schema: dict[str, Any]) -> str:
    rows = "".join(
        f"| `{each}` | {_type(found)} | {'yes' if each in schema['required'] else ''} "
        f"| {found.get('description', '')} |\n"
        for each, found in schema["properties"].items()
        if each != "$schema"
    )
    heading = f"\n## {name}\n\n{schema['description']}\n\n"
    return f"{heading}| Value | Written as | Needed | What it says |\n| --- | --- | --- | --- |\n{rows}"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "anyOf" in schema:
        kinds = dict.fromkeys(_type(each) for each in schema["anyOf"])
        return " or ".join(kind for kind in kinds if kind != "null")
    if "enum" in schema:
        return ", ".join(f"`{each}`" for each in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    if schema.get("format") == "date":
        return "day"
    return "moment" if "examples" in schema else schema["type"]
