"""Forms of incidents and aid requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from muster.aid.forms.asking import KINDS, LABELS, MOST_ASKED, NOTE_LABELS
from muster.web.forms import LocalDateTimeField, MusterForm, WholeNumberField

IMPACTS = (
    ("none", "None"),
    ("suspected", "Suspected"),
    ("partial", "Partial"),
    ("severe", "Severe"),
)
Choices = Sequence[tuple[Any, str]]


class ChoosingForm(MusterForm):
    """A form whose choices are the network's own."""

    def offer_choices(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class IncidentForm(MusterForm):
    kind = forms.ChoiceField(label="What happened?", choices=KINDS, widget=forms.RadioSelect)
    title = forms.CharField(
        label="In a few words", max_length=200, required=False, help_text="Empty: kind and party."
    )
    confidentiality_impact = forms.ChoiceField(
        label="Confidentiality: did somebody read what they should not?", choices=IMPACTS
    )
    integrity_impact = forms.ChoiceField(
        label="Integrity: was something changed or destroyed?", choices=IMPACTS
    )
    availability_impact = forms.ChoiceField(
        label="Availability: is something out of use?", choices=IMPACTS
    )
    began_at = LocalDateTimeField(label="When did it begin?", required=False)
    discovered_at = LocalDateTimeField(
        label="When was it discovered?",
        required=False,
        help_text="Notices under the law, such as that of a breach, are counted from then.",
    )
    emergency_declared_at = LocalDateTimeField(
        label="When was an emergency declared?",
        required=False,
        help_text="Only if one was. Some agreements ask for it, or pay from then on.",
    )
    declaration_reference = forms.CharField(
        label="Number of the declaration, and who signed it", max_length=200, required=False
    )
    sharing_label = forms.ChoiceField(label="Who may know?", choices=LABELS, initial="TLP:AMBER")
    summary = forms.CharField(
        label="What is known", required=False, max_length=4000, widget=forms.Textarea
    )


class NewIncidentForm(IncidentForm):
    """As above, with the party for which a coordinator files, and the exercise it belongs to."""

    def __init__(self, *args: Any, parties: Choices = (), exercises: Choices = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        if parties:
            self.fields["party_id"] = forms.TypedChoiceField(
                label="For which party?", choices=[("", "Choose"), *parties], coerce=UUID
            )
        if exercises:
            self.fields["exercise_id"] = forms.TypedChoiceField(
                label="Is this an exercise?",
                choices=[("", "No, this is real"), *exercises],
                coerce=UUID,
                empty_value=None,
                required=False,
            )


class ReasonForm(MusterForm):
    reason = forms.CharField(
        label="Why?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The reason is kept with the record.",
    )


class OptionalReasonForm(MusterForm):
    reason = forms.CharField(
        label="Why?", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class AidRequestForm(MusterForm):
    """The head of a request."""

    title = forms.CharField(label="In a few words", max_length=200)
    place = forms.CharField(label="Where to?", max_length=200, required=False)
    reporting_contact = forms.CharField(label="Who meets the helpers?", max_length=200)
    reporting_phone = forms.CharField(
        label="Telephone",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    needed_from = LocalDateTimeField(label="Needed from")
    needed_until = LocalDateTimeField(label="Needed until")
    note = forms.CharField(
        label="What helpers must know", required=False, max_length=4000, widget=forms.Textarea
    )


class LineForm(ChoosingForm):
    """One line of a request."""

    resource_type_id = forms.TypedChoiceField(label="What is needed", coerce=UUID)
    quantity = WholeNumberField(label="How many", min_value=1, max_value=MOST_ASKED, initial=1)
    skill_id = forms.TypedChoiceField(label="Skill", required=False, coerce=UUID, empty_value=None)
    clearance_id = forms.TypedChoiceField(
        label="Clearance", required=False, coerce=UUID, empty_value=None
    )
    is_on_site = forms.BooleanField(label="On site (not from afar)", required=False, initial=True)
    hours = WholeNumberField(
        label="Work expected of each person",
        min_value=1,
        max_value=10_000,
        initial=24,
        suffix="hours",
    )
    needed_from = LocalDateTimeField(label="Needed from")
    needed_until = LocalDateTimeField(label="Needed until")
    description = forms.CharField(label="Note for this line", max_length=500, required=False)

    def __init__(
        self,
        *args: Any,
        types: Choices = (),
        skills: Choices = (),
        clearances: Choices = (),
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.offer_choices("resource_type_id", [("", "Choose"), *types])
        self.offer_choices("skill_id", [("", "None in particular"), *skills])
        self.offer_choices("clearance_id", [("", "None"), *clearances])


class WorkPackageForm(ChoosingForm):
    """More of a preset."""

    work_package_id = forms.TypedChoiceField(label="What is needed", coerce=UUID)
    quantity = WholeNumberField(label="How many", min_value=1, max_value=MOST_ASKED)

    def __init__(self, *args: Any, packages: Choices = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer_choices("work_package_id", [("", "Choose"), *packages])


class NoteForm(MusterForm):
    text = forms.CharField(label="Note", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    own_party_only = forms.BooleanField(label="For my own party only", required=False)
    sharing_label = forms.ChoiceField(
        label="Who may know?",
        required=False,
        choices=(("", "Whoever may know of the incident"), *NOTE_LABELS),
    )
