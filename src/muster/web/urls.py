from django.urls import path

from muster.web.views import frame, journal

app_name = "web"

urlpatterns = [
    path("", frame.home, name="home"),
    path("help/", frame.help_page, name="help"),
    path("robots.txt", frame.robots, name="robots"),
    path("favicon.ico", frame.favicon, name="favicon"),
    path("manifest.webmanifest", frame.manifest, name="manifest"),
    path("worker.js", frame.worker, name="worker"),
    path("journal/", journal.JournalPage.as_view(), name="journal"),
    path("journal/sign/", journal.SignCheckpoint.as_view(), name="sign_checkpoint"),
    path("journal/stuck/", journal.StuckWorkPage.as_view(), name="stuck_work"),
    path("journal/stuck/<int:job_id>/", journal.RetryWork.as_view(), name="retry_work"),
    path("journal/<int:position>/", journal.FactPage.as_view(), name="fact"),
    path("journal/<int:position>/erase/", journal.ErasePayload.as_view(), name="erase_payload"),
]
