"""The forms of the catalogue."""

from muster.catalog.forms.filters import FilterForm
from muster.catalog.forms.importing import ImportForm
from muster.catalog.forms.packages import PackageForm
from muster.catalog.forms.resources import AbsenceForm, ResourceForm
from muster.catalog.forms.vocabulary import (
    ClearanceForm,
    ResourceTypeForm,
    WordForm,
    WorkPackageForm,
)

__all__ = [
    "AbsenceForm",
    "FilterForm",
    "ImportForm",
    "PackageForm",
    "ResourceForm",
    "ResourceTypeForm",
    "ClearanceForm",
    "WordForm",
    "WorkPackageForm",
]
