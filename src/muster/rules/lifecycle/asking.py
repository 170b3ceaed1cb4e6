"""The lives of incident, aid request, line and offer: asking for help and answering."""

from enum import StrEnum

from muster.rules.lifecycle.table import Lifecycle, row


class IncidentState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    REOPENED = "reopened"  # a second wave; kept apart from `open` so that the chronology shows it


class AidRequestState(StrEnum):
    DRAFT = "draft"
    AWAITING_SIGN_OFF = (
        "awaiting_sign_off"  # the agreement takes another person; nobody is asked yet
    )
    OPEN = "open"  # an amended request stays open; its amendments are facts, not a state
    CLOSED = "closed"
    CANCELLED = "cancelled"


class LineState(StrEnum):
    OPEN = "open"
    FILLED = "filled"
    CLOSED_UNFILLED = "closed_unfilled"  # unmet need is kept, with its reason
    CANCELLED = "cancelled"


class OfferState(StrEnum):
    DRAFT = "draft"
    AWAITING_SIGN_OFF = (
        "awaiting_sign_off"  # the agreement takes another person; nothing is sent yet
    )
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


Incident, Aid, Line, Offer = IncidentState, AidRequestState, LineState, OfferState

INCIDENT = Lifecycle(
    name="incident",
    states=Incident,
    initial=Incident.OPEN,
    ended=frozenset({Incident.CLOSED}),
    rows=(
        row("amend", Incident.OPEN, Incident.OPEN, "incident.open", "trigger"),
        row("amend", Incident.REOPENED, Incident.REOPENED, "incident.open", "trigger"),
        row(
            "close",
            {Incident.OPEN, Incident.REOPENED},
            Incident.CLOSED,
            "incident.close",
            "trigger",
        ),
        row("reopen", Incident.CLOSED, Incident.REOPENED, "incident.open", "trigger"),
    ),
)

AID_REQUEST = Lifecycle(
    name="aid_request",
    states=Aid,
    initial=Aid.DRAFT,
    ended=frozenset({Aid.CLOSED, Aid.CANCELLED}),
    rows=(
        row("open", Aid.DRAFT, Aid.OPEN, "aid_request.open", "requester"),
        row("await_sign_off", Aid.DRAFT, Aid.AWAITING_SIGN_OFF, None, "requester"),
        row(
            "sign_off",
            Aid.AWAITING_SIGN_OFF,
            Aid.AWAITING_SIGN_OFF,
            "aid_request.sign_off",
            "requester",
        ),
        # What was changed or reopened after it was signed is signed anew while it stands open.
        row("sign_off", Aid.OPEN, Aid.OPEN, "aid_request.sign_off", "requester"),
        row("open_signed", Aid.AWAITING_SIGN_OFF, Aid.OPEN, None, "requester"),
        row("take_back", Aid.AWAITING_SIGN_OFF, Aid.DRAFT, "aid_request.open", "requester"),
        row("amend", Aid.DRAFT, Aid.DRAFT, "aid_request.edit", "requester"),
        row("amend", Aid.OPEN, Aid.OPEN, "aid_request.amend", "requester"),
        row("close", Aid.OPEN, Aid.CLOSED, "aid_request.close", "requester"),
        row(
            "cancel",
            {Aid.DRAFT, Aid.AWAITING_SIGN_OFF, Aid.OPEN},
            Aid.CANCELLED,
            "aid_request.cancel",
            "requester",
        ),
        row("reopen", Aid.CLOSED, Aid.OPEN, "aid_request.open", "requester"),
    ),
)

LINE = Lifecycle(
    name="line",
    states=Line,
    initial=Line.OPEN,
    ended=frozenset({Line.FILLED, Line.CLOSED_UNFILLED, Line.CANCELLED}),
    rows=(
        row("fill", Line.OPEN, Line.FILLED, None, "response"),
        row("amend", Line.OPEN, Line.OPEN, "aid_request.amend", "requester"),
        row("amend", Line.FILLED, Line.OPEN, "aid_request.amend", "requester"),
        row("close_unfilled", Line.OPEN, Line.CLOSED_UNFILLED, "aid_request.close", "requester"),
        row("cancel", {Line.OPEN, Line.FILLED}, Line.CANCELLED, "aid_request.amend", "requester"),
        # What was promised came to nothing (recall, no-show), or the request was reopened.
        row("reopen", {Line.FILLED, Line.CLOSED_UNFILLED}, Line.OPEN, None, "response"),
    ),
)

OFFER = Lifecycle(
    name="offer",
    states=Offer,
    initial=Offer.DRAFT,
    ended=frozenset({Offer.ACCEPTED, Offer.DECLINED, Offer.WITHDRAWN, Offer.EXPIRED}),
    rows=(
        row("amend", Offer.DRAFT, Offer.DRAFT, "offer.submit", "response"),
        row("submit", Offer.DRAFT, Offer.SUBMITTED, "offer.submit", "response"),
        row("await_sign_off", Offer.DRAFT, Offer.AWAITING_SIGN_OFF, None, "approver"),
        row(
            "sign_off",
            Offer.AWAITING_SIGN_OFF,
            Offer.AWAITING_SIGN_OFF,
            "offer.sign_off",
            "approver",
        ),
        row("submit_signed", Offer.AWAITING_SIGN_OFF, Offer.SUBMITTED, None, "approver"),
        row(
            "accept",
            {Offer.SUBMITTED, Offer.PARTLY_ACCEPTED},
            Offer.ACCEPTED,
            "offer.accept",
            "response",
        ),
        row(
            "accept_part",
            {Offer.SUBMITTED, Offer.PARTLY_ACCEPTED},
            Offer.PARTLY_ACCEPTED,
            "offer.accept",
            "response",
        ),
        row("decline", Offer.SUBMITTED, Offer.DECLINED, "offer.decline", "response"),
        row(
            "withdraw",
            {Offer.DRAFT, Offer.AWAITING_SIGN_OFF, Offer.SUBMITTED},
            Offer.WITHDRAWN,
            "offer.withdraw",
            "response",
        ),
        row(
            "expire",
            {Offer.DRAFT, Offer.AWAITING_SIGN_OFF, Offer.SUBMITTED},
            Offer.EXPIRED,
            "offer.expire",
            "response",
        ),
    ),
)
