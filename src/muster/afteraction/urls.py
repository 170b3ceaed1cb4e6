from django.urls import path

from muster.afteraction import views

app_name = "afteraction"

ONE = "reviews/<uuid:review_id>/"

urlpatterns = [
    path("reviews/", views.Reviews.as_view(), name="reviews"),
    path(ONE, views.ReviewPage.as_view(), name="review"),
    path(f"{ONE}report.pdf", views.ReviewReport.as_view(), name="report"),
    path(f"{ONE}edit/", views.EditReview.as_view(), name="edit"),
    path(f"{ONE}close/", views.CloseReview.as_view(), name="close"),
    path(f"{ONE}findings/add/", views.AddFinding.as_view(), name="add_finding"),
    path("incidents/<uuid:incident_id>/review/", views.OpenReview.as_view(), name="open"),
    path("findings/", views.Findings.as_view(), name="findings"),
    path("findings/<uuid:finding_id>/edit/", views.EditFinding.as_view(), name="edit_finding"),
    path("findings/<uuid:finding_id>/progress/", views.ProgressFinding.as_view(), name="progress"),
]
