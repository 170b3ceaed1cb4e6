from django.urls import path

from muster.response import views

app_name = "response"

ONE = "operations/<uuid:operation_id>/"
TASK, SHIFT = "tasks/<uuid:task_id>/", "shifts/<uuid:shift_id>/"
INCIDENT = "incidents/<uuid:incident_id>/"

urlpatterns = [
    path("board/", views.BoardPage.as_view(), name="board"),
    path("board/order/", views.PrecedencePage.as_view(), name="precedence"),
    path("board/order/weights/", views.SetWeights.as_view(), name="weights"),
    path("requests/<uuid:aid_request_id>/place/", views.PlaceRequest.as_view(), name="place"),
    path("requests/<uuid:aid_request_id>/place/end/", views.EndPlace.as_view(), name="end_place"),
    path("board/own/", views.OwnPartPage.as_view(), name="own"),
    path(f"{INCIDENT}operation/start/", views.StartOperation.as_view(), name="start"),
    path(f"{INCIDENT}reports/", views.Reports.as_view(), name="reports"),
    path(ONE, views.OperationPage.as_view(), name="operation"),
    path(f"{ONE}settings/", views.ChangeOperation.as_view(), name="change"),
    path(f"{ONE}phase/", views.ChangePhase.as_view(), name="phase"),
    path(f"{ONE}wave/", views.BeginWave.as_view(), name="wave"),
    path(f"{ONE}hand-over/", views.OfferPost.as_view(), name="offer_post"),
    path(f"{ONE}report/", views.WriteReport.as_view(), name="report"),
    path(f"{ONE}period/", views.OpenPeriod.as_view(), name="period"),
    path(f"{ONE}objectives/add/", views.AddObjective.as_view(), name="add_objective"),
    path(f"{ONE}tasks/add/", views.AddTask.as_view(), name="add_task"),
    path(f"{ONE}shifts/add/", views.PlanShift.as_view(), name="plan_shift"),
    path(
        "objectives/<uuid:objective_id>/progress/",
        views.ProgressObjective.as_view(),
        name="objective",
    ),
    path(f"{TASK}progress/", views.ProgressTask.as_view(), name="task"),
    path(f"{TASK}assign/", views.AssignTask.as_view(), name="assign"),
    path(f"{SHIFT}remove/", views.RemoveShift.as_view(), name="remove_shift"),
    path("posts/<uuid:hand_over_id>/take/", views.TakePost.as_view(), name="take_post"),
]
