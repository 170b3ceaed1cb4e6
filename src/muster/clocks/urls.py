from django.urls import path

from muster.clocks import views

app_name = "clocks"

urlpatterns = [
    path("deadlines/", views.Deadlines.as_view(), name="deadlines"),
    path("deadlines/calendar/", views.Calendars.as_view(), name="calendars"),
    path("deadlines/calendar/make/", views.MakeCalendar.as_view(), name="make_calendar"),
    path(
        "deadlines/calendar/<uuid:feed_id>/revoke/",
        views.RevokeCalendar.as_view(),
        name="revoke_calendar",
    ),
    path("deadlines/<uuid:deadline_id>/", views.DeadlinePage.as_view(), name="deadline"),
    path(
        "deadlines/note/<slug:scope>/<uuid:subject_id>/", views.NoteHappening.as_view(), name="note"
    ),
    path("calendar/<str:secret>.ics", views.calendar, name="calendar"),
]
