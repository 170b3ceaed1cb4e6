"""Playbooks as pages: found, read, printed, written with a look before, revised, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from muster.aid.forms.asking import KINDS
from muster.journal import clock
from muster.playbooks import commands, queries
from muster.playbooks.documents import paper
from muster.playbooks.forms import PlaybookForm, RevisionForm, WithdrawForm
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.rules.refusal import Refusal
from muster.web.forms import MusterForm
from muster.web.views import CommandView, PageView, PreviewedView
from muster.web.views.pages import ActorView

WHOSE = (("", "Anybody's"), (queries.OURS, "Ours"), (queries.NETWORKS, "The network's"))
CONTENT = (
    "title",
    "kind",
    "when_to_use",
    "steps",
    "sharing_label",
    "reviewed_on",
    "review_by",
)


class Playbooks(PageView):
    template_name = "playbooks/playbooks.html"

    def context(self) -> dict[str, Any]:
        given = self.request.GET
        asked = {
            "search": given.get("search", "")[:120],
            "kind": _one_of(given.get("kind", ""), KINDS),
            "whose": _one_of(given.get("whose", ""), WHOSE),
            "withdrawn": given.get("withdrawn") == "1",
        }
        found = queries.playbooks(self.actor, **asked, cursor=given.get("cursor", "")[:500] or None)
        return {
            "page": found,
            "kinds": KINDS,
            "whose_choices": WHOSE if self.actor.party_id else (),
            "asked": asked,
            "is_narrowed": any(asked.values()),
            "today": clock.now().date(),
            "may_write": may_write(self.actor),
        }


def may_write(actor: Actor) -> bool:
    """Whether there is anybody for whom the actor could write a playbook."""
    is_for_somebody = actor.party_id is not None or actor.is_coordinator
    return is_for_somebody and is_permitted(actor, "playbook.write")


class OfPlaybook(ActorView):
    """What the pages of one playbook share: the version in use."""

    def load(self, actor: Actor) -> None:
        self.version = queries.get_playbook(actor, self.kwargs["playbook_id"])
        self.playbook = self.version.playbook

    def home(self) -> str:
        return reverse("playbooks:playbook", args=[self.playbook.id])


class PlaybookPage(OfPlaybook, PageView):
    template_name = "playbooks/playbook.html"

    def context(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "playbook": self.playbook,
            "versions": queries.versions_of(self.actor, self.playbook.id),
            "may_change": queries.is_own(self.actor, self.playbook)
            and self.playbook.withdrawn_at is None,
            "today": clock.now().date(),
        }


class VersionPage(PlaybookPage):
    """An earlier version, as it was."""

    def load(self, actor: Actor) -> None:
        playbook_id, number = self.kwargs["playbook_id"], self.kwargs["version_number"]
        self.version = queries.get_version(actor, playbook_id, min(number, 1_000_000))
        self.playbook = self.version.playbook


class PlaybookPaper(OfPlaybook):
    """The version in use on paper."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return paper.answer(self.version)


class PlaybookWriting(PreviewedView):
    """Writing and revising: one button shows how it will read, the other saves it."""

    permission = "playbook.write"
    template_name = "playbooks/form.html"
    is_network = False
    shown: commands.Content | None = None

    def content_of(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        content = {name: cleaned[name] for name in CONTENT}
        return {**content, "is_shared": cleaned.get("readers") == "shared"}

    def is_for_network(self, cleaned: dict[str, Any]) -> bool:
        return self.is_network or cleaned.get("owner") == "network"

    def look(self, cleaned: dict[str, Any]) -> None:
        content = self.content_of(cleaned)
        for_network = self.is_for_network(cleaned)
        self.shown = commands.checked(self.actor, for_network=for_network, **content)

    def form_arguments(self) -> dict[str, Any]:
        return {"is_network": self.is_network}

    def context(self) -> dict[str, Any]:
        steps = self.shown.steps.splitlines() if self.shown else ()
        return {"shown": self.shown, "shown_steps": steps}

    def success_url(self, result: Any) -> str:
        return reverse("playbooks:playbook", args=[result.playbook_id])


class WritePlaybook(PlaybookWriting):
    commands = (commands.write_playbook,)
    form_class = PlaybookForm
    title = "Write a playbook"
    intro = "What is done first, in short steps that a tired person understands."
    success_message = "Saved. It is in your pack, and on your people's phones at their next look."

    def load(self, actor: Actor) -> None:
        self.is_network = actor.party_id is None

    def form_arguments(self) -> dict[str, Any]:
        chooses = self.actor.party_id is not None and self.actor.is_coordinator
        return {**super().form_arguments(), "chooses_owner": chooses}

    def initial(self) -> dict[str, Any]:
        kind = _one_of(self.request.GET.get("kind", ""), KINDS)
        return {"kind": kind, "owner": "party", "readers": "own"}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.write_playbook(
            actor,
            **self.content_of(cleaned),
            for_network=self.is_for_network(cleaned),
            playbook_id=cleaned["submission_id"],
        )

    def back_url(self) -> str:
        return reverse("playbooks:playbooks")


class RevisePlaybook(OfPlaybook, PlaybookWriting):
    commands = (commands.revise_playbook,)
    form_class = RevisionForm
    title = "Revise the playbook"
    intro = "Saving makes a new version; the one before stays readable."
    newer: Any = None

    def load(self, actor: Actor) -> None:
        super().load(actor)
        self.is_network = self.playbook.party_id is None

    def initial(self) -> dict[str, Any]:
        found = {name: getattr(self.version, name) for name in CONTENT}
        readers = "shared" if self.version.is_shared else "own"
        return {
            **found,
            "readers": readers,
            "version": self.version.number,
            "reviewed_on": None,
            "review_by": None,
        }

    def look(self, cleaned: dict[str, Any]) -> None:
        commands.refuse_older(self.version, cleaned["version"])
        super().look(cleaned)

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.revise_playbook(
            actor,
            playbook_id=self.playbook.id,
            version=cleaned["version"],
            what_changed=cleaned["what_changed"],
            **self.content_of(cleaned),
        )

    def refuse(self, form: MusterForm, refusals: Iterable[Refusal]) -> HttpResponse:
        """Shown the newer version, the writer's next press is meant to follow it."""
        refusals = tuple(refusals)
        if any(each.code == "playbook.changed" for each in refusals):
            self.newer = queries.get_playbook(self.actor, self.playbook.id)
            form.data["version"] = str(self.newer.number)
        return super().refuse(form, refusals)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "newer": self.newer}

    def message(self, result: Any) -> str:
        return f"Version {result.number} is in use."

    def back_url(self) -> str:
        return self.home()


class WithdrawPlaybook(OfPlaybook, CommandView):
    commands = (commands.withdraw_playbook,)
    permission = "playbook.withdraw"
    form_class = WithdrawForm
    title = "Withdraw the playbook"
    intro = (
        "It leaves the list, the pack and the phones. Its page stays and says why; no version is "
        "deleted."
    )
    submit_label = "Withdraw it"
    is_danger = True
    success_message = "Withdrawn."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        given = {"playbook_id": self.playbook.id, "reason": cleaned["reason"]}
        return commands.withdraw_playbook(actor, **given)

    def success_url(self, result: Any) -> str:
        return self.home()

    def back_url(self) -> str:
        return self.home()


def _one_of(given: str, choices: Iterable[tuple[str, str]]) -> str:
    return given if given in dict(choices) else ""
