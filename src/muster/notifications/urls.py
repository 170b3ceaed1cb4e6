from django.urls import path

from muster.notifications import views

app_name = "notifications"

urlpatterns = [
    path("inbox/", views.Inbox.as_view(), name="inbox"),
    path("inbox/read-all/", views.ReadAll.as_view(), name="read_all"),
    path("inbox/mail/", views.Preferences.as_view(), name="preferences"),
    path("inbox/<uuid:notice_id>/open/", views.OpenNotice.as_view(), name="open"),
]
