"""Values as people read them."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import timezone

from muster.rules.actor import PartyRole
from muster.web import display, fact_words

MOMENT = datetime.datetime(2026, 3, 14, 8, 10, tzinfo=datetime.UTC)


def rendered(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load muster %}" + source).render(context)


def test_the_ends_of_the_calendar_break_no_page():
    for moment in (datetime.datetime.min, datetime.datetime.max):
        at = moment.replace(tzinfo=datetime.UTC)
        with timezone.override("America/Denver"):
            assert str(at.year) in display.when_text(at) and str(at.year) in display.day_text(at)
        with timezone.override("Pacific/Auckland"):
            assert str(at.year) in display.when_text(at) and str(at.year) in display.day_text(at)


def test_money_names_its_currency():
    assert display.money_text(123_450) == "$1,234.50 USD"
    assert display.money_text(-5, "EUR") == "-€0.05 EUR"
    assert display.money_text(None) == "–"
    assert display.amount_text({"amount": "930.00", "currency": "USD"}) == "$930.00 USD"
    assert display.amount_text(None) == "–"


def test_a_rate_keeps_its_fine_digits():
    assert display.rate_text(6550, "mile") == "$0.655 USD per mile"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Decimal("7.50"), "7.5\u00a0hours"),
        (1, "1\u00a0hour"),
        (datetime.timedelta(minutes=90), "1.5\u00a0hours"),
        (40, "40\u00a0hours"),
        (None, "–"),
    ],
)
def test_hours_read_as_spoken(value: object, words: str):
    assert display.hours_text(value) == words


def test_a_moment_is_shown_in_the_readers_zone_which_is_named():
    with timezone.override("America/Denver"):
        html = rendered("{{ at|when }}", at=MOMENT)
    assert html == '<time datetime="2026-03-14T08:10:00Z">Mar 14, 2026, 02:10 MDT</time>'


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("+1 (801) 555-0101", "tel:+18015550101"),
        ("801.555.0101 ext. 4", "tel:8015550101"),
        ("911", "tel:911"),
    ],
)
def test_a_telephone_number_is_dialled_with_a_tap(typed: str, dialled: str):
    html = display.telephone_element(typed)
    assert f'href="{dialled}"' in html
    assert f">{typed}</a>" in html


@pytest.mark.parametrize("typed", ["call me", "", "ask 12 people", "<b>"])
def test_what_is_no_number_is_not_a_link(typed: str):
    assert display.telephone_element(typed) == typed
    assert "href" not in rendered("{{ words|telephone }}", words=typed)
    assert "<b>" not in rendered("{{ words|telephone }}", words=typed)


def test_a_distance_is_rounded_down():
    later = MOMENT + datetime.timedelta(hours=2, minutes=59)
    assert display.ago_text(MOMENT, later) == "2 hours ago"
    assert display.ago_text(later, MOMENT) == "in 2 hours"
    assert display.ago_text(MOMENT, MOMENT) == "just now"


def test_enum_values_become_words():
    assert display.label_text(PartyRole.AUTHORIZED_REPRESENTATIVE) == "Authorized representative"
    assert display.label_text("tlp_red") == "TLP red"
    assert display.label_text(True) == "Yes"


def test_a_state_is_a_word_with_a_tone():
    assert ">Partly filled</span>" in rendered('{% status "partly_filled" %}')


def test_what_people_typed_is_escaped_in_components():
    html = rendered(
        "{% card title=words %}{{ words }}{% endcard %}{% empty words words %}", words="<b>"
    )
    assert "<b>" not in html


def test_facts_read_as_sentences():
    fact_words.register_fact_words({"BridgeBuilt": "Built {name} for {cost}."})
    assert fact_words.sentence_of("BridgeBuilt", {"name": "<x>", "cost": 3}) == "Built <x> for 3."
    assert fact_words.sentence_of("BridgeBuilt", {}) == "Bridge built."
    assert fact_words.sentence_of("SomethingElse", {"a": 1}) == "Something else."


def test_a_fact_whose_values_are_hidden_states_no_figures():
    fact_words.register_fact_words({"TollPaid": lambda fact: f"Paid ${fact.get('cents', 0)}."})
    assert fact_words.sentence_of("TollPaid", {"cents": 3}) == "Paid $3."
    assert fact_words.sentence_of("TollPaid", {}) == "Toll paid."
