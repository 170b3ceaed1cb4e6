"""The page of a party's pack, and the pack as a file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from muster.members import queries as members
from muster.packs import answers, commands, queries
from muster.packs.commands import Made
from muster.packs.forms import PassphraseForm
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.web.views import DownloadView, PageView


class PartyPack(PageView):
    """What the pack says now, and when one was last made."""

    permission = "pack.make"
    template_name = "packs/pack.html"

    def party_id(self) -> UUID:
        return self.kwargs["party_id"]

    def context(self) -> dict[str, Any]:
        pack = queries.pack(self.actor, self.party_id())
        return {"pack": pack, "last": queries.last_made(self.actor, pack.party_id)}


class OwnPack(PartyPack):
    """The pack of one's own party; whoever acts for none chooses one from the list of parties."""

    def party_id(self) -> UUID:
        if self.actor.party_id is None:
            raise NotFound("pack")
        return self.actor.party_id


class PackFileView(DownloadView):
    """A pack to take along; `run` makes it."""

    permission = "pack.make"

    def load(self, actor: Actor) -> None:
        self.party = members.get_party(actor, self.kwargs["party_id"])
        if not members.may_act_for(actor, self.party.id):
            raise NotFound("pack")

    def saved(self, made: Made) -> HttpResponse:
        return answers.saved(made)

    def back_url(self) -> str:
        return reverse("packs:party", args=[self.party.id])


class PrintPack(PackFileView):
    commands = (commands.note_pack_made,)
    title = "Print the pack"
    submit_label = "Download the PDF"
    intro = (
        "Two pages for the glove box, with numbers of people: keep them like keys. That you made "
        "it is recorded. Codes are not in it: put a printed sheet of them beside it."
    )

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Made:
        return commands.print_pack(actor, party_id=self.party.id)


class SealPack(PackFileView):
    commands = (commands.note_pack_made,)
    form_class = PassphraseForm
    title = "Make the pack a file with a passphrase"
    submit_label = "Download the file"
    intro = (
        "One file for a stick or a phone, with the blank forms and the agreement in it. It opens from "
        "there in Chrome or Edge, with the passphrase and without a network; try any other browser "
        "on a quiet day. That you made it is recorded."
    )

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Made:
        return commands.seal_pack(actor, party_id=self.party.id, passphrase=cleaned["passphrase"])
