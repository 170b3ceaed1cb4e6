"""A network with its agreement in force, a party that wants to join it, and its people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from muster.agreements import commands as agreements
from muster.joining import commands, queries
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.refusal import Refused
from tests.apps.catalog.stage import REPRESENTATIVE, TERMS, Stage

NOW = datetime(2026, 3, 20, 18, tzinfo=UTC)
DAY = date(2026, 3, 20)
JOINING = '''kind = "opt_in"
steps = ["attorney_review", "resolution", "signature"]
effective_on = "own_signature"'''


def terms(joining: str = JOINING, **changes: str) -> str:
    """The Utah terms with another way of joining."""
    assert JOINING in TERMS
    text = TERMS.replace(JOINING, joining)
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


class Papers(Stage):
    """The stage, with the terms given and one party that is invited."""

    def __init__(self, terms_text: str = TERMS, slug: str = "papers") -> None:
        super().__init__(slug, in_force=False)
        self.version = self.put(terms_text, "2026")
        self.newcomer = self.add_party("newcomer", "Newcomer City", standing="invited")
        self.director = self.signer("newcomer")

    def put(self, terms_text: str, label: str) -> Any:
        version = agreements.draft_version(
            self.coordinator, label=label, title="The agreement", terms_text=terms_text
        )
        return agreements.put_in_force(self.coordinator, version_id=version.id)

    def signer(self, party: str, name: str = "") -> Actor:
        """A representative who has just confirmed with a code."""
        actor = self.actor(party, REPRESENTATIVE, name=name or f"director-of-{party}")
        return replace(actor, stepped_up=True, factor="totp")

    def standing(self, party: str = "newcomer") -> str:
        return str(members.get_membership(self.system, self.parties[party].id).standing)

    def begin(self, actor: Actor | None = None, **given: Any) -> Any:
        return commands.begin_joining(actor or self.director, **given)

    def review(self, joining: Any, actor: Actor | None = None, **given: Any) -> Any:
        said = {"attorney_name": "A. Attorney", "done_on": date(2026, 3, 2), **given}
        return commands.record_review(actor or self.director, joining_id=joining.id, **said)

    def resolve(self, joining: Any, actor: Actor | None = None, **given: Any) -> Any:
        said = {
            "number": "2026-14",
            "done_on": date(2026, 3, 10),
            "governing_body": "City council",
            **given,
        }
        return commands.record_resolution(actor or self.director, joining_id=joining.id, **said)

    def sign(self, joining: Any, actor: Actor | None = None, **given: Any) -> Any:
        text = queries.text_of(joining.version_id)
        said = {
            "document_sha256": text.sha256 if text else "",
            "title": "City manager",
            "consents": True,
            **given,
        }
        return commands.sign_agreement(actor or self.director, joining_id=joining.id, **said)

    def join(self, actor: Actor | None = None) -> Any:
        """All three steps, as the Utah terms ask."""
        joining = self.begin(actor)
        self.review(joining, actor)
        self.resolve(joining, actor)
        self.sign(joining, actor)
        return self.again(joining)

    def again(self, joining: Any) -> Any:
        return queries.get_joining(self.system, joining.id)


def refused(call: Any, *args: Any, **given: Any) -> list[str]:
    """The codes with which a call is refused."""
    with pytest.raises(Refused) as caught:
        call(*args, **given)
    return [each.code for each in caught.value.refusals]
