"""The form of somebody with one phone and no time: what happened, what is needed, whom to call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from muster.web.forms import LocalDateTimeField, MusterForm, WholeNumberField

KINDS = (
    ("ransomware", "Ransomware: files are encrypted"),
    ("intrusion", "Somebody is in our systems"),
    ("outage", "Systems are down"),
    ("data_loss", "Data is lost or damaged"),
    ("denial_of_service", "Flooded from outside"),
    ("disaster", "Fire, flood, storm or earthquake"),
    ("other", "Something else"),
)
LABELS = (
    ("TLP:AMBER", "Parties of the network (TLP:AMBER)"),
    ("TLP:AMBER+STRICT", "Parties of the network, strictly (TLP:AMBER+STRICT)"),
    ("TLP:RED", "Only the coordinator and who answers (TLP:RED)"),
    ("TLP:GREEN", "The wider community (TLP:GREEN)"),
    ("TLP:CLEAR", "Everybody (TLP:CLEAR)"),
)
NOTE_LABELS = (
    ("TLP:RED", "Only those concerned and the coordinator (TLP:RED)"),
    ("TLP:AMBER+STRICT", "The network, nobody outside (TLP:AMBER+STRICT)"),
    ("TLP:AMBER", "The network and whom it serves (TLP:AMBER)"),
    ("TLP:GREEN", "The wider community (TLP:GREEN)"),
)
MOST_ASKED = 100_000


class OwnMeansField(forms.BooleanField):
    """One tick, shown where the agreement wants a party to use its own means first."""

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("label", "Our own means are used up, or will be")
        kwargs.setdefault(
            "help_text", "This agreement lets a party ask once its own means do not suffice."
        )
        super().__init__(**kwargs)
        self.error_messages["required"] = (
            "This agreement wants a party's own means used first: tick that they are used up or "
            "will be."
        )


class OwnMeansForm(MusterForm):
    """What opening a draft asks under such an agreement."""

    own_means_used = OwnMeansField()


class AskForm(MusterForm):
    """Each work package is a tick and a number; whatever else is asked may be left as it is."""

    kind = forms.ChoiceField(
        label="What happened?",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what happened; the nearest answer will do."},
    )
    reporting_phone = forms.CharField(
        label="Which number reaches you?",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    reporting_contact = forms.CharField(
        label="Who meets the helpers?", max_length=200, required=False
    )
    place = forms.CharField(label="Where to?", max_length=200, required=False)
    needed_from = LocalDateTimeField(label="Needed from", required=False, help_text="Empty: now.")
    needed_until = LocalDateTimeField(
        label="Needed until", required=False, help_text="Empty: as long as the work usually takes."
    )
    note = forms.CharField(
        label="Anything they must know?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sharing_label = forms.ChoiceField(
        label="Who may know?", choices=LABELS, initial="TLP:AMBER", required=False
    )
    calls_out = forms.BooleanField(
        label="Ask the 5 best matches now, and more every 10 minutes",
        required=False,
        initial=True,
        help_text="Their people on duty are asked until everything is promised. You can stop it.",
    )
    emergency_declared_at = LocalDateTimeField(
        label="When was an emergency declared?",
        required=False,
        help_text="This agreement lets a party ask once an emergency was declared.",
    )
    declaration_reference = forms.CharField(
        label="Number of the declaration, and who signed it", max_length=200, required=False
    )
    own_means_used = OwnMeansField()
    DECLARATION = ("emergency_declared_at", "declaration_reference")
    MORE = ("reporting_contact", "place", "needed_from", "needed_until", "note", "sharing_label")

    def __init__(
        self,
        *args: Any,
        packages: Sequence[Any] = (),
        parties: Sequence[tuple[str, str]] = (),
        exercises: Sequence[tuple[str, str]] = (),
        asks_declaration: bool = False,
        asks_own_means: bool = False,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        if not asks_own_means:
            del self.fields["own_means_used"]
        elif parties:  # which terms hold is known with the party; the rule asks
            self.fields["own_means_used"].required = False
        if not asks_declaration:
            for name in self.DECLARATION:
                del self.fields[name]
        self.packages = list(packages)
        for package in self.packages:
            self.fields[f"tick_{package.key}"] = forms.BooleanField(
                label=package.label, required=False
            )
            self.fields[f"count_{package.key}"] = WholeNumberField(
                label=f"How many: {package.label}",
                required=False,
                min_value=0,
                max_value=MOST_ASKED,
                initial=package.default_quantity,
                suffix=package.unit_label,
            )
        if parties:
            self.fields["party_id"] = forms.TypedChoiceField(
                label="For which party do you file?",
                choices=[("", "Choose the party"), *parties],
                coerce=UUID,
                error_messages={"required": "Choose the party that you file for."},
            )
        if exercises:
            self.fields["exercise_id"] = forms.TypedChoiceField(
                label="Is this an exercise?",
                choices=[("", "No, this is real"), *exercises],
                coerce=UUID,
                empty_value=None,
                required=False,
            )

    @property
    def rows(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Each work package with its tick and its number."""
        return [
            (package, self[f"tick_{package.key}"], self[f"count_{package.key}"])
            for package in self.packages
        ]

    @property
    def demanded(self) -> list[forms.BoundField]:
        """What the agreement in force wants said, where it does."""
        names = (*self.DECLARATION, "own_means_used")
        return [self[name] for name in names if name in self.fields]

    @property
    def more(self) -> list[forms.BoundField]:
        names = [*self.MORE, *(["exercise_id"] if "exercise_id" in self.fields else [])]
        return [self[name] for name in names]

    @property
    def has_more_errors(self) -> bool:
        return any(field.errors for field in self.more)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = []
        for package in self.packages:
            if not cleaned.get(f"tick_{package.key}"):
                continue
            count = cleaned.get(f"count_{package.key}")
            if count is None and f"count_{package.key}" in self.errors:
                continue
            if not count:
                self.add_error(f"count_{package.key}", "Say how many, or take the tick away.")
                continue
            chosen.append((package.id, count))
        if not chosen and not self.errors:
            self.add_error(None, "Tick at least one thing that you need. You can change it later.")
        cleaned["work_packages"] = chosen
        return cleaned


