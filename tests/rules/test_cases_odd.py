"""What a case says beside the figure: a share that counts nothing, and a payment of too much."""

import json
from decimal import Decimal

from muster.rules.cases import read_case, settle_case
from muster.rules.terms import ShareBasis
from tests.rules.missions import UTAH, with_term

FIXED = with_term(UTAH, "share", basis=ShareBasis.FIXED, percent=Decimal(100))


def warnings_of(terms, share=None, paid=()):
    case = {
        "parties": [{"id": "city"}, {"id": "county"}],
        "missions": [
            {
                "id": "m",
                "requesting": "city",
                "responding": "county",
                "asked_at": "2026-07-01T08:00",
                "share_percent": share,
            }
        ],
        "claims": [{"id": "k", "mission": "m", "payments": list(paid)}],
    }
    (claim,) = settle_case(read_case(json.dumps(case)), terms).claims
    return claim.warnings


def test_a_signed_share_that_the_terms_do_not_use_is_shown():
    (found,) = warnings_of(FIXED, share=50)
    assert found.code == "share.signed_not_used"
    assert found.values == {"signed": "50", "fixed": "100"}
    assert warnings_of(FIXED, share=100) == ()
    assert warnings_of(UTAH, share=50) == ()


def test_what_was_paid_too_much_is_to_be_returned():
    (found,) = warnings_of(FIXED, paid=[{"amount": "12.50", "at": "2026-08-01T08:00"}])
    assert found.code == "claim.overpaid"
    assert found.values == {"amount": "$12.50 USD"}
