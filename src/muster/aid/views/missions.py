"""Missions: the list, one with everything about it, its written authority, and what may be done."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from muster.aid import commands, queries
from muster.aid.documents import authority
from muster.aid.forms import NoteForm, ReasonForm, ShareForm
from muster.aid.views.amending import WriteNote
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.lifecycle import MISSION, allowed_actions
from muster.web.given import as_uuid
from muster.web.views import CommandView, PageView
from muster.web.views.pages import ActorView

SIDES = (("", "Given and received"), ("given", "Given"), ("received", "Received"))


class Missions(PageView):
    template_name = "aid/missions.html"

    def context(self) -> dict[str, Any]:
        given = self.request.GET
        state, side = given.get("state", ""), given.get("side", "")
        exercise_id = as_uuid(given.get("exercise"))
        return {
            "page": queries.missions(
                self.actor,
                state=state if state in set(MISSION.states) else None,
                side=side if side in dict(SIDES) and self.actor.party_id else None,
                under_way=state == "under_way",
                exercise_id=exercise_id,
                cursor=given.get("cursor"),
                limit=25,
            ),
            "states": [
                ("", "All states"),
                ("under_way", "Under way"),
                *((each.value, each.value) for each in MISSION.states),
            ],
            "sides": SIDES,
            "state": state,
            "side": side,
            "exercises": members.open_exercises(self.actor),
            "exercise_id": exercise_id,
        }


class MissionPage(PageView):
    template_name = "aid/mission.html"

    def load(self, actor: Actor) -> None:
        self.mission = queries.get_mission(actor, self.kwargs["mission_id"])

    def context(self) -> dict[str, Any]:
        actor, mission = self.actor, self.mission
        is_side = queries.is_side_of(
            actor, mission.requesting_party_id, mission.responding_party_id
        )
        shares = queries.cost_shares(actor, mission.id)
        return {
            "mission": mission,
            "exercise": mission.exercise,
            "aid_request": mission.aid_request,
            "items": queries.mission_items(actor, mission.id),
            "is_side": is_side,
            "is_requester": actor.party_id == mission.requesting_party_id,
            "is_responder": actor.party_id == mission.responding_party_id,
            "actions": allowed_actions(MISSION, mission.state),
            "shares": shares,
            "agreed": next((each for each in shares if each.state == "agreed"), None),
            "proposed": next((each for each in shares if each.state == "proposed"), None),
            "frozen": mission.frozen,
            "lapses": queries.lapses_of_mission(actor, mission),
            "notes": queries.notes(actor, "mission", mission.id),
            "note_form": NoteForm(),
            "facts": queries.timeline(actor, mission.id),
        }


class MissionAuthority(ActorView):
    """The one-page written authority as a PDF."""

    def load(self, actor: Actor) -> None:
        self.mission = queries.get_mission(actor, self.kwargs["mission_id"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        items = queries.mission_items(self.actor, self.mission.id)
        return authority.answer(request, self.mission, items)


class MissionCommand(CommandView):
    """What the writing pages of one mission share."""

    def load(self, actor: Actor) -> None:
        self.mission = queries.get_mission(actor, self.kwargs["mission_id"])

    def context(self) -> dict[str, Any]:
        return {"mission": self.mission, "exercise": self.mission.exercise}

    def success_url(self, result: Any) -> str:
        return reverse("aid:mission", args=[self.mission.id])

    def back_url(self) -> str:
        return reverse("aid:mission", args=[self.mission.id])


class StandDown(MissionCommand):
    permission = "mission.close"
    commands = (commands.stand_down_mission,)
    form_class = ReasonForm
    title = submit_label = "Stand the mission down"
    intro = "Only before anyone or anything was sent. What it promised is needed again."
    is_danger = True
    success_message = "Stood down. Both parties are told."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.stand_down_mission(
            actor, mission_id=self.mission.id, reason=cleaned["reason"]
        )


class ProposeShare(MissionCommand):
    permission = "mission.propose_share"
    commands = (commands.propose_share,)
    form_class = ShareForm
    title = "Propose who pays how much"
    intro = (
        "After the free hours nothing more can be claimed until both parties have agreed to a "
        "share in writing."
    )
    submit_label = "Propose it"
    success_message = "Proposed. The other party's representative agrees to it, or proposes anew."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        points = int((cleaned["percent"] * Decimal(100)).to_integral_value())
        return commands.propose_share(
            actor,
            mission_id=self.mission.id,
            share_basis_points=points,
            wording=cleaned["wording"],
        )


class AgreeShare(CommandView):
    permission = "mission.agree_share"
    commands = (commands.agree_share,)
    template_name = "aid/agree_share.html"
    title = submit_label = "Agree to the share"
    success_message = "Agreed. It holds for this mission from now on."

    def load(self, actor: Actor) -> None:
        self.share = queries.get_cost_share(actor, self.kwargs["cost_share_id"])
        self.mission = queries.get_mission(actor, self.share.mission_id)

    def context(self) -> dict[str, Any]:
        return {
            "share": self.share,
            "mission": self.mission,
            "exercise": self.mission.exercise,
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.agree_share(actor, cost_share_id=self.share.id)

    def success_url(self, result: Any) -> str:
        return reverse("aid:mission", args=[self.mission.id])

    def back_url(self) -> str:
        return reverse("aid:mission", args=[self.mission.id])


class WriteMissionNote(WriteNote):
    subject_kind = "mission"
