"""The library of ready terms: which real agreements it holds, and that every term seen can be said."""

from __future__ import annotations

from pathlib import Path

import pytest

import muster.agreements
from muster.rules.terms import Mark, Terms, check_terms, describe, read_terms

FOLDER = Path(muster.agreements.__file__).parent / "library"
LIBRARY: dict[str, Terms] = {
    path.stem: read_terms(path.read_text()) for path in sorted(FOLDER.glob("*.toml"))
}

# One row for each agreement read about, and what is told of it.
TOLD = [
    ("utah_it_maa", "free_allowance.hours", 40),
    ("utah_it_maa", "free_allowance.conditions", ("attestations_in_force",)),
    ("utah_it_maa", "share.basis", "negotiated_per_mission"),
    ("north_texas_it", "labour.hours", "overtime_only"),
    ("north_texas_it", "payment.from_current_revenues", True),
    ("north_texas_it", "duration.renewal", "yearly"),
    ("new_braunfels_it", "administration.kind", "host"),
    ("new_braunfels_it", "licence.paid", True),
    ("solano_cyber_mou", "approver.sign_offs", 2),
    ("solano_cyber_mou", "approver.second_sign_off", "County Administrator's Office"),
    ("solano_cyber_mou", "joining.kind", "bilateral"),
    ("mid_michigan_it", "response.voluntary", True),
    ("denver_englewood", "share.percent", 0),
    ("denver_englewood", "joining.steps", ("ordinance", "signature")),
    ("utah_statewide", "joining.kind", "opt_out"),
    ("utah_statewide", "trigger.any_of", ("declared_emergency", "authorized_drill")),
    ("utah_statewide", "oral_request.confirmed", "as_soon_as_practical"),
    ("utah_statewide", "response.local_resources_first", True),
    ("utah_statewide", "liability.deemed_employees_of", "requesting_party"),
    ("utah_statewide", "clocks.notice_of_intent.length", 30),
    ("utah_statewide", "clocks.committee.effect", "opens_after"),
    ("utah_apwa", "joining.edits", False),
    ("utah_apwa", "joining.kind", "sign_as_is"),
    ("calwarn", "reimbursement_start.begins", "departure"),
    ("calwarn", "equipment.damaged", "replacement"),
    ("calwarn", "insurance.cover", "either"),
    ("calwarn", "clocks.bill.length", 90),
    ("calwarn", "clocks.pay.starts", "claim_received"),
    ("calwarn", "withdrawal.notice_days", 60),
    ("calwarn", "withdrawal.debts_survive", True),
    ("ohio_warn", "labour.fringe_definition", "fema"),
    ("ohio_warn", "clocks.return.length", 30),
    ("ohio_warn", "clocks.pay.starts", "claim_billed"),
    ("ohio_warn", "clocks.pay.silence", "delinquent"),
    ("north_carolina", "extension.cap_days", 7),
    ("north_carolina", "recall.notice_hours", 24),
    ("north_carolina", "oral_request.papers", ("emergency_proclamation", "needs_form")),
    ("north_carolina", "equipment.deduct_insurance", True),
    ("north_carolina", "travel.houses_and_feeds", "requesting_party"),
    ("north_carolina", "control.supervision", "responding_party"),
    ("florida_2018", "clocks.protest.silence", "consent"),
    ("florida_2023", "clocks.bill.length", 30),
    ("florida_2023", "permits.honoured", "yes"),
    ("florida_2023", "dispute.arbitration", "elective"),
    ("texas_general", "free_allowance.hours", 12),
    ("texas_general", "free_allowance.consecutive", True),
    ("texas_general", "continuation.confirm_before_hour", 12),
    ("texas_general", "equipment.cap_table", "fema_equipment"),
    ("texas_aacog", "clocks.bill.length", 180),
    ("jessamine_ky", "reimbursement_start.begins", "later_of_hours_and_declaration"),
    ("jessamine_ky", "labour.workers_compensation", False),
    ("emac", "claimable.only_agreed", True),
    ("emac", "travel.per_diem_place", "destination"),
    ("emac", "payment.contingent_on_grant", False),
    ("michigan_mic3", "approver.in_writing", True),
    ("michigan_mic3", "data_access.gates", ("background_check", "nda", "conflict_of_interest")),
    ("michigan_mic3", "extension.cap_days", 7),
    ("texas_volunteer_team", "claimable.kinds", ("travel",)),
]