class PhoneFilingForm(AskForm):
    """The same questions, asked on the phone; first the call itself, last the reading back."""

    caller_name = forms.CharField(label="Who called?", max_length=200)
    caller_phone = forms.CharField(
        label="From which number?",
        max_length=20,
        required=False,
        help_text="As your phone shows it. A number alone proves nothing: call back.",
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )
    called_back_phone = forms.ChoiceField(
        label="Which number of the register did you call back?",
        widget=forms.RadioSelect,
        error_messages={"required": "Hang up, call back, then choose which number it was."},
    )
    other_phone = forms.CharField(
        label="The other number, only with a code",
        max_length=20,
        required=False,
        help_text="Where none of their registered numbers rings. It is marked as not on the register.",
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )
    code = forms.CharField(
        label="A code of their sheet for requests, if they can read one out",
        max_length=60,
        required=False,
        help_text="With a code the request is confirmed at once.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    read_back = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)
    is_read_back = forms.BooleanField(
        label="I read this to the caller, word for word, and they agreed.", required=False
    )
    CALL = ("caller_name", "caller_phone", "called_back_phone")
    OTHER = "other"

    def __init__(self, *args: Any, numbers: Sequence[Any] = (), words: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["called_back_phone"].choices = [
            *((each.phone, f"{each.phone} · {each.label}") for each in numbers),
            (self.OTHER, "None of them rings: they read me a code, I reach them at another number"),
        ]
        if "own_means_used" in self.fields:
            self.fields["own_means_used"].label = "Their own means are used up, or will be"
        self.fields["reporting_phone"].label = "Which number reaches them?"
        self.fields["reporting_phone"].help_text = "Empty: the one that you called back."
        self.words = words

    @property
    def call(self) -> list[forms.BoundField]:
        return [self[name] for name in (*self.CALL, "other_phone", "code")]

    def _reached_elsewhere(self, cleaned: dict[str, Any]) -> str:
        """The number that the register does not know; said beside the fields what it lacks."""
        if not cleaned.get("other_phone"):
            self.add_error("other_phone", "Write the number at which you reach them.")
        if not cleaned.get("code"):
            self.add_error(
                "code",
                "Without a registered number only a code goes on. Have them read one out, or call "
                "back at a number of the register.",
            )
        return cleaned.get("other_phone", "")

    def clean(self) -> dict[str, Any]:
        """What was read must be what is sent: changed afterwards, it is read once more."""
        cleaned = super().clean()
        if cleaned.get("called_back_phone") == self.OTHER:
            cleaned["called_back_phone"] = self._reached_elsewhere(cleaned)
        if self.errors:
            return cleaned
        words = self.words(cleaned)
        was_read = cleaned.get("is_read_back") and cleaned.get("read_back") == words
        self.data["read_back"] = cleaned["read_back"] = words
        if not was_read:
            self.data["is_read_back"] = ""
            self.add_error(
                "is_read_back",
                "Read this to the caller. If they agree, tick that they did and send it again.",
            )
        return cleaned


class ConfirmForm(MusterForm):
    code = forms.CharField(
        label="A code of the agency's sheet for requests, read out by phone",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class RejectForm(MusterForm):
    reason = forms.CharField(
        label="What is wrong with it?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
