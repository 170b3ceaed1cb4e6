from django.urls import path

from muster.clocks import views

app_name = "clocks"

urlpatterns = [
    path("deadlines/", views.Deadlines.as_view(), name="deadlines"),
    path("deadlines/<uuid:deadline_id>/", views.DeadlinePage.as_view(), name="deadline"),
    path(
        "deadlines/note/<slug:scope>/<uuid:subject_id>/", views.NoteHappening.as_view(), name="note"
    ),
]
