"""Steps under one version at the same instant: none is lost and none waits for another for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
import time_machine
from django.db import connection

from muster.joining import commands, queries
from muster.joining.models import Signature
from muster.rules.refusal import Refused
from tests.apps.joining.papers import NOW, Papers, terms
from tests.apps.joining.test_signing import pdf_of

pytestmark = pytest.mark.django_db(transaction=True)
LAST_PARTY = 'kind = "opt_in"\nsteps = ["signature"]\neffective_on = "last_party"'


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(NOW, tick=False):
        yield


def race(*calls: Callable[[], object]) -> list[object]:
    """Run the calls at the same instant, each on a connection of its own; what came of each."""
    ready = threading.Barrier(len(calls))
    results: list[object] = [None] * len(calls)

    def run(position: int) -> None:
        try:
            ready.wait(10)
            results[position] = calls[position]()
        except Exception as error:
            results[position] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_the_last_two_parties_sign_at_once_and_both_are_bound() -> None:
    papers = Papers(terms(LAST_PARTY))
    papers.add_party("second", "Second City", standing="invited")
    second = papers.signer("second")
    first, later = papers.begin(), papers.begin(second)

    results = race(lambda: papers.sign(first), lambda: papers.sign(later, second))

    assert all(isinstance(each, Signature) for each in results), results
    assert papers.again(first).state == papers.again(later).state == "in_force"
    assert papers.standing() == papers.standing("second") == "in_force"


def test_the_text_is_not_changed_under_the_hand_of_who_signs() -> None:
    papers = Papers(terms(LAST_PARTY))
    joining = papers.begin()
    signed_text = queries.text_of(papers.version.id).sha256

    signed, attached = race(
        lambda: papers.sign(joining),
        lambda: commands.attach_text(
            papers.coordinator, version_id=papers.version.id, name="t.pdf", content=pdf_of()
        ),
    )

    kept = queries.text_of(papers.version.id).sha256
    if isinstance(signed, Signature):
        assert signed.document_sha256 == kept == signed_text
        assert [each.code for each in attached.refusals] == ["agreement_text.signed"]
    else:
        assert isinstance(signed, Refused) and kept != signed_text
