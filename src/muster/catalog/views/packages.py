"""Ready packages: the list, one, and the forms of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from muster.catalog import commands, queries
from muster.catalog.forms import PackageForm
from muster.catalog.forms.packages import PREFIX
from muster.catalog.views import choices
from muster.journal.queries import timeline
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.web.text import plain_line
from muster.web.views import CommandView, PageView


class PackagesPage(PageView):
    template_name = "catalog/packages.html"

    def context(self) -> dict[str, Any]:
        cursor = self.request.GET.get("cursor", "")[:500] or None
        work_package = plain_line(self.request.GET.get("work_package", "")[:60])
        page = queries.packages(self.actor, work_package=work_package, cursor=cursor, limit=25)
        return {"page": page}


class PackagePage(PageView):
    template_name = "catalog/package.html"

    def load(self, actor: Actor) -> None:
        self.package = queries.get_package(actor, self.kwargs["package_id"])

    def context(self) -> dict[str, Any]:
        return {
            "package": self.package,
            "timeline_facts": timeline(self.actor, self.package.id),
        }


class AddPackage(CommandView):
    commands: tuple[Callable[..., Any], ...] = (commands.add_package,)
    permission = "package.edit"
    form_class = PackageForm
    template_name = "catalog/package_form.html"
    title = "Make a ready package"
    submit_label = "Save the package"
    success_message = "Saved. It can be offered in one tap."

    def form_arguments(self) -> dict[str, Any]:
        return {
            "words": {
                "currency": choices.currency_of(self.request),
                "presets": choices.words(queries.work_packages(self.actor)),
                "resources": queries.lendable_of_party(self.actor),
            }
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.add_package(actor, package_id=cleaned["submission_id"], **cleaned["inputs"])

    def success_url(self, result: Any) -> str:
        return reverse("catalog:package", args=[result.id])

    def back_url(self) -> str:
        return reverse("catalog:shares")


class EditPackage(AddPackage):
    commands = (commands.edit_package,)
    title = "Change the package"

    def load(self, actor: Actor) -> None:
        self.package = queries.get_package(actor, self.kwargs["package_id"])
        if not self.package.is_own:
            raise NotFound("package")

    def initial(self) -> dict[str, Any]:
        package = self.package
        return {
            "name": package.name,
            "description": package.description,
            "work_package": package.work_package_key,
            "price_cents": package.price_cents,
            "duration_hours": package.duration_hours,
            "mobilization_hours": package.mobilization_hours,
            **{f"{PREFIX}{item.resource_id}": item.quantity for item in package.items},
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.edit_package(actor, package_id=self.package.id, **cleaned["inputs"])

    def back_url(self) -> str:
        return reverse("catalog:package", args=[self.package.id])


class RetirePackage(CommandView):
    commands = (commands.retire_package,)
    permission = "package.edit"
    submit_label = "Take it off the catalogue"
    intro = "Its resources stay listed one by one. Offers made before keep what they said."
    is_danger = True
    success_message = "Taken off the catalogue."

    def load(self, actor: Actor) -> None:
        self.package = queries.get_package(actor, self.kwargs["package_id"])
        if not self.package.is_own:
            raise NotFound("package")
        self.title = f"Retire {self.package.name}"

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.retire_package(actor, package_id=self.package.id)

    def success_url(self, result: Any) -> str:
        return reverse("catalog:shares")

    def back_url(self) -> str:
        return reverse("catalog:package", args=[self.package.id])
