"""The terms of an agreement as data: a readable file in, a frozen `Terms` out, or every mistake in it.

`read_terms(text)` takes the text of a TOML file; nothing here opens one. Every value keeps its
clause, its source and a mark that says whether it was read somewhere or merely chosen.
"""

from muster.rules.terms.asking import TriggerKind
from muster.rules.terms.belonging import (
    BaselineItem,
    BetweenVersions,
    Clock,
    ClockEvent,
    ClockUnit,
    Effect,
    EffectiveOn,
    EvidenceReader,
    JoiningKind,
    JoiningStep,
    RecordKind,
    Renewal,
    Reviewer,
    Roll,
    Silence,
)
from muster.rules.terms.billing import Check
from muster.rules.terms.comparing import ComparedRow, Side, compare, differences
from muster.rules.terms.costs import (
    Damaged,
    Houses,
    Lost,
    PerDiem,
    PerDiemPlace,
    SuppliesPrice,
    UseUnit,
)
from muster.rules.terms.parties import PartyKind
from muster.rules.terms.paying import (
    CostKind,
    FreeCondition,
    FreePer,
    FreeUnit,
    HourKind,
    LabourHours,
    LateConfirmation,
    LoadBasis,
    PayEnd,
    PayStart,
    ShareBasis,
    SplitRule,
)
from muster.rules.terms.reading import TermsError, TermsInvalid, check_terms, read_terms
from muster.rules.terms.schema import terms_schema
from muster.rules.terms.term import CLAUSE_NOT_KNOWN, Mark, Term
from muster.rules.terms.terms import TERM_KINDS, Heading, TermRow, Terms, describe

__all__ = [
    "CLAUSE_NOT_KNOWN",
    "TERM_KINDS",
    "BaselineItem",
    "BetweenVersions",
    "Clock",
    "ClockEvent",
    "ClockUnit",
    "ComparedRow",
    "CostKind",
    "Effect",
    "EffectiveOn",
    "EvidenceReader",
    "Reviewer",
    "FreeCondition",
    "FreeUnit",
    "Heading",
    "HourKind",
    "JoiningKind",
    "JoiningStep",
    "LabourHours",
    "Mark",
    "PartyKind",
    "PayStart",
    "RecordKind",
    "Renewal",
    "Roll",
    "ShareBasis",
    "Side",
    "Silence",
    "SplitRule",
    "Term",
    "TermRow",
    "Terms",
    "TermsError",
    "TermsInvalid",
    "TriggerKind",
    "check_terms",
    "compare",
    "describe",
    "differences",
    "read_terms",
    "terms_schema",
    "Check",
    "Damaged",
    "Houses",
    "Lost",
    "PerDiem",
    "PerDiemPlace",
    "SuppliesPrice",
    "UseUnit",
    "FreePer",
    "LateConfirmation",
    "LoadBasis",
    "PayEnd",
]
