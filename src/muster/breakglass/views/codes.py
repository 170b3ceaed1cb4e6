"""A party's sheets of codes: made, shown once for printing, looked at, revoked."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from muster.breakglass import commands, queries
from muster.breakglass.forms import SheetForm
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.web.views import CommandView, PageView

SHOWN_ONCE = "break_glass_sheet"


class Codes(PageView):
    """Which codes live, never a code."""

    template_name = "breakglass/codes.html"

    def load(self, actor: Actor) -> None:
        self.party = members.get_party(actor, self.kwargs["party_id"])
        self.sheets = queries.code_sheet(actor, self.party.id)

    def context(self) -> dict[str, Any]:
        is_own = self.actor.party_id == self.party.id
        return {
            "party": self.party,
            "sheets": self.sheets,
            "may_make": is_own and is_permitted(self.actor, "break_glass.issue"),
            "may_revoke": is_permitted(self.actor, "break_glass.revoke"),
        }


class OfParty(CommandView):
    """What the writing pages of one party's codes share."""

    def load(self, actor: Actor) -> None:
        self.party = members.get_party(actor, self.kwargs["party_id"])
        queries.code_sheet(actor, self.party.id)

    def success_url(self, result: Any) -> str:
        return reverse("breakglass:codes", args=[self.party.id])

    def back_url(self) -> str:
        return reverse("breakglass:codes", args=[self.party.id])


class MakeSheet(OfParty):
    commands = (commands.issue_codes,)
    permission = "break_glass.issue"
    form_class = SheetForm
    title, submit_label = "Make a sheet of codes", "Make and show once"
    intro = (
        "Be at a printer. The codes are shown once and kept nowhere: print them, put the sheet where "
        "it is found at night, and give nobody a photograph of it."
    )

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        issued = commands.issue_codes(
            actor,
            party_id=self.party.id,
            purpose=cleaned["purpose"],
            count=cleaned["count"],
            days=cleaned["days"],
            sheet_id=cleaned["submission_id"],
        )
        if issued.codes:  # sent twice, what the first answer left to be shown stays
            self.request.session[SHOWN_ONCE] = {
                "party_id": str(self.party.id),
                "party": self.party.name,
                "sheet": issued.sheet.sign,
                "purpose": issued.sheet.purpose,
                "made_at": issued.sheet.made_at.isoformat(),
                "until": issued.sheet.expires_at.isoformat(),
                "codes": list(issued.codes),
            }
        return issued

    def success_url(self, result: Any) -> str:
        return reverse("breakglass:shown", args=[self.party.id])


class ShownOnce(PageView):
    """The sheet, this one time: made for printing."""

    template_name = "breakglass/sheet.html"

    def load(self, actor: Actor) -> None:
        self.party = members.get_party(actor, self.kwargs["party_id"])

    def context(self) -> dict[str, Any]:
        return {
            "party": self.party,
            "shown": self.request.session.pop(SHOWN_ONCE, None),
            "base_url": settings.MUSTER_BASE_URL,
        }


class Revoke(OfParty):
    """One code, one sheet or all of them, as the address says."""

    commands = (commands.revoke_codes,)
    permission = "break_glass.revoke"
    submit_label, is_danger = "Revoke", True
    success_message = "Revoked. Sessions that these codes opened have ended."

    def load(self, actor: Actor) -> None:
        super().load(actor)
        if "code_id" in self.kwargs:
            self.title = "Revoke this one code"
        elif "sheet_id" in self.kwargs:
            sheet = queries.get_sheet(actor, self.kwargs["sheet_id"])
            self.title = f"Revoke sheet {sheet.sign}"
        else:
            self.title = f"Revoke all codes of {self.party.name}"
        self.intro = (
            "As after a theft or a lost sheet: what is not used yet becomes worthless, and whoever is "
            "signed in with one of these codes is out at once. Print a new sheet afterwards."
        )

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.revoke_codes(
            actor,
            party_id=self.party.id,
            sheet_id=self.kwargs.get("sheet_id"),
            code_id=self.kwargs.get("code_id"),
        )
