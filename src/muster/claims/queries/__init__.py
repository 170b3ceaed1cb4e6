"""Every read of this room; a claim is found by its two parties alone."""

from muster.claims.queries.actions import actions_for
from muster.claims.queries.claims import (
    balance_of,
    claim_of_mission,
    claims,
    credit_notes,
    get_claim,
    get_payment,
    get_question,
    lines,
    may_see_claims,
    open_questions,
    payments,
    questions,
    terms_of_claim,
    timeline,
    visible_claims,
    waivers,
)
from muster.claims.queries.disposal import claim_ids_of, claims_to_dispose, mission_of
from muster.claims.queries.grant import GrantOfClaim, grant_of
from muster.claims.queries.preview import Preview, doubts_of, due_at, preview
from muster.claims.queries.waiting import (
    claims_to_approve,
    claims_to_pay,
    claims_to_submit,
    payments_to_confirm,
    previews_to_claim,
    questions_to_answer,
)
from muster.claims.queries.what_if import (
    LinePair,
    WhatIf,
    mission_to_settle,
    what_if_of_claim,
    what_if_of_mission,
)

__all__ = [
    "GrantOfClaim",
    "grant_of",
    "LinePair",
    "WhatIf",
    "mission_to_settle",
    "what_if_of_claim",
    "what_if_of_mission",
    "claim_ids_of",
    "claims_to_dispose",
    "mission_of",
    "actions_for",
    "Preview",
    "balance_of",
    "claim_of_mission",
    "claims",
    "claims_to_approve",
    "claims_to_pay",
    "claims_to_submit",
    "credit_notes",
    "doubts_of",
    "due_at",
    "get_claim",
    "get_payment",
    "get_question",
    "lines",
    "may_see_claims",
    "open_questions",
    "payments",
    "payments_to_confirm",
    "preview",
    "previews_to_claim",
    "questions",
    "questions_to_answer",
    "terms_of_claim",
    "timeline",
    "visible_claims",
    "waivers",
]
