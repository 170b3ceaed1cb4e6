"""The list of aid requests, and one with everything that is known of it."""

from __future__ import annotations

from typing import Any

from muster.aid import queries
from muster.aid.forms import NoteForm
from muster.aid.forms.asking import KINDS
from muster.aid.matches import line_matches, recent_line_matches
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.lifecycle import AID_REQUEST, allowed_actions
from muster.web.given import as_uuid
from muster.web.views import PageView

STATES = (
    ("", "All states"),
    ("open", "Open"),
    ("draft", "Drafts"),
    ("awaiting_sign_off", "Waiting for a signature"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
)
SORTS = (("newest", "Newest first"), ("oldest", "Oldest first"), ("needed_from", "Needed soonest"))
MATCHED_LINES, MATCHED_ROWS = 6, 3


class AidRequests(PageView):
    """Requests that the reader may know of, narrowed and page by page."""

    template_name = "aid/requests.html"

    def context(self) -> dict[str, Any]:
        given = self.request.GET
        state = given.get("state", "open" if "state" not in given else "")
        exercise_id = as_uuid(given.get("exercise"))
        wanted = queries.AidRequestFilter(
            state=state if state in dict(STATES) else None,
            kind=given.get("kind") if given.get("kind") in dict(KINDS) else None,
            still_needed=bool(given.get("still_needed")),
            mine=bool(given.get("mine")) and self.actor.party_id is not None,
            exercise_id=exercise_id,
            text=given.get("q", ""),
        )
        order = given.get("sort", "newest")
        found = queries.aid_requests(
            self.actor, wanted, order=order, cursor=given.get("cursor"), limit=20
        )
        return {
            "page": found,
            "rows": [(each, vars(each)["progress"]) for each in found.items],
            "states": STATES,
            "state": state,
            "kinds": KINDS,
            "sorts": SORTS,
            "sort": order,
            "given": given,
            "exercises": members.open_exercises(self.actor),
            "exercise_id": exercise_id,
        }


def progress(lines: list[Any]) -> dict[str, int]:
    """How far the lines that are still wanted have been filled."""
    wanted = [line for line in lines if line.state in ("open", "filled")]
    return {
        "lines": len(wanted),
        "filled": sum(line.state == "filled" for line in wanted),
        "asked": sum(line.quantity for line in wanted),
        "found": sum(line.filled_quantity for line in wanted),
    }


class AidRequestPage(PageView):
    """Everything about one request that the reader may see; it refreshes by itself."""

    template_name = "aid/request.html"

    def load(self, actor: Actor) -> None:
        self.aid_request = queries.get_aid_request(actor, self.kwargs["aid_request_id"])

    def context(self) -> dict[str, Any]:
        actor, aid_request = self.actor, self.aid_request
        may_act = members.may_act_for(actor, aid_request.requesting_party_id)
        is_own = actor.party_id == aid_request.requesting_party_id
        lines = queries.lines_of(aid_request.id)
        offers = queries.offers(actor, aid_request.id)
        is_open = aid_request.state == "open"
        return {
            "aid_request": aid_request,
            "exercise": aid_request.exercise,
            "lines": lines,
            "progress": progress(lines),
            "may_act": may_act,
            "is_own": is_own,
            "may_answer": is_open and actor.party_id is not None and not is_own,
            "actions": allowed_actions(AID_REQUEST, aid_request.state),
            "waiting": queries.sign_off_of(actor, aid_request),
            "offers": offers,
            "own_offers": [each for each in offers if each.responding_party_id == actor.party_id],
            "counts": queries.answer_counts(actor, aid_request.id),
            **self._filing(),
            "declines": queries.declines(actor, aid_request.id),
            "missions": queries.missions_of_request(actor, aid_request.id),
            "matches": self._matches(lines) if may_act and is_open else [],
            "notes": queries.notes(actor, "aid_request", aid_request.id),
            "note_form": NoteForm(),
            "lapses": queries.lapses_of_request(actor, aid_request),
            "facts": queries.timeline(actor, aid_request.id),
        }

    def _filing(self) -> dict[str, Any]:
        """How the request came by phone, where it was filed for its party."""
        actor, aid_request = self.actor, self.aid_request
        if not aid_request.filed_on_behalf:
            return {"filing": None}
        filing = queries.phone_filing_of(actor, aid_request.id)
        sees_call = filing is not None and queries.sees_the_call(
            actor, aid_request.requesting_party_id, filing
        )
        return {"filing": filing, "sees_call": sees_call}

    def _matches(self, lines: list[Any]) -> list[Any]:
        still_open = [line for line in lines if line.state == "open"][:MATCHED_LINES]
        return recent_line_matches(self.actor, self.aid_request, still_open, most=MATCHED_ROWS)


class MatchPage(PageView):
    """Who could help, line by line, with every reason; and who was left out, and why."""

    template_name = "aid/match.html"

    def load(self, actor: Actor) -> None:
        self.aid_request = queries.get_aid_request(actor, self.kwargs["aid_request_id"])

    def context(self) -> dict[str, Any]:
        actor, aid_request = self.actor, self.aid_request
        # Others see what of their own fits; the whole ranking is the requester's.
        whole = members.may_act_for(actor, aid_request.requesting_party_id)
        lines = [line for line in queries.lines_of(aid_request.id) if line.state == "open"][:20]
        party_id = None if whole else (actor.party_id or aid_request.requesting_party_id)
        return {
            "aid_request": aid_request,
            "exercise": aid_request.exercise,
            "whole": whole,
            "matches": line_matches(actor, aid_request, lines, party_id=party_id),
        }
