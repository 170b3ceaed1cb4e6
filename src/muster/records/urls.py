from django.urls import path

from muster.records.views import asking, keeping

app_name = "records"

ONE_HOLD = "records/holds/<uuid:hold_id>/"
ONE_DISPOSAL = "records/disposals/<uuid:disposal_id>/"

ONE_REQUEST = "records/requests/<uuid:request_id>/"
ONE_PICKED = "records/picked/<uuid:picked_id>/"

urlpatterns = [
    path("records/requests/", asking.Requests.as_view(), name="requests"),
    path("records/requests/new/", asking.LogRequest.as_view(), name="log_request"),
    path(ONE_REQUEST, asking.RequestPage.as_view(), name="request"),
    path(f"{ONE_REQUEST}search/", asking.PickRecords.as_view(), name="search"),
    path(f"{ONE_REQUEST}export/", asking.ExportRecords.as_view(), name="export"),
    path(f"{ONE_REQUEST}close/", asking.CloseRequest.as_view(), name="close_request"),
    path(ONE_PICKED, asking.PickedPage.as_view(), name="picked"),
    path(f"{ONE_PICKED}redact/", asking.Redact.as_view(), name="redact"),
    path(f"{ONE_PICKED}suggested/", asking.RedactSuggested.as_view(), name="redact_suggested"),
    path(f"{ONE_PICKED}drop/", asking.DropRecord.as_view(), name="drop"),
    path(
        "records/redactions/<uuid:redaction_id>/withdraw/",
        asking.WithdrawRedaction.as_view(),
        name="withdraw_redaction",
    ),
    path("records/grounds/", asking.Grounds.as_view(), name="grounds"),
    path("records/grounds/set/", asking.SetGround.as_view(), name="set_ground"),
    path("records/", keeping.Records.as_view(), name="records"),
    path("records/kept/<slug:kind>/", keeping.SetRetention.as_view(), name="set_retention"),
    path("records/own/", keeping.TakeRecordsAlong.as_view(), name="own"),
    path("records/holds/", keeping.Holds.as_view(), name="holds"),
    path(
        "records/holds/<slug:subject_kind>/<uuid:subject_id>/place/",
        keeping.PlaceHold.as_view(),
        name="place_hold",
    ),
    path(ONE_HOLD, keeping.HoldPage.as_view(), name="hold"),
    path(f"{ONE_HOLD}release/", keeping.ReleaseHold.as_view(), name="release_hold"),
    path("records/disposals/", keeping.Disposals.as_view(), name="disposals"),
    path("records/disposals/propose/", keeping.ProposeDisposals.as_view(), name="propose"),
    path(ONE_DISPOSAL, keeping.DisposalPage.as_view(), name="disposal"),
    path(f"{ONE_DISPOSAL}approve/", keeping.ApproveDisposal.as_view(), name="approve"),
    path(f"{ONE_DISPOSAL}carry-out/", keeping.CarryOutDisposal.as_view(), name="carry_out"),
    path(f"{ONE_DISPOSAL}decline/", keeping.DeclineDisposal.as_view(), name="decline"),
]
