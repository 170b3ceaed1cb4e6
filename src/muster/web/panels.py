"""What upper apps show on the pages of lower things.

A page names a slot (`{% panels "aid_request.main" aid_request %}`); an app above registers a panel
for it: a query that takes the actor and the subject's id, and a fragment that shows its answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from muster.rules.permissions import is_permitted
from muster.rules.refusal import NotFound

ENTRANCE = "entrance."


@dataclass(frozen=True)
class Panel:
    """One app's contribution to a slot."""

    slot: str
    subject_kind: str
    query: Callable[[Any, Any], Any]
    template: str
    permission: str | None
    order: int


_PANELS: dict[str, list[Panel]] = {}


def register_panel(
    slot: str,
    subject_kind: str,
    query: Callable[[Any, Any], Any],
    template: str,
    permission: str | None = None,
    order: int = 50,
) -> None:
    """Show a fragment in a slot.

    `query(actor, subject_id)` answers what the template calls `panel`; None shows nothing. For
    slots without a subject (`home.main`) the id is None; in slots whose name starts with
    `entrance.` the actor is None too, for a stranger looks at them.
    """
    panel = Panel(slot, subject_kind, query, template, permission, order)
    panels = [each for each in _PANELS.get(slot, []) if each.template != template]
    _PANELS[slot] = sorted([*panels, panel], key=lambda each: (each.order, each.template))


def panels_of(slot: str) -> tuple[Panel, ...]:
    return tuple(_PANELS.get(slot, ()))


def render_panels(
    request: HttpRequest, slot: str, subject: Any = None, extra: dict[str, Any] | None = None
) -> SafeString:
    """The panels of a slot that the actor may see, rendered one after another."""
    actor = getattr(request, "actor", None)
    if actor is None and not slot.startswith(ENTRANCE):
        return mark_safe("")
    shown = []
    for panel in panels_of(slot):
        if panel.permission and not (actor and is_permitted(actor, panel.permission)):
            continue
        try:
            answer = panel.query(actor, getattr(subject, "id", subject))
        except NotFound:
            continue
        if answer is not None:
            context = {**(extra or {}), "panel": answer, "subject": subject}
            shown.append(render_to_string(panel.template, context, request=request))
    # Each part was rendered, and so escaped, by its own template.
    return mark_safe("\n".join(shown))
