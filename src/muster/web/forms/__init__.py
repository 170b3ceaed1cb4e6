"""Forms: the USWDS renderer, the base class and the fields that Django lacks."""

from muster.web.forms.base import MusterForm
from muster.web.forms.fields import (
    ClockTimeField,
    DayField,
    HoursField,
    LocalDateTimeField,
    MoneyField,
    RateField,
    Several,
    SeveralTiles,
    Tiles,
    WholeNumberField,
)
from muster.web.forms.renderer import UswdsBoundField, UswdsRenderer

__all__ = [
    "ClockTimeField",
    "DayField",
    "HoursField",
    "LocalDateTimeField",
    "MoneyField",
    "MusterForm",
    "RateField",
    "Several",
    "SeveralTiles",
    "Tiles",
    "UswdsBoundField",
    "UswdsRenderer",
    "WholeNumberField",
]
