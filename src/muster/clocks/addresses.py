"""Where the page of a deadline's subject is."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from muster.rules.happenings import Scope

PAGES = {
    Scope.INCIDENT: "aid:incident",
    Scope.AID_REQUEST: "aid:request",
    Scope.OFFER: "aid:offer",
    Scope.MISSION: "aid:mission",
    Scope.PARTY: "members:party",
}


def register_page(scope: Scope, url_name: str) -> None:
    """Where a room above shows what its deadlines belong to."""
    PAGES[scope] = url_name


def address_of(scope: str, subject_id: UUID) -> str:
    """The path of the incident's, request's, offer's, mission's or party's page."""
    return reverse(PAGES[Scope(scope)], args=[subject_id])
