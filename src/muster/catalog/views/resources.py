"""The catalogue's list, one resource, its forms, and what one's own party shares."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from muster.catalog import commands, queries
from muster.catalog.details import SHAPES
from muster.catalog.forms import AbsenceForm, FilterForm, ResourceForm
from muster.catalog.forms.resources import initial_of
from muster.catalog.views import choices
from muster.catalog.views.shown import detail_rows, resource_facts
from muster.journal import clock
from muster.journal.queries import timeline
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.rules.refusal import NotFound
from muster.web.text import plain_line
from muster.web.views import CommandView, PageView

PAGE = 25
SORT_LABELS = (("name", "Name"), ("-changed_at", "Changed last"))


class ResourcesPage(PageView):
    """The whole network's catalogue, narrowed and paged."""

    template_name = "catalog/resources.html"

    def context(self) -> dict[str, Any]:
        sent = self.request.GET or None
        form = FilterForm(sent, choices=choices.filter_choices(self.actor))
        wanted = form.wanted()
        sort = self.request.GET.get("sort", "name")
        cursor = self.request.GET.get("cursor", "")[:500] or None
        page = queries.resources(self.actor, wanted=wanted, sort=sort, cursor=cursor, limit=PAGE)
        return {
            "form": form,
            "page": page,
            "shapes": SHAPES,
            "is_narrowed": form.is_narrowed,
            "only_party": page.items[0].party_name if wanted.party_id and page.items else "",
            "is_for_interval": bool(wanted.free_from or wanted.free_until),
        }


class ResourcePage(PageView):
    """One resource: its public part, and for its own party the rest with reservations."""

    template_name = "catalog/resource.html"

    def load(self, actor: Actor) -> None:
        self.resource = queries.get_resource(actor, self.kwargs["resource_id"])

    def context(self) -> dict[str, Any]:
        resource, at = self.resource, clock.now()
        context: dict[str, Any] = {
            "resource": resource,
            "shape": SHAPES[resource.kind],
            "facts": resource_facts(resource, choices.currency_of(self.request)),
            "details": detail_rows(resource, choices.currency_of(self.request)),
            "timeline_facts": timeline(self.actor, resource.id),
        }
        if resource.is_own:
            context["reservations"] = queries.reservations_of(self.actor, resource.id)
            context["absences"] = queries.unavailabilities_of(self.actor, resource.id, at)
            context["at"] = at
            context["may_set"] = bool(settable_of(self.actor, [resource]))
        return context


class SharesPage(PageView):
    """What one's own party shares, with one button each to set it aside or bring it back."""

    template_name = "catalog/shares.html"

    def context(self) -> dict[str, Any]:
        if self.actor.party_id is None:
            return {"has_party": False}
        wanted = queries.ResourceFilter(
            party_id=self.actor.party_id,
            kind=plain_line(self.request.GET.get("kind", "")[:20]),
        )
        cursor = self.request.GET.get("cursor", "")[:500] or None
        page = queries.resources(self.actor, wanted=wanted, cursor=cursor, limit=50)
        return {
            "has_party": True,
            "page": page,
            "shapes": SHAPES.values(),
            "counts": queries.counts_of_party(self.actor, self.actor.party_id),
            "packages": queries.packages(self.actor, party_id=self.actor.party_id).items,
            "settable": settable_of(self.actor, page.items),
        }


def settable_of(actor: Actor, listed: list[queries.ResourceCard]) -> set[Any]:
    """Those of the listed resources whose availability the actor may set."""
    if not is_permitted(actor, "resource.set_availability"):
        return set()
    settable = queries.settable_ids(actor)
    return {card.id for card in listed if settable is None or card.id in settable}


class ChooseKind(PageView):
    template_name = "catalog/choose_kind.html"
    permission = "resource.edit"

    def context(self) -> dict[str, Any]:
        return {"shapes": SHAPES.values()}


class AddResource(CommandView):
    commands = (commands.add_resource,)
    permission = "resource.edit"
    form_class = ResourceForm
    template_name = "catalog/resource_form.html"
    submit_label = "List it"
    success_message = "Listed. The network can find it now."

    def load(self, actor: Actor) -> None:
        self.kind = self.kwargs["kind"]
        if self.kind not in SHAPES:
            raise NotFound("kind")
        self.title = f"List {SHAPES[self.kind].plural.lower()}"

    def form_arguments(self) -> dict[str, Any]:
        words = choices.resource_choices(self.request, self.actor, self.kind)
        return {"kind": self.kind, "words": words}

    def context(self) -> dict[str, Any]:
        return {"kind": self.kind, "shape": SHAPES[self.kind]}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.add_resource(
            actor, resource_id=cleaned["submission_id"], **cleaned["inputs"]
        )

    def success_url(self, result: Any) -> str:
        return reverse("catalog:resource", args=[result.id])

    def back_url(self) -> str:
        return reverse("catalog:shares")


