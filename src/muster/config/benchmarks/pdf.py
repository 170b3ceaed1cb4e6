"""PDF: the one-page authority of a mission, printed again and again with other words."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from muster.config.benchmarks.harness import Result, installation, percentile

PAGES = 60
ITEMS = 8
WORKLOAD = (
    f"{PAGES} authorities of one page, each with {ITEMS} people and things and other words than "
    "the one before, one after the other in one process; the first, which loads the fonts, apart"
)
GOAL = {"page_ms_p50": ("<=", 50.0)}


def run(progress: Any) -> Result:
    with installation() as place:
        os.environ.update(place.environment)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.config.settings")
        import django

        django.setup()
        progress(f"pdf: {PAGES} pages")
        figures = _print_all()
    return Result("pdf", WORKLOAD, figures, GOAL)


def _print_all() -> dict[str, float]:
    from muster.aid.documents import authority
    from muster.web.pdf import render_pdf

    version, taken, content = _version(), [], b""
    processor: list[float] = []
    for number in range(PAGES + 1):
        mission, items = _mission(number, version)
        begun, worked = time.perf_counter(), time.process_time()
        values = authority.contents(mission, items, f"https://muster.example/missions/{number}/")
        content = render_pdf(authority.TEMPLATE, values)
        taken.append((time.perf_counter() - begun) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    first, *others = taken
    return {
        "page_ms_p50": percentile(others, 0.5),
        "page_ms_p99": percentile(others, 0.99),
        "first_page_ms": first,
        "page_processor_ms_p50": percentile(processor[1:], 0.5),
        "kilobytes": len(content) / 1000,
    }


def _version() -> Any:
    from muster.agreements.ready_terms import ready_text

    text = ready_text()
    return SimpleNamespace(terms_text=text, terms_sha256="1", title="The agreement", label="1")


def _mission(number: int, version: Any) -> tuple[Any, list[Any]]:
    """A mission's plain values: what the document reads, and no database."""
    at = datetime(2026, 3, 2, 15, tzinfo=UTC) + timedelta(hours=number)
    items = [
        SimpleNamespace(
            label=f"Person {number}-{place}",
            quantity=1,
            resource=SimpleNamespace(resource_type=SimpleNamespace(label="Network engineer")),
        )
        for place in range(ITEMS)
    ]
    mission = SimpleNamespace(
        agreement_version=version,
        network=SimpleNamespace(is_sample=False, name="Benchmark"),
        reference=f"M-2026-{number:04d}",
        exercise_id=None,
        requesting_party=SimpleNamespace(name=f"City {number}"),
        responding_party=SimpleNamespace(name=f"County {number}"),
        aid_request=SimpleNamespace(
            incident=SimpleNamespace(reference=f"INC-2026-{number:04d}"),
            reference=f"AR-2026-{number:04d}",
        ),
        offer=SimpleNamespace(reference=f"O-2026-{number:04d}"),
        place="City hall",
        reporting_contact="The duty officer",
        reporting_phone="+1 801 555 0100",
        supervisor_name=f"Supervisor {number}",
        supervisor_phone="+1 801 555 0101",
        access_note="",
        starts_at=at,
        ends_at=at + timedelta(days=3),
        authorized_at=at - timedelta(hours=2),
        authorized_by_name=f"Officer {number}",
        state="authorized",
    )
    return mission, items
