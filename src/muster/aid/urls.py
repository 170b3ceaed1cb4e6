from django.urls import path

from muster.aid.views import (
    aid_requests,
    amending,
    asking,
    incidents,
    missions,
    offers,
    phone_filing,
    signing_off,
)

app_name = "aid"

ONE_REQUEST = "requests/<uuid:aid_request_id>/"
ONE_LINE = f"{ONE_REQUEST}lines/<uuid:line_id>/"
ONE_INCIDENT = "incidents/<uuid:incident_id>/"
ONE_OFFER = "offers/<uuid:offer_id>/"
ONE_MISSION = "missions/<uuid:mission_id>/"

urlpatterns = [
    path("ask/", asking.Ask.as_view(), name="ask"),
    path("ask/by-phone/", phone_filing.WhoCalled.as_view(), name="who_called"),
    path("ask/by-phone/<uuid:party_id>/", phone_filing.FileByPhone.as_view(), name="file_by_phone"),
    path("incidents/", incidents.Incidents.as_view(), name="incidents"),
    path("incidents/new/", incidents.OpenIncident.as_view(), name="open_incident"),
    path(ONE_INCIDENT, incidents.IncidentPage.as_view(), name="incident"),
    path(f"{ONE_INCIDENT}edit/", incidents.AmendIncident.as_view(), name="amend_incident"),
    path(f"{ONE_INCIDENT}close/", incidents.CloseIncident.as_view(), name="close_incident"),
    path(f"{ONE_INCIDENT}reopen/", incidents.ReopenIncident.as_view(), name="reopen_incident"),
    path(f"{ONE_INCIDENT}request/", amending.DraftAidRequest.as_view(), name="draft"),
    path("requests/", aid_requests.AidRequests.as_view(), name="requests"),
    path(ONE_REQUEST, aid_requests.AidRequestPage.as_view(), name="request"),
    path(f"{ONE_REQUEST}match/", aid_requests.MatchPage.as_view(), name="match"),
    path(f"{ONE_REQUEST}open/", amending.OpenAidRequest.as_view(), name="open"),
    path(f"{ONE_REQUEST}sign-off/", signing_off.SignOffAidRequest.as_view(), name="sign_off"),
    path(f"{ONE_REQUEST}take-back/", signing_off.TakeBackAidRequest.as_view(), name="take_back"),
    path(f"{ONE_REQUEST}edit/", amending.AmendAidRequest.as_view(), name="amend"),
    path(f"{ONE_REQUEST}close/", amending.CloseAidRequest.as_view(), name="close"),
    path(f"{ONE_REQUEST}cancel/", amending.CancelAidRequest.as_view(), name="cancel"),
    path(f"{ONE_REQUEST}reopen/", amending.ReopenAidRequest.as_view(), name="reopen"),
    path(f"{ONE_REQUEST}confirm/", phone_filing.Confirm.as_view(), name="confirm"),
    path(f"{ONE_REQUEST}reject/", phone_filing.Reject.as_view(), name="reject"),
    path(f"{ONE_REQUEST}lines/add/", amending.AddLine.as_view(), name="add_line"),
    path(f"{ONE_REQUEST}presets/add/", amending.AddWorkPackage.as_view(), name="add_preset"),
    path(f"{ONE_LINE}edit/", amending.ChangeLine.as_view(), name="change_line"),
    path(f"{ONE_LINE}cancel/", amending.CancelLine.as_view(), name="cancel_line"),
    path(f"{ONE_REQUEST}offer/", offers.OfferHelp.as_view(), name="offer_help"),
    path(f"{ONE_REQUEST}decline/", amending.DeclineToHelp.as_view(), name="decline_to_help"),
    path("requests/<uuid:subject_id>/notes/", amending.WriteNote.as_view(), name="request_note"),
    path("offers/", offers.Offers.as_view(), name="offers"),
    path(ONE_OFFER, offers.OfferPage.as_view(), name="offer"),
    path(f"{ONE_OFFER}sign-off/", signing_off.SignOffOffer.as_view(), name="sign_off_offer"),
    path(f"{ONE_OFFER}accept/", offers.AcceptOffer.as_view(), name="accept"),
    path(f"{ONE_OFFER}decline/", offers.DeclineOffer.as_view(), name="decline_offer"),
    path(f"{ONE_OFFER}withdraw/", offers.WithdrawOffer.as_view(), name="withdraw_offer"),
    path("missions/", missions.Missions.as_view(), name="missions"),
    path(ONE_MISSION, missions.MissionPage.as_view(), name="mission"),
    path(f"{ONE_MISSION}authority.pdf", missions.MissionAuthority.as_view(), name="authority"),
    path(f"{ONE_MISSION}stand-down/", missions.StandDown.as_view(), name="stand_down"),
    path(f"{ONE_MISSION}share/", missions.ProposeShare.as_view(), name="propose_share"),
    path("shares/<uuid:cost_share_id>/agree/", missions.AgreeShare.as_view(), name="agree_share"),
    path(
        "missions/<uuid:subject_id>/notes/",
        missions.WriteMissionNote.as_view(),
        name="mission_note",
    ),
]
