"""The network's words: everybody sees the presets for asking, the coordinator keeps them all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from muster.catalog import commands, queries
from muster.catalog.details import SHAPES
from muster.catalog.forms import ClearanceForm, ResourceTypeForm, WordForm, WorkPackageForm
from muster.catalog.forms.vocabulary import initial_lines
from muster.catalog.views import choices
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.web.views import CommandView, PageView

READ: dict[str, Callable[[Actor, str], Any]] = {
    "skill": queries.get_skill,
    "clearance": queries.get_clearance,
    "resource_type": queries.get_resource_type,
    "work_package": queries.get_work_package,
}
TITLES = {
    "skill": "skill",
    "clearance": "clearance",
    "resource_type": "resource type",
    "work_package": "work package",
}


class WorkPackagesPage(PageView):
    """The presets that an asker chooses from."""

    template_name = "catalog/work_packages.html"

    def context(self) -> dict[str, Any]:
        return {"work_packages": queries.work_packages(self.actor)}


class VocabularyPage(PageView):
    template_name = "catalog/vocabulary.html"
    permission = "vocabulary.edit"

    def context(self) -> dict[str, Any]:
        actor = self.actor
        return {
            "skills": queries.skills(actor, with_retired=True),
            "clearances": queries.clearances(actor, with_retired=True),
            "resource_types": queries.resource_types(actor, with_retired=True),
            "work_packages": queries.work_packages(actor, with_retired=True),
            "shapes": SHAPES,
        }


class DefineWord(CommandView):
    """Add or change one word; a subclass says of which vocabulary."""

    permission = "vocabulary.edit"
    vocabulary = ""
    success_message = "Saved."

    def load(self, actor: Actor) -> None:
        key = self.kwargs.get("key")
        self.word = READ[self.vocabulary](actor, key) if key else None
        name = TITLES[self.vocabulary]
        self.title = f"Change the {name} “{self.word.label}”" if self.word else f"Add a {name}"

    def form_arguments(self) -> dict[str, Any]:
        return {"is_known": self.word is not None}

    def success_url(self, result: Any) -> str:
        return reverse("catalog:vocabulary") + f"#{self.vocabulary}"

    def back_url(self) -> str:
        return reverse("catalog:vocabulary")

    def initial(self) -> dict[str, Any]:
        names = [name for name in self.form_class.base_fields if name != "submission_id"]
        return {name: getattr(self.word, name) for name in names} if self.word else {}


class DefineSkill(DefineWord):
    commands = (commands.define_skill,)
    vocabulary = "skill"
    form_class = WordForm

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.define_skill(actor, key=cleaned["key"], label=cleaned["label"])


class DefineClearance(DefineWord):
    commands = (commands.define_clearance,)
    vocabulary = "clearance"
    form_class = ClearanceForm

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        said = {name: value for name, value in cleaned.items() if name != "submission_id"}
        return commands.define_clearance(actor, **said)


class DefineResourceType(DefineWord):
    commands = (commands.define_resource_type,)
    vocabulary = "resource_type"
    form_class = ResourceTypeForm

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        said = {name: value for name, value in cleaned.items() if name != "submission_id"}
        return commands.define_resource_type(actor, **said)


class DefineWorkPackage(DefineWord):
    commands = (commands.define_work_package,)
    vocabulary = "work_package"
    form_class = WorkPackageForm
    template_name = "catalog/work_package_form.html"

    def form_arguments(self) -> dict[str, Any]:
        lines = self.word.lines if self.word else ()
        kept = [(line.resource_type_key, line.resource_type_label) for line in lines]
        types = choices.words(queries.resource_types(self.actor))
        words = {
            "types": choices.with_kept(types, kept),
            "skills": choices.words(queries.skills(self.actor)),
            "clearances": choices.words(queries.clearances(self.actor)),
        }
        return {"is_known": self.word is not None, "words": words, "count": len(lines)}

    def initial(self) -> dict[str, Any]:
        if self.word is None:
            return {}
        return {**super().initial(), **initial_lines(self.word.lines)}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.define_work_package(actor, **cleaned["inputs"])


class RetireWord(CommandView):
    commands = (commands.retire_word,)
    permission = "vocabulary.edit"
    submit_label = "Take it out of use"
    intro = (
        "What carries it already keeps it. Nobody can choose it any more until it is added again."
    )
    is_danger = True
    success_message = "Taken out of use."

    def load(self, actor: Actor) -> None:
        self.vocabulary = self.kwargs["vocabulary"]
        if self.vocabulary not in READ:
            raise NotFound("word")
        self.word = READ[self.vocabulary](actor, self.kwargs["key"])
        self.title = f"Take “{self.word.label}” out of use"

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.retire_word(actor, vocabulary=self.vocabulary, key=self.kwargs["key"])

    def success_url(self, result: Any) -> str:
        return reverse("catalog:vocabulary")

    def back_url(self) -> str:
        return reverse("catalog:vocabulary")


class SeedVocabulary(CommandView):
    commands = (commands.seed_vocabulary,)
    permission = "vocabulary.edit"
    title = "Load the starting vocabulary"
    intro = (
        "Adds Muster's own skills, clearances, resource types and work packages. Words that you have "
        "already stay as they are."
    )
    submit_label = "Load it"

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.seed_vocabulary(actor)

    def message(self, result: Any) -> str:
        return f"{sum(result.values())} words were added."

    def success_url(self, result: Any) -> str:
        return reverse("catalog:vocabulary")

    def back_url(self) -> str:
        return reverse("catalog:vocabulary")
