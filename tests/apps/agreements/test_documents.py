"""The agreement as a document for a council: every value has its sentence, every sentence its ground."""

from __future__ import annotations

import typing
from enum import StrEnum

import pytest

from muster.agreements.documents.contents import AFTER, SAYINGS, document_of, said
from muster.agreements.ready_terms import get_ready_terms, ready_terms
from muster.rules.terms import TERM_KINDS, ClockEvent, Mark

VALUES = {f"{key}.{each.name}": kind for key, kind in TERM_KINDS.items() for each in kind.values()}


def test_every_value_of_every_term_has_a_sentence():
    assert set(SAYINGS) == set(VALUES)
    assert set(AFTER) == set(ClockEvent)


@pytest.mark.parametrize("place", SAYINGS)
def test_every_choice_of_a_value_can_be_said(place):
    key, name = place.split(".")
    hint = typing.get_type_hints(TERM_KINDS[key])[name]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        said_of = [said(place, option) for option in hint]
        assert len(set(filter(None, said_of))) >= len(said_of) - 1, "two choices say the same"
    elif hint is bool:
        assert said(place, True) != said(place, False)


@pytest.mark.parametrize("ready", ready_terms(), ids=lambda ready: ready.key)
def test_every_sentence_of_a_document_names_its_ground(ready):
    document = document_of(ready.terms)
    sentences = [
        sentence
        for part in document.parts
        for section in part.sections
        for sentence in section.sentences
    ]
    sources = dict(document.sources)
    assert len(sentences) == document.sentences > 80
    for sentence in sentences:
        assert sentence.text[0].isupper() and sentence.text[-1] in ".!?", sentence.text
        assert "_" not in sentence.text or "proof_of" in sentence.text, sentence.text
        assert sentence.ground
        assert sentence.mark is Mark.CHOSEN_DEFAULT or sentence.source in sources
    assert document.readings and document.defaults


def test_a_document_says_what_the_terms_say():
    text = " ".join(
        sentence.text
        for part in document_of(get_ready_terms("ohio_warn").terms).parts
        for section in part.sections
        for sentence in section.sentences
    )
    assert "No hours are free." in text
    assert "60 calendar days after the claim was sent" in text
    assert "After that it is delinquent." in text
    assert "as the helping party declared it before it deployed" in text
