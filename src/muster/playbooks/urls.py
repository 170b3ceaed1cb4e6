from django.urls import path

from muster.playbooks import views

app_name = "playbooks"

ONE = "playbooks/<uuid:playbook_id>/"

urlpatterns = [
    path("playbooks/", views.Playbooks.as_view(), name="playbooks"),
    path("playbooks/write/", views.WritePlaybook.as_view(), name="write"),
    path(ONE, views.PlaybookPage.as_view(), name="playbook"),
    path(f"{ONE}playbook.pdf", views.PlaybookPaper.as_view(), name="paper"),
    path(f"{ONE}versions/<int:version_number>/", views.VersionPage.as_view(), name="version"),
    path(f"{ONE}revise/", views.RevisePlaybook.as_view(), name="revise"),
    path(f"{ONE}withdraw/", views.WithdrawPlaybook.as_view(), name="withdraw"),
]
