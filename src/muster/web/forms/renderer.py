"""Every Django form in USWDS markup: classes on the inputs, hint and error beside the field."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import django.forms
from django.forms import widgets
from django.forms.boundfield import BoundField
from django.forms.renderers import BaseRenderer
from django.template.backends.django import DjangoTemplates

from muster.web.forms.fields import SeveralTiles, Tiles

OWN_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
DJANGO_TEMPLATES = Path(django.forms.__file__).resolve().parent / "templates"

# The first match wins, so a subclass stands before its base.
WIDGET_CLASSES = (
    (SeveralTiles, "usa-checkbox__input usa-checkbox__input--tile"),
    (Tiles, "usa-radio__input usa-radio__input--tile"),
    (widgets.CheckboxSelectMultiple, "usa-checkbox__input"),
    (widgets.RadioSelect, "usa-radio__input"),
    (widgets.CheckboxInput, "usa-checkbox__input"),
    (widgets.SelectMultiple, "usa-select m-select-many"),
    (widgets.Select, "usa-select"),
    (widgets.Textarea, "usa-textarea"),
    (widgets.FileInput, "usa-input m-file"),
    (widgets.Input, "usa-input"),
)


class UswdsBoundField(BoundField):
    """A field on the page: knows its USWDS class and what describes it."""

    def build_widget_attrs(self, attrs, widget=None):
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        name = next((name for kind, name in WIDGET_CLASSES if isinstance(widget, kind)), "")
        if name and not widget.is_hidden:
            own = " ".join(filter(None, (widget.attrs.get("class"), attrs.get("class"))))
            error = f"{name.split()[0]}--error" if self.errors and self.is_plain_input else ""
            attrs["class"] = " ".join(dict.fromkeys(f"{name} {error} {own}".split()))
        return attrs

    @property
    def aria_describedby(self):
        described = super().aria_describedby
        if described is not None and self.auto_id and self.suffix_text:
            return f"{described} {self.auto_id}_unit".strip()
        return described

    @property
    def is_plain_input(self) -> bool:
        return not self.is_choice_group and not self.is_single_checkbox

    @property
    def is_single_checkbox(self) -> bool:
        return isinstance(self.field.widget, widgets.CheckboxInput)

    @property
    def is_choice_group(self) -> bool:
        return isinstance(self.field.widget, (widgets.RadioSelect, widgets.CheckboxSelectMultiple))

    @property
    def prefix_text(self) -> str:
        """What stands before the input, such as the currency sign."""
        return getattr(self.field, "prefix_text", "")

    @property
    def suffix_text(self) -> str:
        """What stands after the input, such as the unit or the time zone."""
        suffix = getattr(self.field, "suffix_text", "")
        return suffix() if callable(suffix) else suffix

    @property
    def first_id(self) -> str:
        """Where a link in the error summary leads: the input, or the first of several choices."""
        return f"{self.auto_id}_0" if self.is_choice_group else self.id_for_label


class UswdsRenderer(BaseRenderer):
    """Looks in the templates of `web`, then in Django's; needs nothing in the settings."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"
    formset_template_name = "web/forms/formset.html"
    bound_field_class = UswdsBoundField

    @cached_property
    def engine(self) -> DjangoTemplates:
        return DjangoTemplates(
            {
                "APP_DIRS": True,
                "DIRS": [OWN_TEMPLATES, DJANGO_TEMPLATES],
                "NAME": "forms",
                "OPTIONS": {},
            }
        )

    def get_template(self, template_name):
        return self.engine.get_template(template_name)
