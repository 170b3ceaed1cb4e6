"""The forms of this room."""

from muster.aid.forms.asking import (
    AskForm,
    ConfirmForm,
    OwnMeansForm,
    PhoneFilingForm,
    RejectForm,
)
from muster.aid.forms.offers import AcceptForm, Fit, OfferForm, ShareForm
from muster.aid.forms.requests import (
    AidRequestForm,
    IncidentForm,
    LineForm,
    NewIncidentForm,
    NoteForm,
    OptionalReasonForm,
    ReasonForm,
    WorkPackageForm,
)

__all__ = [
    "ConfirmForm",
    "PhoneFilingForm",
    "RejectForm",
    "AcceptForm",
    "AidRequestForm",
    "AskForm",
    "Fit",
    "IncidentForm",
    "LineForm",
    "NewIncidentForm",
    "NoteForm",
    "OfferForm",
    "OptionalReasonForm",
    "OwnMeansForm",
    "ReasonForm",
    "ShareForm",
    "WorkPackageForm",
]
