"""What leaves the house in answer to a public-records request: the records without what is withheld,
and the log of that. Everything is built from the redacted texts alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.template.loader import render_to_string

from muster.records.grounds import Ground
from muster.records.packing import Pack, as_csv, as_json
from muster.records.queries.requests import shown_fields
from muster.rules.redaction import WHOLE
from muster.web.pdf import render_pdf

TEMPLATE = Path(__file__).with_name("disclosure.typ")
FORMAT = "muster-disclosure/1"


def disclosure_of(
    asked: Any, picked: Iterable[Any], grounds: Mapping[str, Ground], network: Any, at: datetime
) -> dict[str, Any]:
    """The whole answer in plain values."""
    records, withheld = [], []
    for number, each in enumerate(picked, start=1):
        fields = shown_fields(each)
        records.append(
            {
                "number": number,
                "kind": each.kind,
                "title": each.title,
                "as_of": each.picked_at.isoformat(),
                "fields": [{"title": field.title, "text": field.redacted} for field in fields],
            }
        )
        withheld += [row for field in fields for row in _log(number, each, field, grounds)]
    return {
        "format": FORMAT,
        "reference": asked.reference,
        "network": network.name,
        "is_sample": network.is_sample,
        "made_at": at.isoformat(),
        "records": records,
        "withheld": withheld,
    }


def pack(whole: dict[str, Any]) -> tuple[IO[bytes], str, int]:
    """PDF, HTML, JSON and CSV of the answer, with the log, in one ZIP."""
    heading = {name: whole[name] for name in ("format", "reference", "network", "made_at")}
    made = Pack(heading)
    made.add("records.pdf", render_pdf(TEMPLATE, whole))
    made.add("records.html", render_to_string("records/disclosure.html", whole).encode())
    made.add("records.json", as_json(whole))
    rows = [
        {"number": each["number"], "record": each["title"], **field}
        for each in whole["records"]
        for field in each["fields"]
    ]
    made.add("records.csv", as_csv(rows))
    made.add("withheld.csv", as_csv(whole["withheld"]))
    return made.close()


def _log(number: int, picked: Any, field: Any, grounds: Mapping[str, Ground]) -> list[dict]:
    """How often and why something of a field was withheld; never what it said."""
    counted = Counter((each.reason_key, each.passage == WHOLE) for each in field.redactions)
    by = {each.reason_key: each.made_by_name for each in field.redactions}
    return [
        {
            "number": number,
            "record": picked.title,
            "field": field.title,
            "what": "the whole field" if is_whole else f"passages: {count}",
            "ground": key,
            "title": grounds[key].title if key in grounds else key,
            "citation": grounds[key].citation if key in grounds else "",
            "withheld_by": by[key],
        }
        for (key, is_whole), count in sorted(counted.items())
    ]
