"""What a case says is owed: the same in every sum, and never less by what was overpaid elsewhere."""

import json

from muster.rules.cases import read_case, settle_case
from tests.rules.missions import UTAH, usd, with_term


def mission(name, amount):
    return {
        "id": name,
        "requesting": "city",
        "responding": "county",
        "asked_at": "2026-07-01T08:00",
        "share_percent": 100,
        "costs": [{"id": f"cost of {name}", "label": "Parts", "price": amount}],
    }


def settled(*claims):
    """A case with a claim of so much, so much of it paid, for a mission each."""
    case = {
        "parties": [{"id": "city"}, {"id": "county"}],
        "missions": [mission(f"m{number}", claimed) for number, (claimed, _) in enumerate(claims)],
        "claims": [
            {
                "id": f"k{number}",
                "mission": f"m{number}",
                "payments": [{"amount": paid, "at": "2026-08-01T08:00"}] if paid else [],
            }
            for number, (_, paid) in enumerate(claims)
        ],
    }
    return settle_case(read_case(json.dumps(case)), with_term(UTAH, "expenses", paid=True))


def test_what_was_overpaid_on_one_claim_lessens_no_debt_on_another():
    answer = settled((1000, 1500), (1000, 0))
    assert (answer.owed, answer.overpaid) == (usd("1000.00"), usd("500.00"))
    city, county = answer.parties
    assert (city.owes, city.overpaid) == (usd("1000.00"), usd("500.00"))
    assert (county.owes, county.overpaid) == (usd("0.00"), usd("0.00"))
    assert [claim.owed for claim in answer.claims] == [usd("0.00"), usd("1000.00")]
    assert [claim.overpaid for claim in answer.claims] == [usd("500.00"), usd("0.00")]


def test_what_is_paid_in_full_leaves_nothing_on_either_side():
    answer = settled((1000, 1000))
    assert (answer.owed, answer.overpaid) == (usd("0.00"), usd("0.00"))
