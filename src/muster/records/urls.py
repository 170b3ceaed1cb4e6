from django.urls import path

from muster.records import views

app_name = "records"

ONE_HOLD = "records/holds/<uuid:hold_id>/"
ONE_DISPOSAL = "records/disposals/<uuid:disposal_id>/"

urlpatterns = [
    path("records/", views.Records.as_view(), name="records"),
    path("records/kept/<slug:kind>/", views.SetRetention.as_view(), name="set_retention"),
    path("records/own/", views.TakeRecordsAlong.as_view(), name="own"),
    path("records/holds/", views.Holds.as_view(), name="holds"),
    path(
        "records/holds/<slug:subject_kind>/<uuid:subject_id>/place/",
        views.PlaceHold.as_view(),
        name="place_hold",
    ),
    path(ONE_HOLD, views.HoldPage.as_view(), name="hold"),
    path(f"{ONE_HOLD}release/", views.ReleaseHold.as_view(), name="release_hold"),
    path("records/disposals/", views.Disposals.as_view(), name="disposals"),
    path("records/disposals/propose/", views.ProposeDisposals.as_view(), name="propose"),
    path(ONE_DISPOSAL, views.DisposalPage.as_view(), name="disposal"),
    path(f"{ONE_DISPOSAL}approve/", views.ApproveDisposal.as_view(), name="approve"),
    path(f"{ONE_DISPOSAL}carry-out/", views.CarryOutDisposal.as_view(), name="carry_out"),
    path(f"{ONE_DISPOSAL}decline/", views.DeclineDisposal.as_view(), name="decline"),
]
