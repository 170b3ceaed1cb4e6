"""Every shared component on one page, for the eyes of the engine that checks accessibility."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from muster.config import urls as house
from muster.journal import clock
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal
from muster.web.forms import (
    DayField,
    HoursField,
    LocalDateTimeField,
    MoneyField,
    MusterForm,
    RateField,
    Several,
    Tiles,
    WholeNumberField,
)

NETWORK = UUID(int=1)
PARTY = UUID(int=2)
CHOICES = [("regular", "Regular"), ("overtime", "Overtime"), ("travel", "Travel")]


class EveryField(MusterForm):
    name = forms.CharField(label="Supervisor", help_text="Who meets the crew on site.")
    story = forms.CharField(label="What was done", widget=forms.Textarea(attrs={"rows": 4}))
    kind = forms.ChoiceField(label="Kind of hours", choices=CHOICES, widget=forms.RadioSelect)
    tools = forms.MultipleChoiceField(
        label="Brought along", choices=CHOICES, widget=Several, required=False
    )
    package = forms.ChoiceField(label="Work package", choices=CHOICES, widget=Tiles)
    place = forms.ChoiceField(label="Place", choices=CHOICES)
    seen = forms.BooleanField(label="I read the safety note", help_text="It is one page.")
    hours = HoursField(label="Hours")
    amount = MoneyField(label="Expense", required=False)
    rate = RateField(label="Rate", per="hour", required=False)
    count = WholeNumberField(label="Laptops", required=False)
    start = LocalDateTimeField(label="Began")
    day = DayField(label="Day", required=False)
    receipt = forms.FileField(label="Receipt", required=False, help_text="PDF or picture.")


def sign_in_as_nobody(request: HttpRequest) -> None:
    """A made-up reader with two posts, without a database row."""
    posts = [
        SimpleNamespace(
            key=f"{NETWORK}:{number}",
            label=name,
            party_name=name,
            network_name="Utah IT Mutual Aid (sample)",
            roles=frozenset({"duty_officer", "finance"}),
            is_sample=True,
            time_zone="America/Denver",
            currency="USD",
        )
        for number, name in enumerate(("Juniper Flats", "Sagebrush County Emergency Services"))
    ]
    request.posts, request.post_held = posts, posts[0]
    request.actor = Actor(
        NETWORK, UUID(int=3), PARTY, frozenset({"duty_officer"}), "Duty officer (sample)"
    )


def gallery(request: HttpRequest) -> HttpResponse:
    sign_in_as_nobody(request)
    form = EveryField()
    if "errors" in request.GET:
        form = EveryField({"hours": "7.33", "amount": "much", "start": "soon"})
        form.add_refusals(
            [Refusal("time.order", field="start"), Refusal("state.changed"), Refusal("new.code")]
        )
    now = clock.now()
    fact = {
        "at": now - timedelta(hours=2),
        "who": "Duty officer, Sagebrush County",
        "hash": "ab" * 32,
    }
    context = {
        "form": form,
        "step_up": {"password": True, "code": True, "url": "/", "error": "That is not right."}
        if "errors" in request.GET
        else None,
        "exercise": SimpleNamespace(name="Spring drill") if "exercise" in request.GET else None,
        "past": now - timedelta(minutes=7),
        "rate": 456_550,
        "rows": [
            ("Re-image computers × 200", "Nov 22, 08:00", "partly_filled", 1_234_050),
            ("Rebuild Active Directory × 1", "Nov 22, 08:00", "open", 20_000),
            ("W" * 120, "Nov 22, 08:00", "open", 20_000),
        ],
        "columns": ["Name", "Skill"],
        "plain": [
            [{"label": "Name", "value": "A person"}, {"label": "Skill", "value": "Networks"}]
        ],
        "page": SimpleNamespace(next="abc"),
        "facts": [("Requesting party", "Juniper Flats"), ("Place", None), ("File", "9" * 120)],
        "timeline": [
            SimpleNamespace(
                **fact, sentence="Offered three people.", position=41, is_exercise=True
            ),
            SimpleNamespace(**fact, sentence="Opened the aid request.", position=None),
        ],
        "nothing": [],
        "longest": "W" * 120,  # a name without a space must break, not widen the page
        "states": ["open", "submitted", "overdue", "closed", "in_force", "partly_filled"],
    }
    template = (Path(__file__).parent / "gallery.html").read_text()
    return HttpResponse(engines["django"].from_string(template).render(context, request))


urlpatterns = [path("gallery", gallery), path("", include(house.urlpatterns))]
handler404 = house.handler404
