"""Pages that show: the own papers, all papers, who is on which version, the register."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from muster.agreements import queries as agreements
from muster.files.downloads import download
from muster.joining import queries
from muster.joining.sealing.network_key import certificate_text
from muster.journal import clock
from muster.journal.queries import timeline
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.joining import Purpose
from muster.rules.lifecycle import JoiningState
from muster.rules.permissions import is_permitted
from muster.web.views import PageView
from muster.web.views.pages import ActorView

STATES = [each.value for each in JoiningState]
COLUMNS = ("party_id", "party", "standing", "since", "version", "in_force_from", "leaves_on")


class Joinings(PageView):
    """Where a party sees its own papers and what comes next; officers see everybody's."""

    template_name = "joining/joinings.html"

    def context(self) -> dict[str, Any]:
        actor = self.actor
        state = self.request.GET.get("state", "")
        found = queries.joinings(
            actor,
            state=state if state in STATES else "",
            cursor=self.request.GET.get("cursor", "")[:500] or None,
            limit=25,
        )
        ways = queries.progresses(found.items)
        version = agreements.version_in_force(actor)
        return {
            "page": found,
            "rows": [(each, queries.next_words(each, ways[each.id])) for each in found.items],
            "version": version,
            "states": STATES,
            "state": state,
            "own": own_position(actor, version),
            "sees_all": actor.is_network_officer,
        }


def own_position(actor: Actor, version: Any) -> dict[str, Any] | None:
    """How the reader's own party stands to the version in force; None for officers without one."""
    if actor.party_id is None or version is None:
        return None
    party: Any = members.get_party(actor, actor.party_id)
    live = [each for each in queries.under_way(actor, party.id) if each.version_id == version.id]
    has_adopted = queries.has_adopted(actor, party.id, version.id)
    return {
        "party": party,
        "standing": party.membership.standing,
        "live": live[0] if live else None,
        "has_adopted": has_adopted,
        "may_begin": not live and not has_adopted and is_permitted(actor, "joining.begin"),
        "term": queries.own_term(actor, party.id, queries.day_here(actor, clock.now())),
        "notice": queries.running_notice(actor, party.id),
    }


class JoiningPage(PageView):
    """One party's papers as a list of steps: what is done, what comes next, and who does it."""

    template_name = "joining/joining.html"

    def load(self, actor: Actor) -> None:
        self.joining = queries.get_joining(actor, self.kwargs["joining_id"])

    def context(self) -> dict[str, Any]:
        actor, joining = self.actor, self.joining
        steps = queries.steps_shown(joining)
        return {
            "joining": joining,
            "steps": steps,
            "now": next((each for each in steps if each.state == "now"), None),
            "text": queries.text_of(joining.version_id),
            "is_adopting": joining.purpose == Purpose.ADOPT,
            "may_act": [
                side for side in queries.sides_of(joining) if members.may_act_for(actor, side)
            ],
            "facts": timeline(actor, joining.id),
        }


class Versions(PageView):
    """Who has adopted the version in force, and who is still on an older one."""

    template_name = "joining/versions.html"

    def context(self) -> dict[str, Any]:
        lines = queries.standpoints(self.actor)
        version = agreements.version_in_force(self.actor)
        own = self.actor.party_id
        under = queries.asking_under(self.actor, own) if own else None
        return {
            "version": version,
            "lines": [
                (line, under.others.get(line.party_id, under.version) if under else None)
                for line in lines
            ],
            "adopted": [line for line in lines if line.is_on_newest],
            "behind": [line for line in lines if not line.is_on_newest],
            "is_party": own is not None,
        }


def as_of(request: HttpRequest, actor: Actor) -> tuple[date, bool]:
    """The day that the address names, and whether it named one that is none."""
    today = queries.day_here(actor, clock.now())
    said = request.GET.get("as_of", "").strip()[:20]
    if not said:
        return today, False
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return today, True
    return (day, False) if date(2000, 1, 1) <= day < date(2100, 1, 1) else (today, True)


class RegisterPage(PageView):
    """The register as it stood at the end of any day."""

    template_name = "joining/register.html"

    def context(self) -> dict[str, Any]:
        day, is_wrong = as_of(self.request, self.actor)
        return {"register": queries.register_at(self.actor, day), "is_wrong": is_wrong}


class RegisterFile(ActorView):
    """The same as CSV."""

    def get(self, request: HttpRequest) -> HttpResponse:
        day, _ = as_of(request, self.actor)
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for line in queries.register_at(self.actor, day).lines:
            writer.writerow([safe(value) for value in row_of(line)])
        content = out.getvalue().encode()
        return download(f"register-{day}.csv", "text/csv; charset=utf-8", content)


def row_of(line: queries.RegisterLine) -> list[str]:
    return [
        str(line.party_id),
        line.party_name,
        line.standing,
        line.since.isoformat(timespec="seconds"),
        line.version,
        str(line.in_force_from or ""),
        str(line.leaves_on or ""),
    ]


def safe(value: str) -> str:
    """No cell that a spreadsheet would run as a formula."""
    return f"'{value}" if value[:1] in "=+-@\t\r" else value


class AgreementPdf(ActorView):
    """The exact document of a version."""

    def get(self, request: HttpRequest, version_id: UUID) -> HttpResponse:
        text = queries.get_text(self.actor, version_id)
        content = queries.text_content(self.actor, version_id)
        name = f"agreement-{text.sha256[:12]}.pdf"
        return download(name, "application/pdf", content, how="inline")


class Paper(ActorView):
    """A paper that belongs to a joining."""

    def get(self, request: HttpRequest, joining_id: UUID, file_id: UUID) -> HttpResponse:
        return download(*queries.paper(self.actor, joining_id, file_id))


class Certificates(ActorView):
    """The certificates with which the network seals, for whoever checks a signed PDF."""

    def get(self, request: HttpRequest) -> HttpResponse:
        content = certificate_text(self.actor.network_id).encode()
        return download("network-certificates.pem", "application/x-pem-file", content)
