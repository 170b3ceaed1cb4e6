"""May it be asked, offered, accepted, claimed? Every reason why not, at once.

Facts go in as frozen dataclasses, refusals come out; an empty list means that nothing speaks against
it. A warning has a refusal's shape and does not forbid: the caller shows it and lets the person go on.
"""

from muster.rules.eligibility.claiming import (
    ApprovalFacts,
    ClaimFacts,
    refusals_for_approval,
    refusals_for_claim,
    warnings_for_claim,
)
from muster.rules.eligibility.offering import (
    AcceptanceFacts,
    AcceptedLineFacts,
    OfferedLineFacts,
    OfferFacts,
    refusals_for_acceptance,
    refusals_for_offer,
    warnings_for_offer,
)
from muster.rules.eligibility.opening import (
    Filer,
    IncidentFacts,
    NeedFacts,
    OpeningFacts,
    refusals_for_opening,
    refusals_for_reopening,
    trigger_is_met,
)
from muster.rules.eligibility.paying import (
    Balance,
    refusals_for_agreeing,
    refusals_for_credit,
    refusals_for_payment,
    refusals_for_share,
    refusals_for_waiver,
)
from muster.rules.eligibility.serving import (
    ExpenseFacts,
    Outstanding,
    TimeFacts,
    earliest_recall,
    refusals_for_closing,
    refusals_for_expense,
    refusals_for_extension,
    refusals_for_recall,
    refusals_for_time,
    unaccounted,
)
from muster.rules.eligibility.signing_off import (
    SignOffs,
    refusals_for_sending,
    refusals_for_sign_off,
    refusals_for_unsigned,
)
from muster.rules.eligibility.using import (
    SupplyFacts,
    UseFacts,
    refusals_for_loss,
    refusals_for_supplies,
    refusals_for_supplies_back,
    refusals_for_use,
)

__all__ = [
    "SignOffs",
    "refusals_for_sending",
    "refusals_for_sign_off",
    "refusals_for_unsigned",
    "AcceptanceFacts",
    "AcceptedLineFacts",
    "ApprovalFacts",
    "Balance",
    "ClaimFacts",
    "ExpenseFacts",
    "Filer",
    "IncidentFacts",
    "NeedFacts",
    "OfferFacts",
    "OfferedLineFacts",
    "OpeningFacts",
    "Outstanding",
    "SupplyFacts",
    "TimeFacts",
    "UseFacts",
    "earliest_recall",
    "refusals_for_acceptance",
    "refusals_for_agreeing",
    "refusals_for_approval",
    "refusals_for_claim",
    "refusals_for_closing",
    "refusals_for_credit",
    "refusals_for_expense",
    "refusals_for_extension",
    "refusals_for_offer",
    "refusals_for_opening",
    "refusals_for_payment",
    "refusals_for_recall",
    "refusals_for_reopening",
    "refusals_for_share",
    "refusals_for_supplies",
    "refusals_for_supplies_back",
    "refusals_for_time",
    "refusals_for_loss",
    "refusals_for_use",
    "refusals_for_waiver",
    "trigger_is_met",
    "unaccounted",
    "warnings_for_claim",
    "warnings_for_offer",
]
