from django.urls import path

from muster.backups import views

app_name = "backups"

urlpatterns = [path("backups/", views.Backups.as_view(), name="backups")]