class OwnResource(CommandView):
    """A page about one resource of one's own party."""

    def load(self, actor: Actor) -> None:
        self.resource = queries.get_resource(actor, self.kwargs["resource_id"])
        if not self.resource.is_own:
            raise NotFound("resource")

    def success_url(self, result: Any) -> str:
        return reverse("catalog:resource", args=[self.resource.id])

    def back_url(self) -> str:
        return reverse("catalog:resource", args=[self.resource.id])


class EditResource(OwnResource):
    commands = (commands.edit_resource,)
    permission = "resource.edit"
    form_class = ResourceForm
    template_name = "catalog/resource_form.html"
    success_message = "Saved."

    def load(self, actor: Actor) -> None:
        super().load(actor)
        self.said = commands.said_of(actor, self.resource.id)
        self.title = f"Change {self.resource.name}"

    def form_arguments(self) -> dict[str, Any]:
        words = choices.resource_choices(self.request, self.actor, self.resource.kind)
        kept_type = [(self.resource.type_key, self.resource.type_label)]
        words["types"] = choices.with_kept(words["types"], kept_type)
        words["skills"] = choices.with_kept(words["skills"], list(self.resource.skills))
        held = [(each.key, each.label) for each in self.resource.clearances]
        words["clearances"] = choices.with_kept(words["clearances"], held)
        return {"kind": self.resource.kind, "words": words, "held": self.said.clearances}

    def initial(self) -> dict[str, Any]:
        return initial_of(self.said)

    def context(self) -> dict[str, Any]:
        return {"kind": self.resource.kind, "shape": SHAPES[self.resource.kind]}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.edit_resource(actor, resource_id=self.resource.id, **cleaned["inputs"])


class RetireResource(OwnResource):
    commands = (commands.retire_resource,)
    permission = "resource.edit"
    submit_label = "Take it off the catalogue"
    intro = (
        "Nobody can ask for it or offer it any more. What it did on missions stays on record. To "
        "stop lending it for a time only, set it aside instead."
    )
    is_danger = True
    success_message = "Taken off the catalogue."

    def load(self, actor: Actor) -> None:
        super().load(actor)
        self.title = f"Retire {self.resource.name}"

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.retire_resource(actor, resource_id=self.resource.id)

    def success_url(self, result: Any) -> str:
        return reverse("catalog:shares")


class SetAside(OwnResource):
    """With nothing filled in: from now until further notice, which is what the quick button sends."""

    commands = (commands.set_unavailable,)
    permission = "resource.set_availability"
    form_class = AbsenceForm
    submit_label = "Set aside"
    intro = "It is left out of matches and cannot be offered in that time. Missions keep what they hold."

    def load(self, actor: Actor) -> None:
        super().load(actor)
        self.title = f"Set {self.resource.name} aside"

    def message(self, result: Any) -> str:
        return f"{self.resource.name} is set aside."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.set_unavailable(
            actor,
            resource_id=self.resource.id,
            starts_at=cleaned["starts_at"],
            ends_at=cleaned["ends_at"],
            reason=cleaned["reason"],
            unavailability_id=cleaned["submission_id"],
        )

    def success_url(self, result: Any) -> str:
        return back_to(self.request, self.resource.id)


class BringBack(OwnResource):
    commands = (commands.clear_unavailability,)
    permission = "resource.set_availability"
    submit_label = "Bring back"
    intro = "It can be matched and offered again from now on."

    def load(self, actor: Actor) -> None:
        super().load(actor)
        self.title = f"Bring {self.resource.name} back"

    def message(self, result: Any) -> str:
        return f"{self.resource.name} can be lent again."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.clear_unavailability(
            actor,
            resource_id=self.resource.id,
            unavailability_id=self.kwargs.get("unavailability_id"),
        )

    def success_url(self, result: Any) -> str:
        return back_to(self.request, self.resource.id)


def back_to(request: HttpRequest, resource_id: Any) -> str:
    """Where the button was pressed: on the overview, or on the resource's own page."""
    if request.POST.get("from") == "shares":
        return reverse("catalog:shares") + f"#resource-{resource_id}"
    return reverse("catalog:resource", args=[resource_id])