# Values seen in agreements of which only the kind is known: the file must be able to say them.
CAN_BE_SAID = [
    ("free_allowance", 'unit = "per_person"'),
    ("free_allowance", 'unit = "person_hours_per_responding_party"\nconsecutive = true'),
    ("reimbursement_start", 'begins = "arrival"'),
    ("reimbursement_start", 'begins = "after_hours"\nhours = 12'),
    ("labour", 'fringe = "fixed"\nfringe_percent = 31.5\noverhead_percent = 10'),
    ("labour", "rate_cap = 95.50"),
    ("equipment", 'lost = "straight_line"\nuseful_life_months = 36\nhandling_percent = 5'),
    ("travel", "mileage_rate = 0.70"),
    ("requester", 'title = "CIO"\nsign_offs = 2\nsecond_sign_off = "County Administrator"'),
    ("requester", 'title = "CIO"\nofficials = ["Mayor", "Sheriff", "CIO"]'),
    ("recall", "any_time = false\nnotice_hours = 24"),
    ("extension", 'cap_days = 7\nby = "week"'),
    ("dispute", 'arbitration = "binding"'),
    ("joining", 'effective_on = "filing"\nsteps = ["signature", "counter_signature", "filing"]'),
    ("joining", 'signers = ["Mayor", "Recorder", "Attorney"]'),
    ("joining", 'between_versions = "requesting_party"'),
    ("duration", 'years = 50\nrenewal = "yearly"'),
    ("withdrawal", 'notice_days = 60\nshared_property = "by_contribution"'),
    ("confidentiality", "marked_documents_only = true\nsubpoena_notice = true"),
    (
        "retention",
        'years = 6\nkinds = [{ kind = "claims", years = 10, rule = "County schedule 7" }]',
    ),
    ("administration", 'votes = "by_population"\ncontacts_refreshed_days = 180'),
    ("data_access", 'gates = ["cjis", "background_check", "nda", "conflict_of_interest"]'),
    ("eligible", 'kinds = ["city", "county"]'),
    ("standing", 'may_ask = ["in_force"]'),
]
SMALLEST = """[agreement]
name = "Two towns"
key = "two_towns"
version = "1"
jurisdiction = "US-UT"
currency = "USD"
time_zone = "America/Denver"
"""
STATED = {
    "trigger": 'any_of = ["availability"]',
    "requester": 'title = "IT leader"',
    "response": "voluntary = true",
    "free_allowance": 'unit = "per_person"',
    "share": 'basis = "fixed"',
}


@pytest.mark.parametrize(("key", "place", "value"), TOLD, ids=lambda part: str(part)[:40])
def test_what_is_told_of_an_agreement_stands_in_its_file(key, place, value):
    term, _, name = place.rpartition(".")
    found = getattr(LIBRARY[key].term(term), name)
    assert found == value
    assert LIBRARY[key].term(term).mark(name) is not Mark.CHOSEN_DEFAULT


def test_every_file_is_told_of():
    assert {key for key, _, _ in TOLD} == set(LIBRARY)


@pytest.mark.parametrize(("term", "said"), CAN_BE_SAID)
def test_every_value_that_was_seen_somewhere_can_be_said(term, said):
    tables = {**STATED, term: said}
    if term == "free_allowance" or "hours = " not in tables["free_allowance"]:
        tables["free_allowance"] += "\nhours = 12"
    text = SMALLEST + "".join(f"[terms.{key}]\n{body}\n" for key, body in tables.items())
    assert check_terms(text) == []


@pytest.mark.parametrize("key", LIBRARY)
def test_a_file_tells_what_was_read_from_what_was_chosen(key):
    rows = describe(LIBRARY[key])
    marks = {row.mark for row in rows}
    assert marks == set(Mark), "each file holds something read, something read into it, a default"
    assert all(row.source for row in rows if row.mark is not Mark.CHOSEN_DEFAULT)
    assert LIBRARY[key].heading.key == key
    assert LIBRARY[key].heading.summary.endswith(".")


@pytest.mark.parametrize("key", ["utah_it_maa", "texas_general", "texas_aacog"])
def test_what_the_forty_or_twelve_hours_count_is_said_to_be_open(key):
    assert LIBRARY[key].free_allowance.mark("unit") is Mark.CHOSEN_READING
    assert "OPEN QUESTION" in (FOLDER / f"{key}.toml").read_text()
