from django.urls import path

from muster.access import views

app_name = "access"

ONE = "access/<uuid:access_grant_id>"

urlpatterns = [
    path("missions/<uuid:mission_id>/access/give/", views.GrantAccess.as_view(), name="grant"),
    path(f"{ONE}/extend/", views.ExtendAccess.as_view(), name="extend"),
    path(f"{ONE}/remove/", views.RemoveAccess.as_view(), name="remove"),
]
