from django.urls import path

from muster.backups import views

app_name = "backups"

MATTER = "backups/host/matters/<uuid:matter_id>/"

urlpatterns = [
    path("backups/", views.Backups.as_view(), name="backups"),
    path(
        "backups/host/<uuid:reconciliation_id>/",
        views.ReconciliationPage.as_view(),
        name="reconciliation",
    ),
    path(MATTER, views.MatterPage.as_view(), name="matter"),
    path(f"{MATTER}settle/", views.SettleMatter.as_view(), name="settle_matter"),
    path(f"{MATTER}reopen/", views.ReopenMatter.as_view(), name="reopen_matter"),
]
